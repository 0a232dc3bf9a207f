package io.quarkiverse.mqttx.deployment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

import org.eclipse.microprofile.config.Config;

import io.quarkiverse.mqttx.connector.config.Beans;
import io.quarkiverse.mqttx.connector.config.ConfigurationProblem;
import io.quarkiverse.mqttx.connector.config.ConfigurationReader;
import io.quarkiverse.mqttx.connector.config.ConfigurationWarning;
import io.quarkiverse.mqttx.connector.config.InvalidConfigurationException;
import io.quarkiverse.mqttx.runtime.ChannelKey;
import io.vertx.core.net.NetClientOptions;

/**
 * Reads the configuration when the application is built, with the connector's own reader, so that both know the same rules.
 * What may still change until the application runs is left to the start: attributes that are missing, expressions, files.
 *
 * @param problems which stop the build
 * @param warnings what is odd
 */
record ConfigurationCheck(List<ConfigurationProblem> problems, List<String> warnings) {

    private static final String CLIENT_ID = "client-id";

    /** Where the application is built there need not be the files of the machine on which it runs. */
    private static final Set<String> FILES = Set.of("ssl.keystore.location", "ssl.truststore.location");

    /**
     * @param attached the channels that get the connector because there is no other, as properties
     * @param failureStrategies the identifiers of those that the application has
     * @param clientOptions the identifiers of the options of connections that the application has
     */
    static ConfigurationCheck of(Config config, Map<String, String> attached, Set<String> failureStrategies,
            Set<String> clientOptions) {
        BuildTimeView view = new BuildTimeView(config, attached);
        ConfigurationReader reader = new ConfigurationReader(view, new BeansToCome(failureStrategies, clientOptions), null);
        List<ConfigurationProblem> problems = new ArrayList<>();
        try {
            reader.read();
        } catch (InvalidConfigurationException e) {
            e.problems().stream().filter(problem -> isDecided(problem, view)).map(ConfigurationCheck::atBuild)
                    .forEach(problems::add);
        }
        List<String> warnings = reader.warnings().stream().filter(warning -> isDecided(warning, view))
                .map(ConfigurationWarning::text).toList();
        return new ConfigurationCheck(problems, warnings);
    }

    /** A client id that the build does not know must be said to come, or a session would be lost in silence. */
    private static ConfigurationProblem atBuild(ConfigurationProblem problem) {
        return problem.value() != null ? problem
                : new ConfigurationProblem(problem.channel(), problem.attribute(), null, problem.remedy()
                        + "; if the environment of the application names it, write " + problem.attribute() + "=${NAME}",
                        problem.others());
    }

    private static boolean isDecided(ConfigurationWarning warning, BuildTimeView config) {
        return warning.channel() == null || warning.attributes().stream().noneMatch(FILES::contains)
                && isDecided(channels(warning.channel()), warning.attributes(), config);
    }

    private static boolean isDecided(ConfigurationProblem problem, BuildTimeView config) {
        boolean missing = problem.value() == null && !problem.attribute().equals(CLIENT_ID);
        if (missing || FILES.contains(problem.attribute())) {
            return false;
        }
        Set<String> attributes = new HashSet<>(problem.others());
        attributes.add(problem.attribute());
        return isDecided(channels(problem.channel()), attributes, config);
    }

    private static boolean isDecided(List<String> channels, Set<String> attributes, BuildTimeView config) {
        // Whether channels contradict each other depends on all their attributes
        boolean all = channels.size() > 1;
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(property -> concerns(property, channels, all ? null : attributes))
                .noneMatch(config::isDecidedAtRunTime);
    }

    private static List<String> channels(String names) {
        return List.of(names.split("' and '"));
    }

    /** @param attributes {@code null} for any */
    private static boolean concerns(String property, List<String> channels, Set<String> attributes) {
        if (property.startsWith(MqttX.CONNECTOR_PREFIX)) {
            return attributes == null || attributes.contains(property.substring(MqttX.CONNECTOR_PREFIX.length()));
        }
        ChannelKey key = ChannelKey.parse(property);
        return key != null && channels.contains(key.channel())
                && (attributes == null || attributes.contains(key.attribute()));
    }

    /** Beans that the application will have. */
    private record BeansToCome(Set<String> failureStrategies, Set<String> clientOptions) implements Beans {

        @Override
        public Optional<NetClientOptions> clientOptions(String identifier) {
            // With TLS, so that attributes of TLS are not taken for idle
            return clientOptions.contains(identifier) ? Optional.of(new NetClientOptions().setSsl(true)) : Optional.empty();
        }

        @Override
        public boolean hasOptionsCustomizer() {
            return true;
        }
    }
}
