package io.quarkiverse.mqttx.connector.incoming;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.support.LogThrottle;
import io.quarkiverse.mqttx.thread.OnEventLoop;

/**
 * Messages that their subscribers are to get once more: first they wait for their time, then for the subscriber to want one.
 * They
 * go ahead of what it did not get yet. Touched on the event loop of the channel.
 */
@OnEventLoop
final class Redeliveries {

    private static final Logger log = Logger.getLogger(IncomingChannel.class);

    private final IncomingChannel channel;
    private final int bound;
    private final LogThrottle full = new LogThrottle(System::nanoTime);
    /** Their time has not come. */
    private final Set<ReceivedMessage> early = new LinkedHashSet<>();
    private final ArrayDeque<ReceivedMessage> due = new ArrayDeque<>();
    /** Of both. */
    private int size;

    Redeliveries(IncomingChannel channel, IncomingSettings settings) {
        this.channel = channel;
        this.bound = settings.failure().retry().maxWaiting();
    }

    /** Whether so many wait that the channel hands out nothing new. */
    boolean areFull() {
        return size >= bound;
    }

    /** The message is in the hands of the application no longer. */
    void add(ReceivedMessage message, Duration delay) {
        if (!channel.settle(message)) {
            return;
        }
        if (channel.isOver()) {
            channel.leaveUnacked(message);
            return;
        }
        size++;
        early.add(message);
        if (size == bound && full.count(1)) {
            log.warnf("Channel '%s': %d messages wait for another attempt, which is the limit, so no new one is delivered"
                    + " before one of them is through. So far this has happened %d times", channel.name(), size, full.total());
        }
        channel.eventLoop().after(delay, () -> {
            if (early.remove(message)) {
                due.add(message);
                channel.drain();
            }
        });
    }

    /** Hands over those whose time has come, as far as their subscribers want them. */
    void drain() {
        for (Iterator<ReceivedMessage> messages = due.iterator(); messages.hasNext();) {
            ReceivedMessage message = messages.next();
            if (message.subscriber.isClosed()) {
                messages.remove();
                size--;
                channel.leaveUnacked(message);
            } else if (message.subscriber.hasDemand()) {
                messages.remove();
                size--;
                channel.handOver(message.again(message.subscriber.messageContext()));
                // what was called may have changed the queue
                messages = due.iterator();
            }
        }
    }

    /** None will be delivered any more: the broker keeps them, as far as it still has them. */
    void clear() {
        if (size > 0) {
            log.warnf(
                    "Channel '%s': %d messages waited for another attempt when the channel ended; those that the broker has no"
                            + " acknowledgement for stay with it, the others are lost",
                    channel.name(), size);
        }
        early.forEach(channel::leaveUnacked);
        due.forEach(channel::leaveUnacked);
        early.clear();
        due.clear();
        size = 0;
    }
}
