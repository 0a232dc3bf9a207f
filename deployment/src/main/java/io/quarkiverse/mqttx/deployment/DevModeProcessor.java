package io.quarkiverse.mqttx.deployment;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.config.attribute.CommonAttributes;
import io.quarkus.deployment.IsDevelopment;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.Produce;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.builditem.RunTimeConfigurationDefaultBuildItem;
import io.quarkus.deployment.builditem.ServiceStartBuildItem;
import io.smallrye.config.SmallRyeConfig;

/** Keeps live reloads quick, and the tests that run beside an application in development apart from it. */
class DevModeProcessor {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.mqttx");

    /**
     * A message that starts a live reload is never acknowledged: Quarkus holds it back from the application that is about to
     * end. So each of these reloads would take as long as the end of the application waits for messages. What is set in the
     * configuration wins.
     */
    @BuildStep(onlyIf = IsDevelopment.class)
    void endAtOnce(BuildProducer<RunTimeConfigurationDefaultBuildItem> defaults) {
        defaults.produce(connectorDefault(CommonAttributes.SHUTDOWN_TIMEOUT_SECONDS.name(), "0"));
        defaults.produce(connectorDefault(CommonAttributes.DISCONNECT_TIMEOUT_SECONDS.name(), "1"));
    }

    private static RunTimeConfigurationDefaultBuildItem connectorDefault(String attribute, String value) {
        return new RunTimeConfigurationDefaultBuildItem(MqttX.CONNECTOR_PREFIX + attribute, value);
    }

    @BuildStep
    @Produce(ServiceStartBuildItem.class)
    void warnOfSharedClientIds(MqttChannelsBuildItem channels, LaunchModeBuildItem launchMode) {
        if (launchMode.isAuxiliaryApplication()) {
            new SharedClientIds(ConfigProvider.getConfig().unwrap(SmallRyeConfig.class)).of(channels.channels())
                    .forEach(id -> LOG.warnf("client-id=%s: the tests connect to the same broker by it as the application in"
                            + " development, and a broker lets a client connect once, so they take the connection away from"
                            + " each other. Set 'client-id' for %%test, or give the tests another broker: without 'host', 'port'"
                            + " and 'servers' Dev Services starts one", id));
        }
    }
}
