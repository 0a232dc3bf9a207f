package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * How far the bytes of the current connection have come, in both directions, so that a slow network is not taken for a
 * silent broker: an answer is awaited from the time on at which its packet has left the socket, and the bytes of a packet
 * under way are life. Packets are known by their number in the connection, from 1.
 * <p>
 * A packet counts as gone when the socket gets it, until the transport tells that the socket lags {@link #behind}. While it is
 * {@link #held} on its way to the socket nobody awaits an answer.
 */
final class Progress {

    /** Behind the socket the system, and proxies, hold bytes that nobody can see: this many of them at least go on in a ms. */
    private static final int BYTES_PER_MILLI_LOG2 = 6;
    /** They hold so much at most: nearly 4 MiB at 64 KiB/s, of which most is what the next peer's system receives ahead. */
    private static final long MOST_UNSEEN_MILLIS = 60_000;
    /** Who takes longer for a packet keeps others waiting behind it; less where the whole wait is short. */
    private static final long LONG_MILLIS = 1_000;
    private static final int RECORDS = 32;
    private static final long NEVER = -1;

    /**
     * Departures closer together are noted as one, at the time of the last; {@link #RECORDS} of them are two time-outs. Of
     * more, those closest together for their age become one.
     */
    private final long spacingMillis;
    private final long longMillis;
    private long sent;
    /** So many of the packets that were sent last have not been given to the socket. */
    private long held;
    /** Until then, by the slowest reckoning, what was sent last needs to the broker. */
    private long through;
    /** What the messages need that the broker has not shown to have, in ms by the same reckoning. */
    private long unanswered;
    /** The last packet that counts in both. */
    private long lastSizeable;
    private boolean behind;
    private long left;
    /** When the socket last took bytes while others waited. */
    private long lastTaken;
    private long lastReceived;
    private long incompleteSince;
    /** When a packet was complete that had taken long. */
    private long longCompleted;
    /** Of packets that had to wait: the last number before them, and theirs, and when they were through. */
    private final long[] after = new long[RECORDS];
    private final long[] upTo = new long[RECORDS];
    private final long[] began = new long[RECORDS];
    private final long[] leftAt = new long[RECORDS];
    private int records;

    /** @param timeoutMillis the longest wait for an answer; 0 when nobody waits so */
    Progress(long timeoutMillis) {
        this.spacingMillis = Math.max(1, timeoutMillis / (RECORDS / 2));
        this.longMillis = timeoutMillis == 0 ? LONG_MILLIS : Math.min(LONG_MILLIS, timeoutMillis / 4);
    }

    void opened(long now) {
        sent = 0;
        held = 0;
        through = now;
        unanswered = 0;
        lastSizeable = 0;
        behind = false;
        left = 0;
        lastTaken = 0;
        lastReceived = now;
        incompleteSince = NEVER;
        longCompleted = 0;
        records = 0;
    }

    /** @param held whether it waits before the socket; then it is {@link #released} */
    void sent(Packet packet, boolean held, long now) {
        sent++;
        if (held) {
            this.held++;
        } else {
            given(packet, now);
        }
    }

    /** The socket gets the first of the packets that were held. */
    void released(Packet packet, long now) {
        held--;
        given(packet, now);
        if (!behind) {
            lastTaken = now;
            note(sent - held - 1, sent - held, through, now);
        }
    }

    private void given(Packet packet, long now) {
        through = Math.max(through, now);
        if (packet instanceof Publish publish) {
            int millis = publish.payload().length >> BYTES_PER_MILLI_LOG2;
            through = Math.min(now + MOST_UNSEEN_MILLIS, through + millis);
            unanswered = Math.min(MOST_UNSEEN_MILLIS, unanswered + millis);
            lastSizeable = millis > 0 ? sent - held : lastSizeable;
        }
    }

    /** The broker has answered a packet, so it has all that was sent before. */
    void answered(long number, long now) {
        if (number >= lastSizeable) {
            through = Math.min(through, now);
            unanswered = 0;
        }
    }

    /** The number of the packet that was sent last. */
    long number() {
        return sent;
    }

    /** When that has reached the broker, if it is not held and the socket takes it at once. */
    long through() {
        return through;
    }

    /**
     * @param packets so many have left the socket
     * @param all whether nothing waits for the socket any more
     */
    void written(long packets, boolean all, long now) {
        if (behind && packets > left) {
            note(left, packets, now + unanswered, now);
        }
        left = packets;
        lastTaken = now;
        behind = !all;
    }

    private void note(long before, long last, long arrived, long now) {
        if (records > 0 && now - began[records - 1] < spacingMillis) {
            upTo[records - 1] = last;
            leftAt[records - 1] = arrived;
            return;
        }
        if (records == RECORDS) {
            merge(closest(now));
        }
        after[records] = before;
        upTo[records] = last;
        began[records] = now;
        leftAt[records++] = arrived;
    }

    /** The record that with the next one spans the least for its age: the older a departure, the less its time matters. */
    private int closest(long now) {
        int closest = 0;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < records - 1; i++) {
            long end = i + 2 < records ? began[i + 2] : now;
            double span = (end - began[i]) / (double) Math.max(1, now - began[i]);
            if (span < least) {
                least = span;
                closest = i;
            }
        }
        return closest;
    }

    /** None may be dropped instead, or its packets would count as gone when they were sent. */
    private void merge(int record) {
        upTo[record] = upTo[record + 1];
        leftAt[record] = leftAt[record + 1];
        records--;
        for (long[] all : new long[][] { after, upTo, began, leftAt }) {
            System.arraycopy(all, record + 2, all, record + 1, records - record - 1);
        }
    }

    /** @param incomplete whether the last of the bytes that have come belong to a packet whose end is missing */
    void received(boolean incomplete, long now) {
        lastReceived = now;
        if (!incomplete) {
            incompleteSince = NEVER;
        } else if (incompleteSince == NEVER) {
            incompleteSince = now;
        }
    }

    /** A packet has come to its end. */
    void received(long now) {
        if (isLong(now)) {
            longCompleted = now;
        }
        incompleteSince = NEVER;
        lastReceived = now;
    }

    private boolean isLong(long now) {
        return incompleteSince != NEVER && now - incompleteSince >= longMillis;
    }

    boolean isBehind() {
        return behind;
    }

    /** Whether it waits before the socket. */
    boolean isHeld(long number) {
        return number > sent - held;
    }

    boolean hasLeft(long number) {
        return !isHeld(number) && (!behind || number <= left);
    }

    /** When the socket last took something while more waited. */
    long lastTaken() {
        return lastTaken;
    }

    /**
     * When the answer to a packet is overdue; {@link Long#MAX_VALUE} while the packet is held.
     *
     * @param sentAt {@link #through} when it was sent
     */
    long deadline(long number, long sentAt, long timeoutMillis) {
        return isHeld(number) ? Long.MAX_VALUE : awaitedSince(number, sentAt) + timeoutMillis;
    }

    private long awaitedSince(long number, long sentAt) {
        long since = hasLeft(number) ? Math.max(sentAt, departure(number)) : Math.max(sentAt, lastTaken);
        // the answer may stand behind a packet that takes long to come in
        return Math.max(since, isLong(lastReceived) ? lastReceived : longCompleted);
    }

    private long departure(long number) {
        for (int i = records - 1; i >= 0 && number <= upTo[i]; i--) {
            if (number > after[i]) {
                return leftAt[i];
            }
        }
        return 0;
    }
}
