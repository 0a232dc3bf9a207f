package io.quarkiverse.mqttx.connector.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.vertx.core.Vertx;

/** Reads what channels want of their connections. Channels that say the same of it, as most do, are read once. */
final class ConnectionsReader {

    private static final List<String> ATTRIBUTES = Attributes.ofConnections();

    private final BeanLookup beans;
    private final Vertx vertx;
    /** By what the channel itself sets; what the connector sets is the same for all. */
    private final Map<Map<String, String>, ConnectionConfiguration> read = new HashMap<>();

    ConnectionsReader(BeanLookup beans, Vertx vertx) {
        this.beans = beans;
        this.vertx = vertx;
    }

    ConnectionConfiguration read(ChannelAttributes config, int maxInflight, ConfigurationProblems problems) {
        Map<String, String> key = config.onChannel(ATTRIBUTES);
        ConnectionConfiguration same = read.get(key);
        if (same != null) {
            return same.of(config, maxInflight);
        }
        int found = problems.count();
        ConnectionConfiguration connection = new ConnectionReader(config, new AttributeReader(config, problems), beans, vertx)
                .read(maxInflight);
        if (problems.count() == found) {
            // What is wrong or odd is said of each channel
            read.put(key, connection);
        }
        return connection;
    }
}
