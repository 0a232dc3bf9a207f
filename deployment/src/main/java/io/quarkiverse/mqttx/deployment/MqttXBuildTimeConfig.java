package io.quarkiverse.mqttx.deployment;

import io.quarkiverse.mqttx.deployment.devservices.DevServicesBuildTimeConfig;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is configured of the extension itself; the channels are configured under {@code mp.messaging}. */
@ConfigMapping(prefix = "quarkus.mqtt-x")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface MqttXBuildTimeConfig {

    /**
     * Dev Services: a broker that is there in dev and test mode without being installed.
     */
    DevServicesBuildTimeConfig devservices();

    /**
     * Whether the build prints the connection plan: the connections with their channels, routes and attributes.
     */
    @WithDefault("false")
    boolean printPlan();
}
