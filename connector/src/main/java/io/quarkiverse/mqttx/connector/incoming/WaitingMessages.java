package io.quarkiverse.mqttx.connector.incoming;

import java.util.function.Consumer;

import io.quarkiverse.mqttx.session.InboundMessage;

/**
 * Messages of a channel that were not handed over yet. QoS 1 and 2 are bounded by the window of the session, because the broker
 * sends no more than that without an acknowledgement. QoS 0 has no such window, so it is bounded here.
 * <p>
 * One read from the socket may bring more messages than the bound, before the subscriber had a chance to take the first. So
 * {@link #add} lets them in, within limits, and {@link #trim} drops what is too much once it has turned out that the subscriber
 * does not keep up. Used on the event loop.
 */
abstract class WaitingMessages {

    private final BurstBound bound;

    /** @param bufferSize QoS 0 messages that may wait */
    WaitingMessages(int bufferSize) {
        this.bound = new BurstBound(bufferSize);
    }

    /** Whether there is none that may be handed over. */
    abstract boolean isEmpty();

    /** Returns how many QoS 0 messages had to be dropped at once, because a burst goes beyond all bounds. */
    final int add(InboundMessage message) {
        append(message);
        if (message.packet().qos() > 0) {
            return 0;
        }
        bound.entered(message);
        int dropped = 0;
        for (; bound.isBurst(); dropped++) {
            dropOne();
        }
        return dropped;
    }

    /** Whether more QoS 0 messages wait than the bound allows. */
    final boolean isOverfull() {
        return bound.isOverfull();
    }

    /** Drops QoS 0 messages down to the bound; returns how many. */
    final int trim() {
        int dropped = 0;
        for (; isOverfull(); dropped++) {
            dropOne();
        }
        return dropped;
    }

    private void dropOne() {
        bound.left(removeQos0());
    }

    /** The message to hand over next, or {@code null}. */
    final InboundMessage poll() {
        InboundMessage message = removeNext();
        if (message != null && message.packet().qos() == 0) {
            bound.left(message);
        }
        return message;
    }

    /** The application is through with a message that was handed over. */
    void settled(InboundMessage message) {
    }

    /** Empties the queue; the QoS 1 and 2 messages are handed over, since the session waits for word about them. */
    final void clear(Consumer<InboundMessage> abandoned) {
        bound.clear();
        removeAll(abandoned);
    }

    /** Behind all others. */
    abstract void append(InboundMessage message);

    /** As {@link #poll}. */
    abstract InboundMessage removeNext();

    /** Takes out the QoS 0 message that has come first, or last. */
    abstract InboundMessage removeQos0();

    /** The QoS 1 or 2 message that would be handed over first, or {@code null}. */
    abstract InboundMessage firstOwed();

    /** As {@link #clear}. */
    abstract void removeAll(Consumer<InboundMessage> abandoned);
}
