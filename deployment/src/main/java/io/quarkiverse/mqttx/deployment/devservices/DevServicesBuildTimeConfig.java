package io.quarkiverse.mqttx.deployment.devservices;

import java.util.Map;
import java.util.OptionalInt;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigGroup;
import io.smallrye.config.WithDefault;

/** Dev Services for MQTT. */
@ConfigGroup
public interface DevServicesBuildTimeConfig {

    /**
     * Whether a broker is started in dev and test mode. It is started only when some channel of the connector has neither
     * {@code host} nor {@code port} nor {@code servers}, on the channel itself or on the connector.
     */
    @WithDefault("true")
    boolean enabled();

    /**
     * Which broker is started. {@code auto} starts a container when a container runtime is found and an embedded broker when
     * there is none; {@code container} and {@code embedded} insist.
     */
    @WithDefault("auto")
    BrokerKind broker();

    /**
     * The port on which the broker listens for the application. A free port is taken when this is not set, and for the broker
     * of tests that run beside the application in dev mode.
     */
    OptionalInt port();

    /**
     * The image of the container. It must be an {@code eclipse-mosquitto} of 2.0 or later, or configured alike.
     */
    @WithDefault("eclipse-mosquitto:2.0.15")
    String imageName();

    /**
     * Whether the container is shared between applications in dev mode. When it is, a running container with the label
     * {@code quarkus-dev-service-mqtt-x} and the value of {@code service-name} is used instead of starting another one.
     * The embedded broker lives in the process of the application; another application reaches it at its {@code port}.
     */
    @WithDefault("true")
    boolean shared();

    /**
     * The value of the label {@code quarkus-dev-service-mqtt-x} of a shared container.
     */
    @WithDefault("mqtt-x")
    String serviceName();

    /**
     * Environment variables of the container.
     */
    @ConfigDocMapKey("environment-variable-name")
    Map<String, String> containerEnv();

    /** The broker that Dev Services starts. */
    enum BrokerKind {
        /** A container where a container runtime is found, an embedded broker elsewhere. */
        AUTO,
        /** A container; a warning and no broker where there is no container runtime. */
        CONTAINER,
        /** A broker in the process of the application. */
        EMBEDDED
    }
}
