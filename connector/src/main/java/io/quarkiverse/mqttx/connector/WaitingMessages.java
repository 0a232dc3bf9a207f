package io.quarkiverse.mqttx.connector;

import java.util.function.Consumer;

import io.quarkiverse.mqttx.session.InboundMessage;

/** Messages of a channel that were not handed over yet. Used on the event loop. */
interface WaitingMessages {

    /** Whether there is none that may be handed over. */
    boolean isEmpty();

    /** Returns how many QoS 0 messages had to be dropped at once, because a burst goes beyond all bounds. */
    int add(InboundMessage message);

    /** Whether more QoS 0 messages wait than the bound allows. */
    boolean isOverfull();

    /** Drops QoS 0 messages down to the bound; returns how many. */
    int trim();

    /** The message to hand over next, or {@code null}. */
    InboundMessage poll();

    /** The application is through with a message that was handed over. */
    default void settled(InboundMessage message) {
    }

    /** Empties the queue; the QoS 1 and 2 messages are handed over, since the session waits for word about them. */
    void clear(Consumer<InboundMessage> abandoned);
}
