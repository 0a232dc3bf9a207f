package io.quarkiverse.mqttx.sample;

import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.smallrye.common.annotation.NonBlocking;

/** Publishes the latest average of every sensor as one list. */
@ApplicationScoped
class Overview {

    private final Map<String, Average> latest = new PerSensor<>();

    @Incoming("average-board")
    @Outgoing("overview")
    @NonBlocking
    synchronized List<Average> update(Average average) {
        latest.put(average.sensor(), average);
        return List.copyOf(latest.values());
    }
}
