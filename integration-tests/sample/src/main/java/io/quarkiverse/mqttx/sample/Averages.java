package io.quarkiverse.mqttx.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.quarkiverse.mqttx.connector.OutgoingMqttMetadata;
import io.smallrye.common.annotation.NonBlocking;

/**
 * Takes readings and publishes the moving average of each sensor. A reading is acknowledged to the broker when the broker has
 * acknowledged its average, so none is lost in between.
 */
@ApplicationScoped
class Averages {

    /** Anybody may publish under any name, so the names must not grow for ever. */
    private static final int MAX_SENSORS = 100;

    private final Settings settings;
    private final Map<String, Deque<Double>> readings = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Double>> eldest) {
            return size() > MAX_SENSORS;
        }
    };

    Averages(Settings settings) {
        this.settings = settings;
    }

    @Incoming("temperatures")
    @Outgoing("averages")
    @NonBlocking
    Message<Average> average(Message<Temperature> reading) {
        Average average = add(reading.getPayload());
        return reading.withPayload(average).addMetadata(OutgoingMqttMetadata.of("averages/" + average.sensor()));
    }

    private synchronized Average add(Temperature reading) {
        Deque<Double> window = readings.computeIfAbsent(reading.sensor(), sensor -> new ArrayDeque<>());
        window.addLast(reading.celsius());
        if (window.size() > settings.window()) {
            window.removeFirst();
        }
        double mean = window.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        return new Average(reading.sensor(), Math.round(mean * 100) / 100.0, window.size(), reading.at());
    }
}
