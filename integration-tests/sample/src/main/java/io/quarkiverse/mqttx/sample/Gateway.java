package io.quarkiverse.mqttx.sample;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;

/**
 * Sensors without a network of their own leave their readings with a gateway, which sends many at once. From here each goes the
 * way of a reading that was published by itself.
 */
@ApplicationScoped
class Gateway {

    private final MutinyEmitter<Temperature> readings;

    Gateway(@Channel("forwarded") MutinyEmitter<Temperature> readings) {
        this.readings = readings;
    }

    /** The batch is acknowledged when the broker has acknowledged each of its readings. */
    @Incoming("batches")
    Uni<Void> forward(List<Temperature> batch) {
        return Multi.createFrom().iterable(batch)
                .call(reading -> readings.send(reading))
                .collect().last().replaceWithVoid();
    }
}
