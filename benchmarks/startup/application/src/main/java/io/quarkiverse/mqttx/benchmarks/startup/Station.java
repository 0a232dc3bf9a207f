package io.quarkiverse.mqttx.benchmarks.startup;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** The four channels that the application always has: two in, two out. */
@ApplicationScoped
public class Station {

    private final Map<String, Average> averages = new ConcurrentHashMap<>();
    private final Emitter<Average> emitter;

    Station(@Channel("averages") Emitter<Average> emitter) {
        this.emitter = emitter;
    }

    @Incoming("measurements")
    void measured(Measurement measurement) {
        emitter.send(averages.merge(measurement.sensor(), new Average(measurement.sensor(), 1, measurement.value()),
                Station::combined));
    }

    @Incoming("commands")
    @Outgoing("answers")
    byte[] answer(byte[] command) {
        return command;
    }

    private static Average combined(Average one, Average other) {
        long count = one.count() + other.count();
        return new Average(one.sensor(), count, (one.count() * one.value() + other.count() * other.value()) / count);
    }
}
