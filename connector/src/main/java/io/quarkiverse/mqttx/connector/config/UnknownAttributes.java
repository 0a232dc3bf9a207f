package io.quarkiverse.mqttx.connector.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.connector.config.source.CommaList;
import io.quarkiverse.mqttx.connector.config.source.FrameworkAttributes;
import io.quarkiverse.mqttx.connector.config.source.KnownNames;
import io.quarkiverse.mqttx.connector.config.source.MessagingProperties;
import io.quarkiverse.mqttx.connector.config.source.SetAttributes;
import io.smallrye.reactive.messaging.providers.impl.ConcurrencyConnectorConfig;

/** Attributes that nothing reads: misspelt, or set in the wrong place. */
record UnknownAttributes(ConfigurationProblems problems) {

    /** Of clients without a channel: they need no connector, but may name it, as channels do. */
    private static final List<String> OF_CLIENTS = List.of("connector", "type", "enabled");

    /** Called when the channel has been read, so that all that a client has has been asked for. */
    void find(ChannelAttributes config) {
        boolean incoming = config.isIncoming();
        Set<String> ofClient = !config.isClient() ? Set.of()
                : Stream.concat(config.asked().stream(), OF_CLIENTS.stream())
                        .map(MessagingProperties::asVariable).collect(Collectors.toSet());
        Set<String> reported = new HashSet<>();
        for (String name : config.getPropertyNames()) {
            String attribute = withoutIndex(name, incoming);
            boolean known = config.isClient() ? ofClient.contains(MessagingProperties.asVariable(attribute))
                    : KnownNames.isKnown(attribute, incoming);
            if (!known && reported.add(MessagingProperties.asVariable(name))) {
                report(name, config);
            }
        }
    }

    private void report(String name, ChannelAttributes config) {
        if (config.isClient()) {
            reportOfClient(name, config);
            return;
        }
        boolean incoming = config.isIncoming();
        boolean elsewhere = KnownNames.isKnown(withoutIndex(name, !incoming), !incoming);
        boolean onChannel = config.isSetOnChannel(name);
        // What is set for the whole connector may well concern the other direction only
        if (elsewhere && !onChannel) {
            return;
        }
        String where = onChannel ? "channel '" + config.channel() : "connector '" + Attributes.CONNECTOR;
        if (elsewhere) {
            problems.warning(where + "', attribute '" + name + "': has no effect, because it belongs to "
                    + (incoming ? "outgoing" : "incoming") + " channels");
        } else {
            String nearest = KnownNames.nearest(name, incoming);
            problems.warning(where + "', attribute '" + name + "': is not known and has no effect"
                    + (nearest == null ? "" : "; did you mean " + nearest + "?"));
        }
    }

    /** Of an element of a list, the list. */
    private static String withoutIndex(String name, boolean incoming) {
        String list = CommaList.withoutIndex(name);
        return CommaList.is(list, incoming) ? list : name;
    }

    private void reportOfClient(String name, ChannelAttributes config) {
        if (!config.isSetOnChannel(name)) {
            return; // on the connector, for the channels
        }
        String nearest = KnownNames.nearest(name, true);
        boolean ofChannels = KnownNames.isKnown(name, true) || KnownNames.isKnown(name, false);
        problems.warning("client '" + config.channel() + "', attribute '" + name + (ofChannels
                ? "': has no effect, because it belongs to channels"
                : "': is not known and has no effect" + (nearest == null ? "" : "; did you mean " + nearest + "?")));
    }

    /**
     * Attributes of a single copy of a channel. The connector of SmallRye makes a subscription of each copy; here all have
     * one in common, so that each message is processed once.
     */
    void findOnCopies(String channel, MessagingProperties root) {
        String quote = channel.indexOf('.') < 0 ? "" : "\"";
        String start = channel + ConcurrencyConnectorConfig.CONCURRENCY_CONFIG_SEPARATOR;
        String prefix = ConnectorFactory.INCOMING_PREFIX + quote + start;
        for (String key : root.getPropertyNames()) {
            int dot = key.startsWith(prefix) ? key.indexOf(quote + ".", prefix.length()) : -1;
            String attribute = dot < 0 ? null : key.substring(dot + quote.length() + 1);
            // Without concurrency a channel with such a name is one of its own
            if (attribute != null && !FrameworkAttributes.INCOMING.contains(attribute)
                    && ConcurrencyConnectorConfig.getConcurrency(channel, root).isPresent()) {
                problems.problem(start + key.substring(prefix.length(), dot), attribute,
                        shown(attribute, root.getConfigValue(key).getRawValue()),
                        "the copies of a channel share its subscription and its connection, so that one of them cannot differ;"
                                + " set it on channel '" + channel + "', or give the method one more channel with @Incoming");
            }
        }
    }

    /** A URI may hold a password. */
    private static String shown(String attribute, String value) {
        return Attributes.isSecret(attribute) || value.indexOf('@') >= 0 ? SetAttributes.SECRET : value;
    }
}
