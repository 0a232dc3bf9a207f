package io.quarkiverse.mqttx.deployment;

import java.util.Set;

import io.quarkiverse.mqttx.connector.config.Survey;
import io.quarkus.builder.item.SimpleBuildItem;

/** What the configuration of the channels says at build time. */
final class MqttConfigurationBuildItem extends SimpleBuildItem {

    private final Survey survey;
    private final Set<String> failureStrategies;

    MqttConfigurationBuildItem(Survey survey, Set<String> failureStrategies) {
        this.survey = survey;
        this.failureStrategies = failureStrategies;
    }

    Survey survey() {
        return survey;
    }

    /** The identifiers of all that are there. */
    Set<String> failureStrategies() {
        return failureStrategies;
    }
}
