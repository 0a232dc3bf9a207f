package io.quarkiverse.mqttx.connector.incoming;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the messages in process for which the broker expects no answer: of QoS 0, or acknowledged on receipt. The
 * application need not acknowledge them, so they are counted and not kept, and a stop waits for them only as long as
 * the count tells that they will be acknowledged. Counted on the event loop; what a stop waits for may be asked on any
 * thread.
 */
final class FireAndForget {

    /** How long a stop waits for the next acknowledgement where some messages are never acknowledged. */
    static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Where all messages are acknowledged, so many at most have been handed over since none was left. */
    private static final int LATEST = 256;

    private final AtomicInteger inProcess = new AtomicInteger();
    /** Changes with each acknowledgement; 0 as long as there was none. */
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger sinceNoneWasLeft = new AtomicInteger();

    private boolean waiting;
    private int acknowledgedAtLastLook;
    private long waitingSince;

    void begin() {
        inProcess.lazySet(inProcess.getPlain() + 1);
        if (sinceNoneWasLeft.getPlain() <= LATEST) {
            sinceNoneWasLeft.lazySet(sinceNoneWasLeft.getPlain() + 1);
        }
    }

    void settled() {
        int left = inProcess.getPlain() - 1;
        if (left < 0) {
            return; // the channel has failed meanwhile
        }
        inProcess.lazySet(left);
        acknowledged.lazySet(Math.max(1, acknowledged.getPlain() + 1));
        if (left == 0) {
            sinceNoneWasLeft.lazySet(0);
        }
    }

    /** Nobody waits for them any more. */
    void clear() {
        inProcess.lazySet(0);
    }

    /** How many of them a stop has to wait for. */
    int awaited(long nanoTime) {
        return patience(nanoTime) > 0 ? inProcess.get() : 0;
    }

    /**
     * For how many nanoseconds a stop waits for the next acknowledgement; {@link Long#MAX_VALUE} where it waits for the last
     * one,
     * however long that takes.
     */
    synchronized long patience(long nanoTime) {
        if (inProcess.get() == 0) {
            return 0;
        }
        int now = acknowledged.get();
        if (now > 0 && sinceNoneWasLeft.get() <= LATEST) {
            return Long.MAX_VALUE; // all of them were acknowledged so far
        }
        if (!waiting || now != acknowledgedAtLastLook) {
            waiting = true;
            acknowledgedAtLastLook = now;
            waitingSince = nanoTime;
        }
        return Math.max(0, PATIENCE.toNanos() - (nanoTime - waitingSince));
    }
}
