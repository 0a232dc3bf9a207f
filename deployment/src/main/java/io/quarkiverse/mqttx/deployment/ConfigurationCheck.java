package io.quarkiverse.mqttx.deployment;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.eclipse.microprofile.config.Config;

import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.connector.config.BeanLookup;
import io.quarkiverse.mqttx.connector.config.BuildTimeReading;
import io.quarkiverse.mqttx.connector.config.BuildTimeReading.SurveyedChannel;
import io.quarkiverse.mqttx.connector.config.ConfigurationProblem;
import io.quarkiverse.mqttx.connector.config.ConfigurationProblem.Owner;
import io.quarkiverse.mqttx.connector.config.ConfigurationReader;
import io.quarkiverse.mqttx.connector.config.ConfigurationWarning;
import io.quarkiverse.mqttx.connector.config.ConnectionConfiguration;
import io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes;
import io.quarkiverse.mqttx.connector.config.source.CommaList;
import io.quarkiverse.mqttx.runtime.ChannelKey;
import io.vertx.core.net.NetClientOptions;

/**
 * Reads the configuration when the application is built, with the connector's own reader, so that both know the same rules.
 * What may still change until the application runs is left to the start: attributes that are missing, expressions, files.
 *
 * @param problems which stop the build
 * @param warnings what is odd
 * @param risks what is odd in production only
 * @param survey all that was read
 */
record ConfigurationCheck(List<ConfigurationProblem> problems, List<String> warnings, List<String> risks,
        BuildTimeReading survey) {

    private static final String CLIENT_ID = ConnectionAttributes.CLIENT_ID.name();
    private static final String TRUST_ALL = ConnectionAttributes.TRUST_ALL.name();

    /** They belong to the machine on which the application runs, and may be named there. */
    private static final Set<String> FILES = Set.of("ssl.keystore.location", "ssl.truststore.location");

    /**
     * @param attached the channels that get the connector because there is no other, as properties
     * @param identifiers those of the beans of a type that the application has
     */
    static ConfigurationCheck of(Config config, Map<String, String> attached,
            Function<Class<?>, Set<String>> identifiers) {
        BuildTimeView view = new BuildTimeView(config, attached);
        BuildTimeReading survey = new ConfigurationReader(view, new BeansToCome(identifiers), null).survey();
        List<ConfigurationProblem> problems = survey.problems().stream().filter(problem -> isDecided(problem, view))
                .map(ConfigurationCheck::atBuild).toList();
        List<String> warnings = survey.warnings().stream().filter(warning -> isDecided(warning, view))
                .map(ConfigurationWarning::text).toList();
        List<String> risks = survey.problems().isEmpty() ? risks(survey, view) : List.of();
        return new ConfigurationCheck(problems, warnings, risks, survey);
    }

    private static List<String> risks(BuildTimeReading survey, BuildTimeView view) {
        return survey.channels().stream().map(SurveyedChannel::connection).filter(ConfigurationCheck::trustsAll)
                .filter(connection -> isDecided(List.of(connection.channel()), Set.of(TRUST_ALL), view))
                .map(connection -> "channel '" + connection.channel() + "', attribute '" + TRUST_ALL + "': is true, so"
                        + " any server that poses as the broker is trusted; not for production: name the authority"
                        + " in ssl.truststore.location")
                .toList();
    }

    private static boolean trustsAll(ConnectionConfiguration connection) {
        return Boolean.TRUE.equals(connection.settings().asRead().get(TRUST_ALL))
                && connection.settings().servers().stream().anyMatch(ServerAddress::tls);
    }

    /** A client id that the build does not know must be said to come, or a session would be lost in silence. */
    private static ConfigurationProblem atBuild(ConfigurationProblem problem) {
        return problem.value() != null ? problem
                : new ConfigurationProblem(problem.channel(), problem.attribute(), null, problem.remedy()
                        + "; if the environment of the application names it, write " + problem.attribute() + "=${NAME}",
                        problem.others(), problem.owner());
    }

    private static boolean isDecided(ConfigurationWarning warning, BuildTimeView config) {
        List<String> channels = warning.channel() == null ? null : channels(warning.channel());
        return isDecided(channels, warning.attributes(), config) && warning.attributes().stream().filter(FILES::contains)
                .allMatch(file -> properties(config).anyMatch(property -> concerns(property, channels, Set.of(file))));
    }

    private static boolean isDecided(ConfigurationProblem problem, BuildTimeView config) {
        boolean missing = problem.value() == null && !problem.attribute().equals(CLIENT_ID);
        if (missing) {
            return false;
        }
        Set<String> attributes = new HashSet<>(problem.others());
        attributes.add(problem.attribute());
        if (problem.owner() == Owner.CONNECTOR) {
            // It is wrong there, whatever the channels set
            return attributes.stream().map(MqttX.CONNECTOR_PREFIX::concat).noneMatch(config::isDecidedAtRunTime);
        }
        return isDecided(channels(problem.channel()), attributes, config);
    }

    /** @param channels {@code null} for any */
    private static boolean isDecided(List<String> channels, Set<String> attributes, BuildTimeView config) {
        // Whether channels contradict each other depends on all their attributes
        boolean all = channels != null && channels.size() > 1;
        return properties(config).filter(property -> concerns(property, channels, all ? null : attributes))
                .noneMatch(config::isDecidedAtRunTime);
    }

    private static Stream<String> properties(Config config) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false);
    }

    private static List<String> channels(String names) {
        return List.of(names.split("' and '"));
    }

    /**
     * @param channels {@code null} for any
     * @param attributes {@code null} for any
     */
    private static boolean concerns(String property, List<String> channels, Set<String> attributes) {
        if (property.startsWith(MqttX.CONNECTOR_PREFIX)) {
            return attributes == null
                    || attributes.contains(CommaList.withoutIndex(property.substring(MqttX.CONNECTOR_PREFIX.length())));
        }
        String client = ConfigurationReader.clientName(property);
        if (client != null) {
            return (channels == null || channels.contains(client)) && (attributes == null
                    || attributes.contains(CommaList.withoutIndex(property.substring(MqttX.clientPrefix(client).length()))));
        }
        ChannelKey key = ChannelKey.parse(property);
        return key != null && (channels == null || channels.contains(key.channel()))
                && (attributes == null || attributes.contains(CommaList.withoutIndex(key.attribute())));
    }

    /** BeanLookup that the application will have. */
    private record BeansToCome(Function<Class<?>, Set<String>> beans) implements BeanLookup {

        @Override
        public Set<String> identifiers(Class<?> type) {
            return beans.apply(type);
        }

        @Override
        public Optional<NetClientOptions> clientOptions(String identifier) {
            // With TLS, so that attributes of TLS are not taken for idle
            return identifiers(NetClientOptions.class).contains(identifier) ? Optional.of(new NetClientOptions().setSsl(true))
                    : Optional.empty();
        }

        @Override
        public boolean hasOptionsCustomizer() {
            return true;
        }
    }
}
