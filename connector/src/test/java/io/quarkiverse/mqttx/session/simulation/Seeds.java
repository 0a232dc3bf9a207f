package io.quarkiverse.mqttx.session.simulation;

import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Runs a row of seeds on all cores, and tells now and then how far it has come. */
final class Seeds {

    private static final int TRACE_LINES = 200;
    private static final int AT_ONCE = 50;
    private static final long TELL_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private record Failure(long seed, Throwable cause) {
    }

    private final long first;
    private final long count;
    private final AtomicLong next;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong toldAt = new AtomicLong(System.nanoTime());
    private final long begun = System.nanoTime();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();

    private Seeds(long first, long count) {
        this.first = first;
        this.count = count;
        next = new AtomicLong(first);
    }

    /**
     * Runs them until one fails.
     *
     * @return the number of events
     * @throws SimulationFailure that of the smallest seed that has failed
     */
    static long run(long first, long count) {
        return new Seeds(first, count).run(Runtime.getRuntime().availableProcessors());
    }

    private long run(int cores) {
        Thread[] threads = new Thread[cores];
        for (int i = 0; i < cores; i++) {
            threads[i] = new Thread(this::work, "simulation-" + i);
            threads[i].start();
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            failures.add(new Failure(Long.MAX_VALUE, e));
            Thread.currentThread().interrupt();
        }
        failures.stream().min(Comparator.comparingLong(Failure::seed)).ifPresent(failure -> {
            throw failure.cause instanceof SimulationFailure told ? told : new SimulationFailure("interrupted", failure.cause);
        });
        return events.get();
    }

    private void work() {
        long end = first + count;
        for (long from; failures.isEmpty() && (from = next.getAndAdd(AT_ONCE)) < end;) {
            runRange(from, Math.min(end, from + AT_ONCE));
        }
    }

    private void runRange(long from, long to) {
        for (long seed = from; seed < to; seed++) {
            try {
                events.addAndGet(Simulation.run(seed, TRACE_LINES));
            } catch (SimulationFailure failure) {
                failures.add(new Failure(seed, failure));
                return;
            }
        }
        tell(done.addAndGet(to - from));
    }

    private void tell(long done) {
        long now = System.nanoTime();
        long last = toldAt.get();
        if (now - last > TELL_EVERY_NANOS && toldAt.compareAndSet(last, now)) {
            System.out.printf("%,d of %,d seeds, %,d events, %,d seeds a second%n", done, count, events.get(),
                    done * 1_000_000_000L / (now - begun));
        }
    }
}
