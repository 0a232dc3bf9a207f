package io.quarkiverse.mqttx.connector.incoming;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.quarkiverse.mqttx.connector.support.EventLoop;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * Detects that the application does not acknowledge a message for {@code unacknowledged-message-max-age-seconds}, or
 * takes none of those that wait. It looks from time to time, as long as there is something to look at, and its clock
 * stands still in between: so a message costs no timer and no look at a clock. Used on the event loop.
 */
public final class UnacknowledgedWatch {

    private static final Logger log = Logger.getLogger(IncomingChannel.class);
    private static final long LONGEST_INTERVAL = TimeUnit.SECONDS.toNanos(1);
    private static final int LOOKS = 8;

    private final IncomingSettings settings;
    private final EventLoop eventLoop;
    private final MessagesInProcess inProcess;
    private final DeliveryQueue queue;
    private final long maxAge;
    private final long interval;
    private boolean looking;
    /** When it looked last. */
    private long now;
    /** What was taken when it looked, and since when that has not changed. */
    private long taken = -1;
    private long takenSince;
    private InboundMessage logged;
    private long loggedAt;
    private volatile String problem;

    UnacknowledgedWatch(IncomingSettings settings, EventLoop eventLoop, MessagesInProcess inProcess, DeliveryQueue queue) {
        this.settings = settings;
        this.eventLoop = eventLoop;
        this.inProcess = inProcess;
        this.queue = queue;
        this.maxAge = settings.unacknowledgedMaxAge().toNanos();
        this.interval = Math.min(maxAge / LOOKS, LONGEST_INTERVAL);
    }

    /** There is something to look at from now on; returns a time that is too early by one look at most. */
    long begin() {
        if (!looking && maxAge > 0) {
            now = System.nanoTime();
            lookAgain();
        }
        return now;
    }

    /** The health with the reason why messages are not processed as it seems, if all else is well. Any thread. */
    public ChannelHealth addTo(ChannelHealth health) {
        String found = problem;
        return health.ready() && found != null && settings.healthEnabled() ? ChannelHealth.notReady(health.channel(), found)
                : health;
    }

    private void lookAgain() {
        looking = true;
        eventLoop.after(Duration.ofNanos(interval), () -> {
            looking = false;
            now = System.nanoTime();
            problem = look();
            if (inProcess.oldest() != null || queue.firstWaiting() != null) {
                lookAgain();
            }
        });
    }

    private String look() {
        InboundMessage waiting = queue.firstWaiting();
        if (waiting == null || queue.taken() != taken) {
            taken = queue.taken();
            takenSince = now;
        }
        ReceivedMessage oldest = inProcess.oldest();
        if (oldest != null && now - oldest.since >= maxAge + interval) {
            return found(oldest.inbound, now - oldest.since, "is not acknowledged", ". The broker gets no acknowledgement of"
                    + " what came after it on the connection either, and sends nothing more when receive-maximum is reached."
                    + " Acknowledge each message: @Acknowledgment(NONE) and Message.of(...) in place of message.withPayload(...)"
                    + " do not");
        }
        if (waiting != null && now - takenSince >= maxAge) {
            return found(waiting, now - takenSince, "waits",
                    queue.hasSubscribers() ? " because the application asks for no more messages"
                            : " because nobody subscribes to the channel; set unsubscribe-on-disconnection=true if it is not to get"
                                    + " messages before somebody does");
        }
        return null;
    }

    private String found(InboundMessage message, long age, String what, String why) {
        String text = "a message on topic " + SafeText.quote(message.packet().topic()) + " " + what + " for "
                + TimeUnit.NANOSECONDS.toSeconds(age) + " seconds by now" + why;
        if (message != logged && (logged == null || now - loggedAt >= maxAge)) {
            logged = message;
            loggedAt = now;
            log.warnf(
                    "Channel '%s': %s. If the application may take so long, raise unacknowledged-message-max-age-seconds (%d)",
                    settings.channel(), text, TimeUnit.NANOSECONDS.toSeconds(maxAge));
        }
        return text;
    }
}
