package io.quarkiverse.mqttx.deployment;

import java.util.List;
import java.util.Set;

import io.quarkiverse.mqttx.connector.config.BuildTimeReading;
import io.quarkus.builder.item.SimpleBuildItem;

/** What the configuration of the channels says at build time. */
final class MqttConfigurationBuildItem extends SimpleBuildItem {

    private final BuildTimeReading survey;
    private final List<String> warnings;
    private final Set<String> failureStrategies;

    MqttConfigurationBuildItem(BuildTimeReading survey, List<String> warnings, Set<String> failureStrategies) {
        this.survey = survey;
        this.warnings = warnings;
        this.failureStrategies = failureStrategies;
    }

    BuildTimeReading survey() {
        return survey;
    }

    /** What is odd in the attributes, and will be so when the application runs. */
    List<String> warnings() {
        return warnings;
    }

    /** The identifiers of all that are there. */
    Set<String> failureStrategies() {
        return failureStrategies;
    }
}
