package io.quarkiverse.mqttx.session.simulation;

import io.quarkiverse.mqttx.api.MessageDroppedException;
import io.quarkiverse.mqttx.api.SendQueueFullException;
import io.quarkiverse.mqttx.api.SendQueueStatus;
import io.quarkiverse.mqttx.session.PublisherQueue;
import io.quarkiverse.mqttx.session.model.SendQueueOverflow;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;

/**
 * One publisher of the application with its share of the send queue: counts what becomes of its messages, and compares that
 * with
 * what
 * the session counts.
 */
final class Publisher {

    final PublisherQueue share;
    private final World world;
    private final SendQueueSettings settings;
    private boolean there = true;
    /** What may wait: the bounds, or what an earlier process has left, as long as that is more. */
    private int most;
    private long mostBytes;
    private long replaced;
    private long full;
    private final long[] dropped = new long[MessageDroppedException.Reason.values().length];

    Publisher(World world, String name) {
        this.world = world;
        settings = world.scenario.sendQueueOf(name);
        share = new PublisherQueue(name, settings);
        most = settings.maxMessages();
        mostBytes = settings.maxBytes();
    }

    /** Only the messages of an earlier process are there. */
    void leave() {
        there = false;
    }

    /**
     * Their place is in this send queue from now on. It may be full, and fuller than that: what was dropped, but is kept still.
     */
    void comeBack() {
        there = true;
        most = Math.max(most, share.status().waiting());
        mostBytes = Math.max(mostBytes, share.status().waitingBytes());
    }

    boolean isThere() {
        return there;
    }

    /** Dropped by a rule that applies to it, and never out of what is in flight. */
    void dropped(Ledger.Sent entry, MessageDroppedException.Reason reason, long now) {
        if (there) {
            dropped[reason.ordinal()]++;
        }
        boolean expired = entry.expiresAt <= now;
        boolean applies = switch (reason) {
            case OLDEST -> settings.overflow() == SendQueueOverflow.DROP_OLDEST;
            case NEWEST -> settings.overflow() == SendQueueOverflow.DROP_NEWEST
                    || settings.overflow() == SendQueueOverflow.DROP_OLDEST
                            && settings.maxBytes() < SendQueueSettings.UNLIMITED;
            case EXPIRED -> expired;
            case OFFLINE -> entry.publish.qos() == 0 && !settings.keepsQos0Offline();
        };
        world.check(applies, "a message was dropped without a reason, " + reason, entry.publish);
        world.check(!entry.onTheWire || reason == MessageDroppedException.Reason.EXPIRED, "a message in flight was dropped, "
                + reason, entry.publish);
    }

    void replaced(Ledger.Sent entry) {
        replaced++;
        world.check(settings.compaction(), "a message was replaced without compaction", entry.publish);
        world.check(!entry.onTheWire, "a message in flight was replaced", entry.publish);
    }

    /** Whether the send queue may refuse the message for this reason. */
    boolean refuses(Throwable cause) {
        if (!(cause instanceof SendQueueFullException)) {
            return false;
        }
        full++;
        return settings.overflow() == SendQueueOverflow.FAIL;
    }

    /** What waits is within its bounds. */
    void checkBounds() {
        if (settings.sheds()) {
            SendQueueStatus status = share.status();
            world.check(status.waiting() <= most && status.waitingBytes() <= mostBytes, "more waits than " + settings, status);
            most = Math.max(settings.maxMessages(), Math.min(most, status.waiting()));
            mostBytes = Math.max(settings.maxBytes(), Math.min(mostBytes, status.waitingBytes()));
        }
    }

    /** At rest nothing waits, and what the session has counted is what the application was told. */
    void verify() {
        SendQueueStatus status = share.status();
        world.check(status.waiting() == 0 && status.waitingBytes() == 0, "the send queue at rest", status);
        long[] counted = { status.droppedOldest(), status.droppedNewest(), status.expired(), status.droppedOffline() };
        for (MessageDroppedException.Reason reason : MessageDroppedException.Reason.values()) {
            long told = switch (reason) {
                case OLDEST -> counted[0];
                case NEWEST -> counted[1];
                case EXPIRED -> counted[2];
                case OFFLINE -> counted[3];
            };
            world.check(told == dropped[reason.ordinal()], "messages dropped, " + reason + ", " + told,
                    dropped[reason.ordinal()]);
        }
        world.check(status.replaced() == replaced, "messages replaced, " + status.replaced(), replaced);
        world.check(status.failed() == full, "messages refused by a full send queue, " + status.failed(), full);
    }
}
