package io.quarkiverse.mqttx.connector;

import java.util.function.Consumer;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.config.IncomingSettings;
import io.quarkiverse.mqttx.session.InboundMessage;

/**
 * The messages of a channel that wait for demand. When more QoS 0 messages wait than {@code buffer-size} allows, a consumer on
 * the same event loop gets the chance to ask for more before something is dropped. Touched on the event loop only.
 */
final class WaitingMessages {

    private static final Logger log = Logger.getLogger(IncomingChannel.class);

    private final IncomingSettings settings;
    private final EventLoop eventLoop;
    private final MessageQueue queue;
    private final LogThrottle dropped = new LogThrottle(System::nanoTime);
    /** Messages handed over so far. */
    private long taken;
    private long takenAtLastLook;
    private boolean looking;

    WaitingMessages(IncomingSettings settings, EventLoop eventLoop) {
        this.settings = settings;
        this.eventLoop = eventLoop;
        this.queue = new MessageQueue(settings.bufferSize(), settings.overflow());
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    void add(InboundMessage message) {
        dropped(queue.add(message));
        lookAfterOverflow();
    }

    /** The message that has waited longest, or {@code null}. */
    InboundMessage poll() {
        return queue.poll();
    }

    /** A consumer has taken a message, whether it has waited here or not. */
    void taken() {
        taken++;
    }

    /** Empties the queue; the QoS 1 and 2 messages are handed over, since the session waits for word about them. */
    void clear(Consumer<InboundMessage> abandoned) {
        queue.clear(abandoned);
    }

    /** QoS 0 messages dropped because nobody took them in time. Any thread. */
    long dropped() {
        return dropped.total();
    }

    private void lookAfterOverflow() {
        if (queue.isOverfull() && !looking) {
            looking = true;
            takenAtLastLook = taken;
            eventLoop.later(() -> {
                looking = false;
                if (taken == takenAtLastLook) {
                    dropped(queue.trim());
                } else {
                    lookAfterOverflow();
                }
            });
        }
    }

    private void dropped(int messages) {
        if (messages > 0 && dropped.count(messages)) {
            log.warnf("Channel '%s' drops QoS 0 messages (%s): more than %d were waiting because the application takes them too"
                    + " slowly. Dropped so far: %d. Raise 'buffer-size', use QoS 1, or process faster", settings.channel(),
                    settings.overflow(), settings.bufferSize(), dropped.total());
        }
    }
}
