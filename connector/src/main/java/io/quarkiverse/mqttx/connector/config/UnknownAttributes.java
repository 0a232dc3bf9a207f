package io.quarkiverse.mqttx.connector.config;

import java.util.TreeSet;

/** Attributes that nothing reads: most likely misspelt. */
final class UnknownAttributes {

    private UnknownAttributes() {
    }

    static void find(ChannelConfig config, boolean incoming, Findings findings) {
        TreeSet<String> names = new TreeSet<>();
        config.getPropertyNames().forEach(names::add);
        for (String name : names) {
            boolean elsewhere = Attributes.isKnown(name, !incoming);
            // What is set for the whole connector may well concern the other direction only
            if (Attributes.isKnown(name, incoming) || elsewhere && !config.isSetOnChannel(name)) {
                continue;
            }
            if (elsewhere) {
                findings.warning(config.channel(), name, "has no effect, because it belongs to "
                        + (incoming ? "outgoing" : "incoming") + " channels");
            } else {
                String nearest = Attributes.nearest(name, incoming);
                findings.warning(config.channel(), name,
                        "is not known and has no effect" + (nearest == null ? "" : "; did you mean " + nearest + "?"));
            }
        }
    }
}
