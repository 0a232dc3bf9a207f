package io.quarkiverse.mqttx.connector;

import java.util.ArrayDeque;
import java.util.function.Consumer;

import io.quarkiverse.mqttx.connector.config.OverflowStrategy;
import io.quarkiverse.mqttx.session.InboundMessage;

/**
 * Messages that wait for demand, in the order in which they came. QoS 1 and 2 are bounded by the window of the session, because
 * the broker sends no more than that without an acknowledgement. QoS 0 has no such window, so it is bounded here.
 * <p>
 * One read from the socket may bring more messages than the bound, before the consumer had a chance to take the first. So
 * {@link #add} lets them in, within limits, and {@link #trim} drops what is too much once it has turned out that the consumer
 * does not keep up.
 * <p>
 * Two queues and a running number, so that the oldest QoS 0 message is found at once however many others wait before it.
 */
final class MessageQueue {

    /** QoS 0 messages, and bytes of their payloads, that a burst may bring beyond the bound. */
    static final int BURST_MESSAGES = 65_536;
    static final int BURST_BYTES = 16 * 1024 * 1024;

    private final ArrayDeque<Waiting> acknowledged = new ArrayDeque<>();
    private final ArrayDeque<Waiting> unacknowledged = new ArrayDeque<>();
    private final int bound;
    private final OverflowStrategy overflow;
    private long unacknowledgedBytes;
    private long arrivals;

    /** @param bound of QoS 0 messages */
    MessageQueue(int bound, OverflowStrategy overflow) {
        this.bound = bound;
        this.overflow = overflow;
    }

    private record Waiting(InboundMessage message, long arrival) {
        int bytes() {
            return message.packet().payload().length;
        }
    }

    boolean isEmpty() {
        return acknowledged.isEmpty() && unacknowledged.isEmpty();
    }

    /** Returns how many QoS 0 messages had to be dropped at once, because a burst goes beyond all bounds. */
    int add(InboundMessage message) {
        Waiting waiting = new Waiting(message, arrivals++);
        if (message.packet().qos() > 0) {
            acknowledged.add(waiting);
            return 0;
        }
        unacknowledged.add(waiting);
        unacknowledgedBytes += waiting.bytes();
        int dropped = 0;
        while (isOverfull() && (unacknowledgedBytes > BURST_BYTES || unacknowledged.size() - BURST_MESSAGES > bound)) {
            dropOne();
            dropped++;
        }
        return dropped;
    }

    /** Whether more QoS 0 messages wait than the bound allows. */
    boolean isOverfull() {
        return unacknowledged.size() > bound;
    }

    /** Drops QoS 0 messages down to the bound; returns how many. */
    int trim() {
        int dropped = 0;
        for (; isOverfull(); dropped++) {
            dropOne();
        }
        return dropped;
    }

    private void dropOne() {
        Waiting victim = overflow == OverflowStrategy.DROP_OLDEST ? unacknowledged.pollFirst() : unacknowledged.pollLast();
        unacknowledgedBytes -= victim.bytes();
    }

    /** The message that has waited longest, or {@code null}. */
    InboundMessage poll() {
        Waiting first = acknowledged.peek();
        Waiting second = unacknowledged.peek();
        if (first != null && (second == null || first.arrival < second.arrival)) {
            return acknowledged.poll().message;
        }
        if (second == null) {
            return null;
        }
        unacknowledgedBytes -= second.bytes();
        return unacknowledged.poll().message;
    }

    /** Empties the queue; the QoS 1 and 2 messages are handed over, since the session waits for word about them. */
    void clear(Consumer<InboundMessage> abandoned) {
        unacknowledged.clear();
        unacknowledgedBytes = 0;
        for (Waiting waiting = acknowledged.poll(); waiting != null; waiting = acknowledged.poll()) {
            abandoned.accept(waiting.message);
        }
    }
}
