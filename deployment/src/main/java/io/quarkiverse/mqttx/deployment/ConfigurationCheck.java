package io.quarkiverse.mqttx.deployment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

import org.eclipse.microprofile.config.Config;

import io.quarkiverse.mqttx.connector.config.Beans;
import io.quarkiverse.mqttx.connector.config.ConfigurationProblem;
import io.quarkiverse.mqttx.connector.config.ConfigurationReader;
import io.quarkiverse.mqttx.connector.config.Survey;
import io.quarkiverse.mqttx.runtime.ChannelKey;
import io.vertx.core.net.NetClientOptions;

/**
 * Reads the configuration when the application is built, with the connector's own reader, so that both know the same rules.
 * What may still change until the application runs is left to the start: attributes that are missing, expressions, files.
 *
 * @param problems which stop the build
 * @param survey all that was read
 */
record ConfigurationCheck(List<ConfigurationProblem> problems, Survey survey) {

    /** Where the application is built there need not be the files of the machine on which it runs. */
    private static final Set<String> FILES = Set.of("ssl.keystore.location", "ssl.truststore.location");

    /**
     * @param attached the channels that get the connector because there is no other, as properties
     * @param failureStrategies the identifiers of those that the application has
     */
    static ConfigurationCheck of(Config config, Map<String, String> attached, Set<String> failureStrategies) {
        BuildTimeView view = new BuildTimeView(config, attached);
        Survey survey = new ConfigurationReader(view, new BeansToCome(failureStrategies), null).survey();
        return new ConfigurationCheck(
                survey.problems().stream().filter(problem -> isDecided(problem, view)).toList(), survey);
    }

    /** What is odd. */
    List<String> warnings() {
        return survey.warnings();
    }

    private static boolean isDecided(ConfigurationProblem problem, BuildTimeView config) {
        if (problem.value() == null || FILES.contains(problem.attribute())) {
            return false;
        }
        List<String> channels = List.of(problem.channel().split("' and '"));
        // Whether channels contradict each other depends on all their attributes
        boolean all = channels.size() > 1;
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(property -> concerns(property, channels, all ? null : problem.attribute()))
                .noneMatch(config::isDecidedAtRunTime);
    }

    /** @param attribute {@code null} for any */
    private static boolean concerns(String property, List<String> channels, String attribute) {
        if (property.startsWith(MqttX.CONNECTOR_PREFIX)) {
            return attribute == null || property.substring(MqttX.CONNECTOR_PREFIX.length()).equals(attribute);
        }
        ChannelKey key = ChannelKey.parse(property);
        return key != null && channels.contains(key.channel()) && (attribute == null || key.attribute().equals(attribute));
    }

    /** Beans that the application will have. */
    private record BeansToCome(Set<String> failureStrategies) implements Beans {

        @Override
        public Optional<NetClientOptions> clientOptions(String identifier) {
            // With TLS, so that attributes of TLS are not taken for idle
            return Optional.of(new NetClientOptions().setSsl(true));
        }

        @Override
        public boolean hasOptionsCustomizer() {
            return true;
        }
    }
}
