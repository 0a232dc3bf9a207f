package io.quarkiverse.mqttx.deployment.devservices;

import io.quarkus.deployment.builditem.DockerStatusBuildItem;

/** Asks whether containers can be started. */
final class ContainerRuntime {

    private ContainerRuntime() {
    }

    /**
     * @param optional Testcontainers reports a machine without a container runtime as an error, with a page of attempts; where
     *        the embedded broker takes over, that is no error
     */
    static boolean isThere(DockerStatusBuildItem status, boolean optional) {
        if (!optional) {
            return status.isContainerRuntimeAvailable();
        }
        try (QuietLog quiet = QuietLog.silent("org.testcontainers")) {
            return status.isContainerRuntimeAvailable();
        }
    }
}
