package io.quarkiverse.mqttx.deployment;

import io.quarkus.deployment.IsDevelopment;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.RunTimeConfigurationDefaultBuildItem;

/** Keeps live reloads quick. */
class DevModeProcessor {

    /**
     * A message that starts a live reload is never acknowledged: Quarkus holds it back from the application that is about to
     * end. So each of these reloads would take as long as the end of the application waits for messages. What is set in the
     * configuration wins.
     */
    @BuildStep(onlyIf = IsDevelopment.class)
    void endAtOnce(BuildProducer<RunTimeConfigurationDefaultBuildItem> defaults) {
        defaults.produce(connectorDefault("shutdown-timeout-seconds", "0"));
        defaults.produce(connectorDefault("disconnect-timeout-seconds", "1"));
    }

    private static RunTimeConfigurationDefaultBuildItem connectorDefault(String attribute, String value) {
        return new RunTimeConfigurationDefaultBuildItem(MqttX.CONNECTOR_PREFIX + attribute, value);
    }
}
