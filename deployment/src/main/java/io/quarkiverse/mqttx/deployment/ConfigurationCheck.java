package io.quarkiverse.mqttx.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.eclipse.microprofile.config.Config;

import io.quarkiverse.mqttx.connector.config.Beans;
import io.quarkiverse.mqttx.connector.config.ConfigurationProblem;
import io.quarkiverse.mqttx.connector.config.ConfigurationReader;
import io.quarkiverse.mqttx.connector.config.InvalidConfigurationException;
import io.quarkiverse.mqttx.runtime.ChannelKey;
import io.vertx.core.net.NetClientOptions;

/**
 * Reads the configuration when the application is built, with the connector's own reader, so that both know the same rules.
 * What
 * may still change until the application runs is left to the start: attributes that are missing, expressions, files.
 *
 * @param problems which stop the build
 * @param warnings what is odd
 */
record ConfigurationCheck(List<ConfigurationProblem> problems, List<String> warnings) {

    /** Where the application is built there need not be the files of the machine on which it runs. */
    private static final Set<String> FILES = Set.of("ssl.keystore.location", "ssl.truststore.location");

    /**
     * @param attached the channels that get the connector because there is no other, as properties
     * @param failureStrategies the identifiers of those that the application has
     */
    static ConfigurationCheck of(Config config, Map<String, String> attached, Set<String> failureStrategies) {
        BuildTimeView view = new BuildTimeView(config, attached);
        ConfigurationReader reader = new ConfigurationReader(view, new BeansToCome(failureStrategies), null);
        List<ConfigurationProblem> problems = new ArrayList<>();
        try {
            reader.read();
        } catch (InvalidConfigurationException e) {
            Predicate<ConfigurationProblem> decided = problem -> isDecided(problem, view);
            boolean allDecided = e.problems().stream().allMatch(decided);
            e.problems().stream().filter(decided)
                    // Whether two channels contradict each other depends on all their attributes
                    .filter(problem -> allDecided || !namesSeveralChannels(problem)).forEach(problems::add);
        }
        return new ConfigurationCheck(problems, reader.warnings());
    }

    private static boolean isDecided(ConfigurationProblem problem, BuildTimeView config) {
        if (problem.value() == null || FILES.contains(problem.attribute())) {
            return false;
        }
        return namesSeveralChannels(problem)
                || !config.isDecidedAtRunTime(ChannelKey.property(true, problem.channel(), problem.attribute()))
                        && !config.isDecidedAtRunTime(ChannelKey.property(false, problem.channel(), problem.attribute()))
                        && !config.isDecidedAtRunTime(MqttX.CONNECTOR_PREFIX + problem.attribute());
    }

    private static boolean namesSeveralChannels(ConfigurationProblem problem) {
        return problem.channel().contains("' and '");
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
