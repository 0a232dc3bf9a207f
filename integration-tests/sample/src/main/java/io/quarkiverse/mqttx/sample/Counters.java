package io.quarkiverse.mqttx.sample;

import java.util.concurrent.atomic.LongAdder;

import jakarta.enterprise.context.ApplicationScoped;

/** How much has happened since the start. */
@ApplicationScoped
class Counters {

    private final LongAdder readings = new LongAdder();
    private final LongAdder averages = new LongAdder();
    private final LongAdder alarms = new LongAdder();
    private final LongAdder seen = new LongAdder();
    private final LongAdder published = new LongAdder();

    /**
     * @param readings received from sensors
     * @param averages received from the processor
     * @param alarms raised
     * @param seen messages received on the playground
     * @param published messages sent from the page and acknowledged by the broker
     */
    record Snapshot(long readings, long averages, long alarms, long seen, long published) {
    }

    void reading() {
        readings.increment();
    }

    void average() {
        averages.increment();
    }

    void alarm() {
        alarms.increment();
    }

    void seen() {
        seen.increment();
    }

    void published() {
        published.increment();
    }

    Snapshot snapshot() {
        return new Snapshot(readings.sum(), averages.sum(), alarms.sum(), seen.sum(), published.sum());
    }
}
