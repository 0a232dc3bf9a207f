package io.quarkiverse.mqttx.client;

/** Milliseconds since the clock was made; never runs backwards, whatever happens to the wall clock. */
final class MonotonicClock {

    private final long origin = System.nanoTime();

    long now() {
        return (System.nanoTime() - origin) / 1_000_000;
    }
}
