package io.quarkiverse.mqttx.connector.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.connector.config.source.MessagingProperties;
import io.vertx.core.Vertx;

/** Reads what channels want of their connections. Channels that say the same of it, as most do, are read once. */
final class ConnectionsReader {

    private final BeanLookup beans;
    private final Vertx vertx;
    /** By what the channel itself sets; what the connector sets is the same for all. */
    private final Map<Map<String, String>, ConnectionConfiguration> read = new HashMap<>();
    /** What makes up a connection, as far as it was read: names by their simple names. */
    private final Map<String, String> attributes = new LinkedHashMap<>();

    ConnectionsReader(BeanLookup beans, Vertx vertx) {
        this.beans = beans;
        this.vertx = vertx;
    }

    /** The names of all attributes that make up a connection; empty before the first was read. */
    Collection<String> attributes() {
        return attributes.values();
    }

    /** Called when the rest of the channel has been read. */
    ConnectionConfiguration read(ChannelAttributes config, int maxInflight, ConfigurationProblems problems) {
        Set<String> own = config.restOnChannel();
        ConnectionConfiguration same = read.get(key(config, own));
        if (same != null) {
            return same.of(config, maxInflight);
        }
        Set<String> before = Set.copyOf(config.asked());
        int found = problems.count();
        ConnectionConfiguration connection = new ConnectionReader(config, new AttributeReader(config, problems), beans, vertx)
                .read(maxInflight);
        for (String attribute : config.asked()) {
            if (!before.contains(attribute)) {
                attributes.put(MessagingProperties.simple(attribute), attribute);
            }
        }
        if (problems.count() == found) {
            // What is wrong or odd is said of each channel
            read.put(key(config, own), connection);
        }
        return connection;
    }

    /** @param own attributes by their simple names, or {@code null} when it may be any */
    private Map<String, String> key(ChannelAttributes config, Set<String> own) {
        Map<String, String> key = new HashMap<>();
        for (String simple : own == null ? attributes.keySet() : own) {
            String attribute = attributes.get(simple);
            // What was never asked for so far may be for a connection that is not like those before
            key.put(simple, attribute == null ? config.channel() : config.rawOnChannel(attribute));
        }
        return key;
    }
}
