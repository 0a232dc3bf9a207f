package io.quarkiverse.mqttx.deployment;

import java.util.List;

import jakarta.enterprise.inject.spi.DeploymentException;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.config.InvalidConfigurationException;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.runtime.LaunchMode;

/**
 * Stops the build with one list of all that is wrong. Of several errors ArC would make a list of its own and print each twice.
 */
class ProblemsProcessor {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.mqttx");

    @BuildStep
    void report(List<MqttProblemsBuildItem> checks, MqttConfigurationBuildItem configuration, LaunchModeBuildItem launchMode,
            BuildProducer<ValidationErrorBuildItem> errors) {
        List<String> problems = checks.stream().sorted().flatMap(check -> check.problems().stream()).toList();
        if (!problems.isEmpty()) {
            errors.produce(new ValidationErrorBuildItem(
                    new DeploymentException(InvalidConfigurationException.message(problems))));
        }
        if (launchMode.getLaunchMode() == LaunchMode.NORMAL || !problems.isEmpty()) {
            // Otherwise the application starts now, and the connector says so itself
            configuration.warnings().forEach(LOG::warn);
        }
    }
}
