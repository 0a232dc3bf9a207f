package io.quarkiverse.mqttx.connector.incoming;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.support.EventLoop;
import io.quarkiverse.mqttx.connector.support.LogThrottle;

/** Drops the QoS 0 messages that a channel's subscribers do not take in time. Used on the event loop. */
final class Overflow {

    private static final Logger log = Logger.getLogger(IncomingChannel.class);

    private final IncomingSettings settings;
    private final WaitingMessages waiting;
    private final EventLoop eventLoop;
    private final LongSupplier taken;
    private final BooleanSupplier subscribers;
    private final LogThrottle dropped = new LogThrottle(System::nanoTime);
    private long takenAtLastLook;
    private boolean looking;

    /**
     * @param taken how many messages the subscribers have taken so far
     * @param subscribers whether there are any
     */
    Overflow(IncomingSettings settings, WaitingMessages waiting, EventLoop eventLoop, LongSupplier taken,
            BooleanSupplier subscribers) {
        this.settings = settings;
        this.waiting = waiting;
        this.eventLoop = eventLoop;
        this.taken = taken;
        this.subscribers = subscribers;
    }

    /** Gives a subscriber on this event loop the chance to ask for more before something is dropped. */
    void lookAfter() {
        if (waiting.isOverfull() && !looking) {
            looking = true;
            takenAtLastLook = taken.getAsLong();
            eventLoop.later(() -> {
                looking = false;
                if (taken.getAsLong() == takenAtLastLook) {
                    dropped(waiting.trim());
                } else {
                    lookAfter();
                }
            });
        }
    }

    void dropped(int messages) {
        if (messages > 0 && dropped.count(messages)) {
            boolean slow = subscribers.getAsBoolean();
            log.warnf(
                    "Channel '%s' drops QoS 0 messages, the oldest first: more than %d, or than an eighth of the heap holds, were waiting"
                            + " because %s. Dropped so far: %d. %s",
                    settings.channel(), settings.bufferSize(),
                    slow ? "the application takes them too slowly" : "nobody subscribes to the channel", dropped.total(),
                    slow ? "Raise 'buffer-size', use QoS 1, or process faster"
                            : "Set unsubscribe-on-disconnection=true if they are not wanted meanwhile");
        }
    }

    /** Any thread. */
    long total() {
        return dropped.total();
    }
}
