package io.quarkiverse.mqttx.runtime;

import io.smallrye.config.NameIterator;

/**
 * An attribute of a channel as a configuration property names it: {@code mp.messaging.incoming.<channel>.<attribute>}, or
 * {@code quarkus.messaging} in place of {@code mp.messaging}.
 *
 * @param attribute may hold dots, as in {@code ssl.truststore.location}
 */
public record ChannelKey(boolean incoming, String channel, String attribute) {

    private static final String[] PREFIXES = { "mp.messaging.", "quarkus.messaging." };

    /** Reads a property's name; {@code null} when it is none of a channel. */
    public static ChannelKey parse(String property) {
        for (String prefix : PREFIXES) {
            if (property.startsWith(prefix + "incoming.")) {
                return parse(true, property, prefix.length() + "incoming.".length());
            }
            if (property.startsWith(prefix + "outgoing.")) {
                return parse(false, property, prefix.length() + "outgoing.".length());
            }
        }
        return null;
    }

    private static ChannelKey parse(boolean incoming, String property, int start) {
        NameIterator name = new NameIterator(property, start - 1);
        if (!name.hasNext()) {
            return null;
        }
        // A channel with a dot in its name is quoted
        String channel = name.getNextSegment();
        name.next();
        if (channel.isEmpty() || !name.hasNext()) {
            return null;
        }
        return new ChannelKey(incoming, channel, property.substring(name.getPosition() + 1));
    }

    /** The property under {@code mp.messaging}. */
    public String property() {
        return property(incoming, channel, attribute);
    }

    /** The property that sets an attribute of a channel. */
    public static String property(boolean incoming, String channel, String attribute) {
        return "mp.messaging." + (incoming ? "incoming." : "outgoing.")
                + (channel.indexOf('.') >= 0 ? '"' + channel + '"' : channel) + "." + attribute;
    }
}
