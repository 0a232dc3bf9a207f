package io.quarkiverse.mqttx.connector.incoming;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.quarkiverse.mqttx.session.InboundMessage;

/**
 * Messages that wait for demand, in the order in which they came. Two queues and a running number, so that the oldest QoS 0
 * message is found at once however many others wait before it.
 */
final class MessageQueue extends WaitingMessages {

    private final ArrayDeque<Waiting> acknowledged = new ArrayDeque<>();
    private final ArrayDeque<Waiting> unacknowledged = new ArrayDeque<>();
    private final LongSupplier nanoTime;
    private long arrivals;

    /** @param bound of QoS 0 messages */
    MessageQueue(int bound) {
        this(bound, () -> 0);
    }

    /** @param nanoTime when messages arrive, for {@link #since} */
    MessageQueue(int bound, LongSupplier nanoTime) {
        super(bound);
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
    boolean isEmpty() {
        return acknowledged.isEmpty() && unacknowledged.isEmpty();
    }

    @Override
    void append(InboundMessage message) {
        Waiting waiting = new Waiting(message, arrivals++, nanoTime.getAsLong());
        (message.packet().qos() > 0 ? acknowledged : unacknowledged).add(waiting);
    }

    @Override
    InboundMessage removeQos0() {
        return unacknowledged.poll().message;
    }

    /** The message that has waited longest, or {@code null}. */
    @Override
    InboundMessage removeNext() {
        Waiting waiting = oldest().poll();
        return waiting == null ? null : waiting.message;
    }

    private ArrayDeque<Waiting> oldest() {
        Waiting first = acknowledged.peek();
        Waiting second = unacknowledged.peek();
        return first != null && (second == null || first.arrival < second.arrival) ? acknowledged : unacknowledged;
    }

    @Override
    InboundMessage firstOwed() {
        Waiting waiting = acknowledged.peek();
        return waiting == null ? null : waiting.message;
    }

    @Override
    void removeAll(Consumer<InboundMessage> abandoned) {
        unacknowledged.clear();
        for (Waiting waiting = acknowledged.poll(); waiting != null; waiting = acknowledged.poll()) {
            abandoned.accept(waiting.message);
        }
    }
}
