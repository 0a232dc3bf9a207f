package io.quarkiverse.mqttx.connector.support;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.quarkiverse.mqttx.thread.AnyThread;

/** Counts events that may come in storms, and lets one of them be logged every ten seconds. For any thread. */
@AnyThread
public final class LogThrottle {

    static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoTime;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong lastLogged = new AtomicLong();

    /** @param nanoTime as {@link System#nanoTime()} */
    public LogThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Counts events; true when they should be logged. */
    public boolean count(int events) {
        long now = nanoTime.getAsLong();
        if (count.getAndAdd(events) == 0) {
            lastLogged.set(now);
            return true;
        }
        long last = lastLogged.get();
        return now - last >= INTERVAL_NANOS && lastLogged.compareAndSet(last, now);
    }

    /** All events so far. */
    public long total() {
        return count.get();
    }
}
