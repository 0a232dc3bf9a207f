package io.quarkiverse.mqttx.connector.incoming;

import java.util.List;
import java.util.function.Consumer;

import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.Processing;
import io.quarkiverse.mqttx.connector.message.MessageOrigin;
import io.quarkiverse.mqttx.connector.support.EventLoop;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.thread.OnEventLoop;

/**
 * Decides which messages of a channel are handed over next, and when: at once while there is demand, else in the order of
 * arrival; with {@code batch} when there are enough of them or the first has waited long enough, with {@code concurrency-key}
 * one of each key at a time. Used on the event loop.
 */
@OnEventLoop
final class DeliveryQueue {

    private final ChannelPublishers publishers;
    private final Redeliveries redeliveries;
    private final WaitingMessages waiting;
    private final Overflow overflow;
    /** Messages pass by the queue while somebody wants them. */
    private final boolean direct;
    /** The queue once more where it is one for batches, and what makes them; else {@code null}. */
    private final MessageQueue batched;
    private final BatchWindow batches;
    private final boolean keyed;
    /** Messages handed over so far. */
    private long taken;

    /** @param onDue to ask for what is to be handed over, since the time of a batch has come */
    DeliveryQueue(IncomingSettings settings, EventLoop eventLoop, MessageOrigin origin, ChannelPublishers publishers,
            Redeliveries redeliveries, Runnable onDue) {
        Processing processing = settings.processing();
        this.publishers = publishers;
        this.redeliveries = redeliveries;
        this.keyed = processing.key() != null;
        this.direct = !keyed && !processing.batch();
        this.batches = processing.batch() ? new BatchWindow(processing.batchSize(), processing.batchWindow(), System::nanoTime,
                eventLoop, onDue) : null;
        // What a batch gathers does not wait because the application is slow
        this.batched = processing.batch() ? new MessageQueue(settings.bufferSize() + processing.batchSize(), System::nanoTime)
                : null;
        this.waiting = batched != null ? batched
                : keyed ? new KeyedQueue(MessageKey.of(processing.key(), origin.topics()), processing.maxConcurrency(),
                        settings.bufferSize())
                        : new MessageQueue(settings.bufferSize());
        this.overflow = new Overflow(settings, waiting, eventLoop, () -> taken, publishers::haveSubscribers);
    }

    /** Who gets the message that has just come; {@code null} when it waits from now on. */
    ChannelPublisher taker(InboundMessage message) {
        ChannelPublisher taker = direct && waiting.isEmpty() && !redeliveries.areFull() ? publishers.taker() : null;
        if (taker != null) {
            taken++;
        } else {
            overflow.dropped(waiting.add(message));
            overflow.lookAfter();
        }
        return taker;
    }

    /** Whether a message that waits may have to be handed over although nobody has asked for more. */
    boolean holdsBack() {
        return !direct;
    }

    /** Who gets what is {@link #next()}; {@code null} when there is nothing, or nobody wants it. */
    ChannelPublisher taker() {
        boolean none = batches == null ? waiting.isEmpty() : !batches.isDue(batched);
        return none || redeliveries.areFull() ? null : publishers.taker();
    }

    /** The message whose turn it is. */
    InboundMessage next() {
        taken++;
        return waiting.poll();
    }

    boolean makesBatches() {
        return batches != null;
    }

    /** The messages whose turn it is. */
    List<InboundMessage> nextBatch() {
        List<InboundMessage> batch = batches.next(batched);
        taken += batch.size();
        return batch;
    }

    /** Whether it wants to know of each message that the application is through with. */
    boolean isKeyed() {
        return keyed;
    }

    /** Messages handed over so far. */
    long taken() {
        return taken;
    }

    /** Whether somebody has subscribed. */
    boolean hasSubscribers() {
        return publishers.haveSubscribers();
    }

    /**
     * The message that waits for demand and of which the broker awaits an answer; {@code null} when there is none, or a pause.
     */
    InboundMessage firstWaiting() {
        return publishers.arePaused() ? null : waiting.firstOwed();
    }

    /** The application is through with the message. */
    void settled(InboundMessage message) {
        waiting.settled(message);
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
