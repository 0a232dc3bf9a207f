package io.quarkiverse.mqttx.connector.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * The state of a session that a store holds: all changes of its log, applied. The messages are those of the session,
 * not copies of them. Applying a change twice changes nothing more.
 */
final class Contents {

    /** What stands for a message that is released, of which only the packet identifier counts. */
    private static final Publish RELEASED = Publish.of("", new byte[0], 2, false);
    /** The bytes of a message in the file beside its texts and arrays, nearly. */
    private static final int OVERHEAD = 128;

    private final Map<Long, StoredMessage> outgoing = new TreeMap<>();
    private final Map<Integer, Publish> received = new TreeMap<>();
    private final Map<String, Integer> subscriptions = new LinkedHashMap<>();
    private long bytes;

    void apply(SessionChange change, long millis) {
        if (change instanceof SessionChange.Accepted accepted) {
            put(accepted.sequence(), new StoredMessage(accepted.sender(), millis, accepted.message(), 0, 0));
        } else if (change instanceof SessionChange.Identified identified) {
            outgoing.computeIfPresent(identified.sequence(),
                    (sequence, message) -> message.identified(identified.packetId(), identified.order()));
        } else if (change instanceof SessionChange.Released released) {
            StoredMessage message = outgoing.get(released.sequence());
            if (message != null) {
                put(released.sequence(), message.released(released.order()));
            }
        } else if (change instanceof SessionChange.Settled settled) {
            bytes -= size(outgoing.remove(settled.sequence()));
        } else if (change instanceof SessionChange.Received message) {
            Publish known = known(message.message());
            bytes += size(known) - size(received.put(known.packetId(), known));
        } else if (change instanceof SessionChange.Completed completed) {
            bytes -= size(received.remove(completed.packetId()));
        } else if (change instanceof SessionChange.Subscribed subscribed) {
            subscriptions.put(subscribed.filter(), subscribed.identifier());
        } else if (change instanceof SessionChange.Unsubscribed unsubscribed) {
            subscriptions.remove(unsubscribed.filter());
        }
    }

    /** What tells a repetition of a received message from another one; its properties may be too many to be read. */
    static Publish known(Publish message) {
        return message.with(Properties.EMPTY);
    }

    private void put(long sequence, StoredMessage message) {
        bytes += size(message) - size(outgoing.put(sequence, message));
    }

    private static long size(StoredMessage message) {
        return message == null ? 0 : OVERHEAD + size(message.packet());
    }

    private static long size(Publish packet) {
        return packet == null ? 0 : OVERHEAD + ChangeFormat.size(packet);
    }

    /** About how much room a log takes that leads here straight away. */
    long bytes() {
        return bytes;
    }

    /** Writes the shortest log that leads here. */
    void writeTo(Frames frames) throws IOException {
        for (Map.Entry<Long, StoredMessage> entry : outgoing.entrySet()) {
            long sequence = entry.getKey();
            StoredMessage message = entry.getValue();
            frames.add(new SessionChange.Accepted(sequence, message.sender(),
                    message.packet() == null ? RELEASED : message.packet()), message.acceptedMillis());
            if (message.packetId() != 0) {
                frames.add(new SessionChange.Identified(sequence, message.packetId(), message.order()), 0);
            }
            if (message.packet() == null) {
                frames.add(new SessionChange.Released(sequence, message.order()), 0);
            }
        }
        for (Publish message : received.values()) {
            frames.add(new SessionChange.Received(message), 0);
        }
        for (Map.Entry<String, Integer> entry : subscriptions.entrySet()) {
            frames.add(new SessionChange.Subscribed(entry.getKey(), entry.getValue()), 0);
        }
    }

    SessionState at(long nowMillis) {
        List<SessionState.Outgoing> messages = new ArrayList<>();
        List<SessionState.Outgoing> waiting = new ArrayList<>();
        outgoing.forEach((sequence, message) -> (message.packetId() == 0 ? waiting : messages).add(new SessionState.Outgoing(
                sequence, message.sender(), message.packetAt(nowMillis), message.packetId(), message.order())));
        messages.sort(Comparator.comparingLong(SessionState.Outgoing::order));
        messages.addAll(waiting);
        return new SessionState(messages, List.copyOf(received.values()), subscriptions);
    }
}
