package io.quarkiverse.mqttx.connector;

import java.util.function.Consumer;

import io.quarkiverse.mqttx.connector.config.IncomingSettings;
import io.quarkiverse.mqttx.session.InboundMessage;

/**
 * Decides which message of a channel is handed over next, and when: at once while there is demand, else in the order of
 * arrival. Used on the event loop.
 */
final class Intake {

    private final ChannelCopies copies;
    private final Redeliveries redeliveries;
    private final MessageQueue waiting;
    private final Overflow overflow;
    /** Messages handed over so far. */
    private long taken;

    Intake(IncomingSettings settings, EventLoop eventLoop, ChannelCopies copies, Redeliveries redeliveries) {
        this.copies = copies;
        this.redeliveries = redeliveries;
        this.waiting = new MessageQueue(settings.bufferSize(), settings.overflow());
        this.overflow = new Overflow(settings, waiting, eventLoop, () -> taken);
    }

    /** Who gets the message that has just come; {@code null} when it waits from now on. */
    ChannelCopy taker(InboundMessage message) {
        ChannelCopy taker = waiting.isEmpty() && !redeliveries.areFull() ? copies.taker() : null;
        if (taker != null) {
            taken++;
        } else {
            overflow.dropped(waiting.add(message));
            overflow.lookAfter();
        }
        return taker;
    }

    /** Who gets the message that is {@link #next()}; {@code null} when there is none, or nobody wants one. */
    ChannelCopy taker() {
        return waiting.isEmpty() || redeliveries.areFull() ? null : copies.taker();
    }

    /** The message that has waited longest. */
    InboundMessage next() {
        taken++;
        return waiting.poll();
    }

    /** Gives up all that waits; the QoS 1 and 2 messages are handed over, since the session waits for word about them. */
    void clear(Consumer<InboundMessage> abandoned) {
        waiting.clear(abandoned);
    }

    /** QoS 0 messages dropped because nobody took them in time. Any thread. */
    long dropped() {
        return overflow.total();
    }
}
