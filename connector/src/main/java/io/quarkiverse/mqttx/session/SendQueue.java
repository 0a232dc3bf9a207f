package io.quarkiverse.mqttx.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.quarkiverse.mqttx.api.MessageDroppedException;
import io.quarkiverse.mqttx.api.MessageDroppedException.Reason;
import io.quarkiverse.mqttx.api.SendQueueFullException;
import io.quarkiverse.mqttx.session.model.SendQueueOverflow;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * What was not sent yet, in any connection, in the order of the requests, whoever has made them. What belongs to one publisher
 * is its {@link PublisherQueue}, and nothing that is done to one touches another.
 */
final class SendQueue {

    /** Expiry is counted in seconds, so looking through all that wait more often than that would serve nobody. */
    private static final long SWEEP_MILLIS = 1000;

    private final OutboundJournal journal;
    private final OutboundList waiting = new OutboundList();
    /** When the first may expire; it may have been sent since. */
    private long nextExpiry = OutboundMessage.NEVER;
    /** Of those that wait, how many do so only as long as there is a connection. */
    private int fleeting;

    SendQueue(OutboundJournal journal) {
        this.journal = journal;
    }

    /**
     * Takes a message in where the settings of its share allow that. Those whom that concerns are told afterwards, so that what
     * they publish then comes behind it.
     */
    void admit(OutboundMessage message, boolean online, long now) {
        if (!online && isFleeting(message)) {
            drop(message, Reason.OFFLINE);
        } else if (message.expiresAt <= now) {
            drop(message, Reason.EXPIRED);
        } else if (message.share.sheds() && !message.share.hasRoomFor(message, message.share.replacedBy(message))) {
            admitToFull(message, now);
        } else {
            place(message);
        }
    }

    private void place(OutboundMessage message) {
        journal.accepted(message);
        OutboundMessage older = message.share.replacedBy(message);
        if (older == null) {
            add(message);
        } else {
            waiting.insertBefore(older, message);
            message.share.replaces(message, older);
            waiting.remove(older);
            count(message, 1);
            count(older, -1);
            journal.settled(older);
            older.completion.replaced();
        }
    }

    private void admitToFull(OutboundMessage message, long now) {
        PublisherQueue share = message.share;
        List<OutboundMessage> expired = nextExpiry <= now ? takeExpired(now) : List.of();
        List<OutboundMessage> oldest = new ArrayList<>();
        if (share.settings().overflow() == SendQueueOverflow.DROP_OLDEST && !share.isBeyond(message)) {
            while (!share.hasRoomFor(message, share.replacedBy(message))) {
                oldest.add(share.oldest());
                remove(share.oldest());
            }
        }
        if (share.hasRoomFor(message, share.replacedBy(message))) {
            place(message);
        } else if (share.settings().overflow() == SendQueueOverflow.FAIL) {
            share.failed();
            message.completion
                    .failed(new SendQueueFullException(
                            full(message) + "; the message to '" + SafeText.of(message.message.topic())
                                    + "' is not taken (send-queue-overflow=fail)"));
        } else {
            drop(message, Reason.NEWEST);
        }
        expired.forEach(one -> drop(one, Reason.EXPIRED));
        oldest.forEach(one -> drop(one, Reason.OLDEST));
    }

    void add(OutboundMessage message) {
        waiting.append(message);
        entered(message);
    }

    /** Ahead of all others. */
    void addFirst(OutboundMessage message) {
        waiting.prepend(message);
        entered(message);
    }

    private void entered(OutboundMessage message) {
        message.share.enter(message);
        count(message, 1);
    }

    private void count(OutboundMessage message, int sign) {
        if (isFleeting(message)) {
            fleeting += sign;
        }
        if (message.waiting && message.expiresAt < nextExpiry) {
            nextExpiry = message.expiresAt;
        }
    }

    private static boolean isFleeting(OutboundMessage message) {
        return message.qos == 0 && !message.share.settings().keepsQos0Offline();
    }

    /** The next to be sent, or {@code null}. */
    OutboundMessage first() {
        return waiting.first();
    }

    void remove(OutboundMessage message) {
        message.share.leave(message);
        waiting.remove(message);
        count(message, -1);
    }

    /** The one with this very message, or {@code null}. */
    OutboundMessage find(Publish message) {
        OutboundMessage candidate = waiting.first();
        while (candidate != null && candidate.message != message) {
            candidate = candidate.next;
        }
        return candidate;
    }

    /** What an earlier process has left of this publisher counts as its own. */
    void adopt(PublisherQueue share) {
        for (OutboundMessage message = waiting.first(); message != null; message = message.next) {
            if (message.share != share && message.share.name().equals(share.name())) {
                message.share.leave(message);
                message.share = share;
                share.enter(message);
            }
        }
    }

    /** The connection is gone, and with it goes what waits for the socket of this one only. */
    void connectionLost() {
        if (fleeting > 0) {
            take(SendQueue::isFleeting).forEach(message -> drop(message, Reason.OFFLINE));
        }
    }

    /** When {@link #expire} is due next; {@link OutboundMessage#NEVER} for never. */
    long nextExpiry() {
        return nextExpiry;
    }

    /** Drops what has waited for longer than it is worth anything. */
    void expire(long now) {
        takeExpired(now).forEach(message -> drop(message, Reason.EXPIRED));
    }

    private List<OutboundMessage> takeExpired(long now) {
        List<OutboundMessage> expired = take(message -> message.expiresAt <= now);
        long next = OutboundMessage.NEVER;
        for (OutboundMessage message = waiting.first(); message != null; message = message.next) {
            next = Math.min(next, message.expiresAt);
        }
        nextExpiry = next == OutboundMessage.NEVER ? next : Math.max(next, now + SWEEP_MILLIS);
        return expired;
    }

    private List<OutboundMessage> take(Predicate<OutboundMessage> which) {
        List<OutboundMessage> taken = new ArrayList<>();
        OutboundMessage next;
        for (OutboundMessage message = waiting.first(); message != null; message = next) {
            next = message.next;
            if (which.test(message)) {
                remove(message);
                taken.add(message);
            }
        }
        return taken;
    }

    /** Tells that a message, which is not in here, will never be sent. */
    void drop(OutboundMessage message, Reason reason) {
        journal.settled(message);
        message.share.dropped(reason);
        String of = "the message to '" + SafeText.of(message.message.topic()) + "' ";
        message.completion.dropped(new MessageDroppedException(reason, switch (reason) {
            case OLDEST -> full(message) + "; " + of + "has waited longest and is dropped (send-queue-overflow=drop-oldest)";
            case NEWEST -> full(message) + "; " + of + "is dropped" + " (send-queue-overflow="
                    + message.share.settings().overflow() + ")";
            case EXPIRED -> "In the send queue of '" + message.share + "' " + of + "has expired before it could be sent"
                    + " (message expiry interval)";
            case OFFLINE ->
                "In the send queue of '" + message.share + "' " + of + "is dropped, because it has QoS 0 and there is"
                        + " no connection (send-queue-qos0-offline=drop)";
        }));
    }

    private static String full(OutboundMessage message) {
        SendQueueSettings settings = message.share.settings();
        return "The send queue of '" + message.share + "' is full (send-queue-max-messages=" + settings.maxMessages()
                + (settings.maxBytes() == SendQueueSettings.UNLIMITED ? ")"
                        : ", send-queue-max-bytes=" + settings.maxBytes() + ")");
    }

    boolean isEmpty() {
        return waiting.first() == null;
    }

    int size() {
        return waiting.size();
    }
}
