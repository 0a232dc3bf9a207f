package io.quarkiverse.mqttx.client.loop;

/** Milliseconds since the clock was made; never runs backwards, whatever happens to the wall clock. */
public final class MonotonicClock {

    private final long origin = System.nanoTime();

    public long now() {
        return (System.nanoTime() - origin) / 1_000_000;
    }
}
