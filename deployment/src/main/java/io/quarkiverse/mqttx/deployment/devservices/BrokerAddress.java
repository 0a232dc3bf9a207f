package io.quarkiverse.mqttx.deployment.devservices;

import static java.util.stream.Collectors.toCollection;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.eclipse.microprofile.config.Config;

import io.quarkiverse.mqttx.connector.config.ConfigurationReader;
import io.quarkiverse.mqttx.connector.config.source.Expressions;
import io.quarkiverse.mqttx.deployment.ConfiguredChannel;
import io.quarkiverse.mqttx.deployment.MqttX;

/**
 * The properties that tell the application where the broker is: the connector's when no channel and no client has a broker of
 * its own, else those of the channels and clients without one. With the connector's, a channel that has a host but no port
 * would take the wrong port.
 *
 * @param prefixes of the properties; empty when no channel needs a broker
 */
record BrokerAddress(Set<String> prefixes) {

    /** Any of them says that the broker is chosen. */
    private static final List<String> CHOSEN_BY = List.of("host", "port", "servers");

    /** @param clients whether the application's code asks for a client */
    static BrokerAddress neededBy(Set<ConfiguredChannel> channels, boolean clients, Config config) {
        if (isChosen(config, MqttX.CONNECTOR_PREFIX)) {
            return new BrokerAddress(Set.of());
        }
        Set<String> all = channels.stream().map(channel -> channel.property("")).collect(toCollection(LinkedHashSet::new));
        if (clients) {
            ConfigurationReader.clientNames(config).forEach(name -> all.add(MqttX.clientPrefix(name)));
            if (all.isEmpty()) {
                all.add(MqttX.CONNECTOR_PREFIX);
            }
        }
        Set<String> without = all.stream().filter(prefix -> !isChosen(config, prefix))
                .collect(toCollection(LinkedHashSet::new));
        return new BrokerAddress(!without.isEmpty() && without.size() == all.size() ? Set.of(MqttX.CONNECTOR_PREFIX) : without);
    }

    private static boolean isChosen(Config config, String prefix) {
        return CHOSEN_BY.stream().anyMatch(attribute -> Expressions.isSet(config.getConfigValue(prefix + attribute)));
    }

    boolean isNeeded() {
        return !prefixes.isEmpty();
    }

    Map<String, String> of(String host, int port) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String prefix : prefixes) {
            values.put(prefix + "host", host);
            values.put(prefix + "port", Integer.toString(port));
        }
        return values;
    }

    /** As {@link #of}, for a broker that is not started yet. */
    Map<String, Function<DevBroker, String>> ofStarted() {
        Map<String, Function<DevBroker, String>> values = new LinkedHashMap<>();
        for (String prefix : prefixes) {
            values.put(prefix + "host", DevBroker::host);
            values.put(prefix + "port", broker -> Integer.toString(broker.port()));
        }
        return values;
    }
}
