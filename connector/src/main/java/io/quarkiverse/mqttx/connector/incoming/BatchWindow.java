package io.quarkiverse.mqttx.connector.incoming;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import io.quarkiverse.mqttx.connector.support.EventLoop;
import io.quarkiverse.mqttx.session.InboundMessage;

/**
 * Decides when the waiting messages of a channel form a batch: when there are enough, or when the first has waited long
 * enough. Used on the event loop.
 */
final class BatchWindow {

    /** Timers count in these, and must not fire before the time has come. */
    private static final long MILLISECOND = 1_000_000;

    private final int size;
    private final long window;
    private final LongSupplier nanoTime;
    private final EventLoop eventLoop;
    /** What to do when the window has passed. */
    private final Runnable onDue;
    private boolean watching;

    BatchWindow(int size, Duration window, LongSupplier nanoTime, EventLoop eventLoop, Runnable onDue) {
        this.size = size;
        this.window = window.toNanos();
        this.nanoTime = nanoTime;
        this.eventLoop = eventLoop;
        this.onDue = onDue;
    }

    /** Whether what waits is to be handed over now; else it is looked at again when the time has come. */
    boolean isDue(MessageQueue waiting) {
        if (waiting.isEmpty()) {
            return false;
        }
        long left = window - (nanoTime.getAsLong() - waiting.since());
        if (waiting.size() >= size || left <= 0) {
            return true;
        }
        if (!watching) {
            watching = true;
            eventLoop.after(Duration.ofNanos(left + MILLISECOND - 1), () -> {
                watching = false;
                onDue.run();
            });
        }
        return false;
    }

    /** The messages that have waited longest, as many as a batch holds. */
    List<InboundMessage> next(MessageQueue waiting) {
        List<InboundMessage> batch = new ArrayList<>(Math.min(size, waiting.size()));
        while (batch.size() < size && !waiting.isEmpty()) {
            batch.add(waiting.poll());
        }
        return batch;
    }
}
