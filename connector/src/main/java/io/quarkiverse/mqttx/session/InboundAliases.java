package io.quarkiverse.mqttx.session;

import java.util.Arrays;

import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.packet.Publish;

/** The topics for which the broker uses aliases on this connection (MQTT-5.0 §3.3.2.3.4). */
final class InboundAliases {

    private static final int SMALLEST = 16;
    /** 65,535 topics of the usual length, but not of the greatest. */
    static final int MAX_KEPT = 8_000_000;

    private final ConnectionState state;
    private final int maximum;
    /** By alias; grows with their number. */
    private String[] topics = {};
    /** The characters of them all. */
    private int kept;

    /** @param maximum how many we have allowed */
    InboundAliases(ConnectionState state, int maximum) {
        this.state = state;
        this.maximum = maximum;
    }

    /** The message with its topic; {@code null} when the broker has used an alias that it must not use. */
    Publish resolve(Publish packet, long now) {
        int alias = packet.topicAlias();
        if (alias == 0) {
            return packet;
        }
        if (alias > maximum) {
            state.fail(ReasonCode.TOPIC_ALIAS_INVALID, "the broker has used topic alias " + alias + ", and we allow "
                    + (maximum == 0 ? "none" : "up to " + maximum) + " (topic-alias-maximum)", now);
            return null;
        }
        if (!packet.topic().isEmpty()) {
            if (alias >= topics.length) {
                topics = Arrays.copyOf(topics, Math.min(maximum + 1, Math.max(SMALLEST, 2 * alias)));
            }
            return known(alias, packet, now);
        }
        if (alias >= topics.length || topics[alias] == null) {
            state.fail(ReasonCode.PROTOCOL_ERROR, "the broker has sent a message with topic alias " + alias
                    + ", and has not said on this connection which topic that is", now);
            return null;
        }
        return packet.on(topics[alias]);
    }

    private Publish known(int alias, Publish packet, long now) {
        kept += packet.topic().length() - (topics[alias] == null ? 0 : topics[alias].length());
        topics[alias] = packet.topic();
        if (kept > MAX_KEPT) {
            state.fail(ReasonCode.QUOTA_EXCEEDED,
                    "the topics for which the broker uses topic aliases have more than " + MAX_KEPT
                            + " characters together; lower topic-alias-maximum, which is " + maximum,
                    now);
            return null;
        }
        return packet;
    }

    void connectionLost() {
        kept = 0;
        Arrays.fill(topics, null);
    }
}
