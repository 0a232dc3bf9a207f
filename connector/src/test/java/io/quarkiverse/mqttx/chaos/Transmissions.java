package io.quarkiverse.mqttx.chaos;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What one side of a session has published, over all its connections. A PUBLISH is a retransmission when it comes under the
 * packet identifier that the message has had, before PUBREL; otherwise the sender has begun anew, which it may do only once for
 * each message [MQTT-4.3.3-2, MQTT-4.4.0-1].
 */
final class Transmissions {

    private record Exchange(NumberedPayload message, boolean released) {
    }

    private final Map<Integer, Exchange> exchanges = new HashMap<>();
    private final Map<Flow, Counts> begun = new EnumMap<>(Flow.class);
    private final Map<Flow, Counts> all = new EnumMap<>(Flow.class);
    private final Map<Flow, Counts> answered = new EnumMap<>(Flow.class);

    Transmissions() {
        for (Flow flow : Flow.values()) {
            begun.put(flow, new Counts());
            all.put(flow, new Counts());
            answered.put(flow, new Counts());
        }
    }

    /** The session has ended at the broker. */
    void forgotten() {
        exchanges.clear();
    }

    /** @return how often the sender has begun with this message */
    int published(int packetId, NumberedPayload message) {
        all.get(message.flow()).add(message.number());
        Exchange known = exchanges.get(packetId);
        if (packetId != 0 && known != null && !known.released && known.message.equals(message)) {
            return begun(message.flow(), message.number());
        }
        if (packetId != 0) {
            exchanges.put(packetId, new Exchange(message, false));
        }
        return begun.get(message.flow()).add(message.number());
    }

    /** Which other message has this identifier, for people; empty when none has. */
    String exchange(int packetId, NumberedPayload other) {
        Exchange known = exchanges.get(packetId);
        return known == null || known.released || known.message.equals(other) ? ""
                : " instead of " + known.message + (wasAnswered(known.message.flow(), known.message.number())
                        ? ", answered"
                        : "");
    }

    void released(int packetId) {
        exchanges.computeIfPresent(packetId, (id, exchange) -> new Exchange(exchange.message, true));
    }

    /**
     * PUBACK or PUBREC.
     *
     * @return the message that it answers, or {@code null}
     */
    NumberedPayload answered(int packetId) {
        Exchange exchange = exchanges.get(packetId);
        if (exchange == null) {
            return null;
        }
        answered.get(exchange.message.flow()).add(exchange.message.number());
        return exchange.message;
    }

    int begun(Flow flow, int number) {
        return begun.get(flow).of(number);
    }

    /** With retransmissions. */
    int all(Flow flow, int number) {
        return all.get(flow).of(number);
    }

    boolean wasAnswered(Flow flow, int number) {
        return answered.get(flow).of(number) > 0;
    }
}
