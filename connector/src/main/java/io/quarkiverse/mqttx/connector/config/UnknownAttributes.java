package io.quarkiverse.mqttx.connector.config;

import java.util.TreeSet;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.smallrye.reactive.messaging.providers.impl.ConcurrencyConnectorConfig;

/** Attributes that nothing reads: misspelt, or set in the wrong place. */
final class UnknownAttributes {

    private UnknownAttributes() {
    }

    static void find(ChannelConfig config, boolean incoming, Findings findings) {
        TreeSet<String> names = new TreeSet<>();
        config.getPropertyNames().forEach(names::add);
        for (String name : names) {
            boolean elsewhere = Attributes.isKnown(name, !incoming);
            boolean onChannel = config.isSetOnChannel(name);
            // What is set for the whole connector may well concern the other direction only
            if (Attributes.isKnown(name, incoming) || elsewhere && !onChannel) {
                continue;
            }
            String where = onChannel ? "channel '" + config.channel() : "connector '" + MqttConnector.NAME;
            if (elsewhere) {
                findings.warning(where + "', attribute '" + name + "': has no effect, because it belongs to "
                        + (incoming ? "outgoing" : "incoming") + " channels");
            } else {
                String nearest = Attributes.nearest(name, incoming);
                findings.warning(where + "', attribute '" + name + "': is not known and has no effect"
                        + (nearest == null ? "" : "; did you mean " + nearest + "?"));
            }
        }
    }

    /** Attributes of a single copy of a channel: for the broker all copies are one, and what they share cannot differ. */
    static void findOnCopies(String channel, Config root, Findings findings) {
        String prefix = ConnectorFactory.INCOMING_PREFIX + channel + ConcurrencyConnectorConfig.CONCURRENCY_CONFIG_SEPARATOR;
        for (String key : root.getPropertyNames()) {
            int dot = key.indexOf('.', prefix.length());
            if (key.startsWith(prefix) && dot > 0 && !Attributes.isOfFramework(key.substring(dot + 1))) {
                findings.warning("channel '" + key.substring(ConnectorFactory.INCOMING_PREFIX.length(), dot)
                        + "', attribute '" + key.substring(dot + 1) + "': has no effect, because the copies of a channel share"
                        + " its subscription; set it on channel '" + channel + "'");
            }
        }
    }
}
