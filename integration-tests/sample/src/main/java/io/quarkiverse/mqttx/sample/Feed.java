package io.quarkiverse.mqttx.sample;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;

/**
 * Passes what arrives over MQTT on to the open pages. The methods only note and forward, so they need no thread of their own.
 */
@ApplicationScoped
class Feed {

    /** Events that wait for a slow page; it is disconnected when there are more, and comes back by itself. */
    private static final int PATIENCE = 1_000;

    private final BroadcastProcessor<Event> live = BroadcastProcessor.create();
    private final History history;
    private final Counters counters;

    Feed(History history, Counters counters) {
        this.history = history;
        this.counters = counters;
    }

    @Incoming("temperatures")
    @NonBlocking
    void temperature(Temperature reading) {
        counters.reading();
        history.add(reading);
        send("temperature", reading);
    }

    @Incoming("average-board")
    @NonBlocking
    void average(Average average) {
        counters.average();
        history.add(average);
        send("average", average);
    }

    @Incoming("alarm-board")
    @NonBlocking
    void alarm(Alarm alarm) {
        if (history.add(alarm)) {
            counters.alarm();
        }
        send("alarm", alarm);
    }

    @Incoming("playground")
    @NonBlocking
    void message(byte[] payload, IncomingMqttMetadata metadata) {
        counters.seen();
        SeenMessage message = new SeenMessage(metadata.getTopic(), new String(payload, StandardCharsets.UTF_8),
                metadata.getQos(), metadata.isRetain(), Instant.now());
        history.add(message);
        send("message", message);
    }

    /** What was, and then what is. */
    Multi<Event> events() {
        Multi<Event> past = Multi.createFrom().item(() -> Event.now("history", history.snapshot()));
        return Multi.createBy().concatenating().streams(past, live.onOverflow().buffer(PATIENCE));
    }

    private synchronized void send(String type, Object data) {
        live.onNext(Event.now(type, data));
    }
}
