package io.quarkiverse.mqttx.connector;

import java.util.ArrayDeque;
import java.util.function.Consumer;

import io.quarkiverse.mqttx.connector.config.OverflowStrategy;
import io.quarkiverse.mqttx.session.InboundMessage;

/**
 * Messages that wait for demand, in the order in which they came. QoS 1 and 2 are bounded by the window of the session, because
 * the broker sends no more than that without an acknowledgement. QoS 0 has no such window, so it is bounded here.
 * <p>
 * Two queues and a running number, so that the oldest QoS 0 message is found at once however many others wait before it.
 */
final class MessageQueue {

    private final ArrayDeque<Waiting> acknowledged = new ArrayDeque<>();
    private final ArrayDeque<Waiting> unacknowledged = new ArrayDeque<>();
    private final int qos0Bound;
    private final OverflowStrategy overflow;
    private long arrivals;

    MessageQueue(int qos0Bound, OverflowStrategy overflow) {
        this.qos0Bound = qos0Bound;
        this.overflow = overflow;
    }

    private record Waiting(InboundMessage message, long arrival) {
    }

    boolean isEmpty() {
        return acknowledged.isEmpty() && unacknowledged.isEmpty();
    }

    /** False when a QoS 0 message had to be dropped: this one or an older one. */
    boolean add(InboundMessage message) {
        Waiting waiting = new Waiting(message, arrivals++);
        if (message.packet().qos() > 0) {
            acknowledged.add(waiting);
            return true;
        }
        if (unacknowledged.size() < qos0Bound) {
            unacknowledged.add(waiting);
            return true;
        }
        if (overflow == OverflowStrategy.DROP_OLDEST && qos0Bound > 0) {
            unacknowledged.poll();
            unacknowledged.add(waiting);
        }
        return false;
    }

    /** The message that has waited longest, or {@code null}. */
    InboundMessage poll() {
        Waiting first = acknowledged.peek();
        Waiting second = unacknowledged.peek();
        if (first != null && (second == null || first.arrival < second.arrival)) {
            return acknowledged.poll().message;
        }
        return second == null ? null : unacknowledged.poll().message;
    }

    /** Empties the queue; the QoS 1 and 2 messages are handed over, since the session waits for word about them. */
    void clear(Consumer<InboundMessage> abandoned) {
        unacknowledged.clear();
        for (Waiting waiting = acknowledged.poll(); waiting != null; waiting = acknowledged.poll()) {
            abandoned.accept(waiting.message);
        }
    }
}
