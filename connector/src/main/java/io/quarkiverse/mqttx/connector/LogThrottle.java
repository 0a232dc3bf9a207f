package io.quarkiverse.mqttx.connector;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts events that may come in storms, and lets one of them be logged every ten seconds. Used on one thread. */
final class LogThrottle {

    static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoTime;
    private volatile long count;
    private long lastLogged;

    LogThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Counts events; true when they should be logged. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer, many readers
    boolean count(int events) {
        boolean first = count == 0;
        count = count + events;
        long now = nanoTime.getAsLong();
        if (!first && now - lastLogged < INTERVAL_NANOS) {
            return false;
        }
        lastLogged = now;
        return true;
    }

    /** All events so far; readable on any thread. */
    long total() {
        return count;
    }
}
