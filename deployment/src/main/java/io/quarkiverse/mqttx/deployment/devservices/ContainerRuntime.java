package io.quarkiverse.mqttx.deployment.devservices;

import java.util.logging.Level;
import java.util.logging.Logger;

import io.quarkus.deployment.builditem.DockerStatusBuildItem;

/** Asks whether containers can be started. */
final class ContainerRuntime {

    private ContainerRuntime() {
    }

    /**
     * @param quietly Testcontainers reports a machine without a container runtime as an error with a page of attempts; where
     *        the
     *        embedded broker takes over, that is no error
     */
    static boolean isThere(DockerStatusBuildItem status, boolean quietly) {
        Logger log = Logger.getLogger("org.testcontainers");
        Level before = log.getLevel();
        if (quietly && !log.isLoggable(Level.FINE)) {
            log.setLevel(Level.OFF);
        }
        try {
            return status.isContainerRuntimeAvailable();
        } finally {
            log.setLevel(before);
        }
    }
}
