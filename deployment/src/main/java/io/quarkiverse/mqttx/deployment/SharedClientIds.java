package io.quarkiverse.mqttx.deployment;

import static java.util.stream.Collectors.toCollection;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;

/**
 * Finds the client ids that the application under continuous test has in common with the one in development, on a broker that
 * they have in common, too.
 */
record SharedClientIds(SmallRyeConfig config) {

    private static final List<String> BROKER = List.of("host", "port", "servers");

    /** Environment variables; what comes before them is given to the tests alone, by their resources and profiles. */
    private static final int COMMON_ORDINAL = 300;

    Set<String> of(Set<ConfiguredChannel> channels) {
        return channels.stream().filter(this::hasBrokerInCommon)
                .map(channel -> attribute(channel, ConnectionAttributes.CLIENT_ID.name()))
                .filter(SharedClientIds::isInCommon).map(ConfigValue::getValue).collect(toCollection(TreeSet::new));
    }

    private boolean hasBrokerInCommon(ConfiguredChannel channel) {
        List<ConfigValue> chosen = BROKER.stream().map(attribute -> attribute(channel, attribute))
                .filter(value -> value.getValue() != null).toList();
        return !chosen.isEmpty() && chosen.stream().allMatch(SharedClientIds::isInCommon);
    }

    private ConfigValue attribute(ConfiguredChannel channel, String attribute) {
        return Stream.of(channel.property(attribute), MqttX.CONNECTOR_PREFIX + attribute).map(config::getConfigValue)
                .filter(value -> value.getValue() != null).findFirst()
                .orElseGet(() -> config.getConfigValue(channel.property(attribute)));
    }

    private static boolean isInCommon(ConfigValue value) {
        return value.getValue() != null && value.getNameProfiled().equals(value.getName())
                && value.getConfigSourceOrdinal() <= COMMON_ORDINAL;
    }
}
