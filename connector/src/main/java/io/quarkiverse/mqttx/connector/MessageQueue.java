package io.quarkiverse.mqttx.connector;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

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
final class MessageQueue implements WaitingMessages {

    private final ArrayDeque<Waiting> acknowledged = new ArrayDeque<>();
    private final ArrayDeque<Waiting> unacknowledged = new ArrayDeque<>();
    private final BurstBound bound;
    private final OverflowStrategy overflow;
    private final LongSupplier nanoTime;
    private long arrivals;

    /** @param bound of QoS 0 messages */
    MessageQueue(int bound, OverflowStrategy overflow) {
        this(bound, overflow, () -> 0);
    }

    /** @param nanoTime when messages arrive, for {@link #since} */
    MessageQueue(int bound, OverflowStrategy overflow, LongSupplier nanoTime) {
        this.bound = new BurstBound(bound);
        this.overflow = overflow;
        this.nanoTime = nanoTime;
    }

    private record Waiting(InboundMessage message, long arrival, long since) {
    }

    int size() {
        return acknowledged.size() + unacknowledged.size();
    }

    /** When the message has come that has waited longest. */
    long since() {
        return oldest().peek().since;
    }

    @Override
    public boolean isEmpty() {
        return acknowledged.isEmpty() && unacknowledged.isEmpty();
    }

    @Override
    public int add(InboundMessage message) {
        Waiting waiting = new Waiting(message, arrivals++, nanoTime.getAsLong());
        if (message.packet().qos() > 0) {
            acknowledged.add(waiting);
            return 0;
        }
        unacknowledged.add(waiting);
        bound.entered(message);
        int dropped = 0;
        for (; bound.isBurst(); dropped++) {
            dropOne();
        }
        return dropped;
    }

    @Override
    public boolean isOverfull() {
        return bound.isOverfull();
    }

    @Override
    public int trim() {
        int dropped = 0;
        for (; isOverfull(); dropped++) {
            dropOne();
        }
        return dropped;
    }

    private void dropOne() {
        Waiting victim = overflow == OverflowStrategy.DROP_OLDEST ? unacknowledged.pollFirst() : unacknowledged.pollLast();
        bound.left(victim.message);
    }

    /** The message that has waited longest, or {@code null}. */
    @Override
    public InboundMessage poll() {
        ArrayDeque<Waiting> oldest = oldest();
        Waiting waiting = oldest.poll();
        if (waiting == null) {
            return null;
        }
        if (oldest == unacknowledged) {
            bound.left(waiting.message);
        }
        return waiting.message;
    }

    private ArrayDeque<Waiting> oldest() {
        Waiting first = acknowledged.peek();
        Waiting second = unacknowledged.peek();
        return first != null && (second == null || first.arrival < second.arrival) ? acknowledged : unacknowledged;
    }

    @Override
    public void clear(Consumer<InboundMessage> abandoned) {
        unacknowledged.clear();
        bound.clear();
        for (Waiting waiting = acknowledged.poll(); waiting != null; waiting = acknowledged.poll()) {
            abandoned.accept(waiting.message);
        }
    }
}
