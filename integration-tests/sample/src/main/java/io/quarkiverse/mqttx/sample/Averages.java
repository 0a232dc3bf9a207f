package io.quarkiverse.mqttx.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.smallrye.common.annotation.NonBlocking;

/**
 * Takes readings and publishes the moving average of each sensor. A reading is acknowledged to the broker when the broker has
 * acknowledged its average, so none is lost in between.
 */
@ApplicationScoped
class Averages {

    private final Settings settings;
    private final Map<String, Deque<Double>> readings = new PerSensor<>();

    Averages(Settings settings) {
        this.settings = settings;
    }

    @Incoming("temperatures")
    @Outgoing("averages")
    @NonBlocking
    synchronized Average average(Temperature reading) {
        Deque<Double> window = readings.computeIfAbsent(reading.sensor(), sensor -> new ArrayDeque<>());
        window.addLast(reading.celsius());
        if (window.size() > settings.window()) {
            window.removeFirst();
        }
        double mean = window.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        return new Average(reading.sensor(), Math.round(mean * 100) / 100.0, window.size(), reading.at());
    }
}
