package io.quarkiverse.mqttx.deployment;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** Sends and receives payloads of all shapes, without a line of code about JSON. */
@Singleton
public class Shapes {

    public enum Unit {
        CELSIUS,
        FAHRENHEIT
    }

    public record Place(String house, int floorNumber) {
    }

    public record Temperature(String sensor, double degrees, Unit unit, Instant measuredAt, Place place) {

        public static Temperature of(String sensor) {
            return new Temperature(sensor, 21.5, Unit.CELSIUS, Instant.parse("2026-01-02T03:04:05Z"), new Place("north", 2));
        }
    }

    public record Envelope<T>(String id, T content) {
    }

    @Channel("plain-out")
    Emitter<Temperature> plain;

    @Channel("list-out")
    MutinyEmitter<List<Temperature>> list;

    @Channel("set-out")
    Emitter<Set<Temperature>> set;

    @Channel("array-out")
    Emitter<Temperature[]> array;

    @Channel("map-out")
    Emitter<Map<String, Temperature>> map;

    @Channel("envelope-out")
    Emitter<Envelope<Temperature>> envelope;

    @Channel("nested-out")
    Emitter<List<Map<String, List<Temperature>>>> nested;

    @Channel("stream-out")
    Emitter<List<Temperature>> stream;

    @Channel("injected-out")
    Emitter<List<Temperature>> injected;

    @Channel("handed-on-out")
    Emitter<List<Temperature>> handedOn;

    @Channel("instant-out")
    Emitter<Instant> instant;

    @Channel("injected-in")
    Multi<List<Temperature>> injectedIn;

    private final Map<String, Object> received = new ConcurrentHashMap<>();

    public Map<String, Object> received() {
        return received;
    }

    public String json(String shape) {
        return (String) received.get("json/" + shape);
    }

    void subscribe(@Observes StartupEvent start) {
        injectedIn.subscribe().with(temperatures -> received.put("injected", temperatures));
    }

    @Incoming("plain-in")
    void plain(Temperature temperature) {
        received.put("plain", temperature);
    }

    @Incoming("list-in")
    void list(List<Temperature> temperatures) {
        received.put("list", temperatures);
    }

    @Incoming("set-in")
    void set(Set<Temperature> temperatures) {
        received.put("set", temperatures);
    }

    @Incoming("array-in")
    void array(Temperature[] temperatures) {
        received.put("array", List.of(temperatures));
    }

    @Incoming("map-in")
    void map(Map<String, Temperature> temperatures) {
        received.put("map", temperatures);
    }

    @Incoming("envelope-in")
    CompletionStage<Void> envelope(Message<Envelope<Temperature>> message) {
        received.put("envelope", message.getPayload());
        return message.ack();
    }

    @Incoming("nested-in")
    void nested(List<Map<String, List<Temperature>>> temperatures) {
        received.put("nested", temperatures);
    }

    @Incoming("instant-in")
    void instant(Instant instant) {
        received.put("instant", instant);
    }

    @Incoming("stream-in")
    @Outgoing("streamed-out")
    Multi<Temperature> stream(Multi<List<Temperature>> temperatures) {
        return temperatures.onItem().transformToMultiAndConcatenate(each -> Multi.createFrom().iterable(each));
    }

    @Incoming("streamed-in")
    void streamed(Temperature temperature) {
        received.put("streamed", temperature);
    }

    @Incoming("handed-on-in")
    @Outgoing("inside")
    Message<byte[]> handOn(Message<byte[]> message) {
        return message;
    }

    @Incoming("inside")
    void inside(List<Temperature> temperatures) {
        received.put("handed-on", temperatures);
    }

    @Incoming("json")
    CompletionStage<Void> json(Message<String> message) {
        String topic = message.getMetadata(io.quarkiverse.mqttx.api.IncomingMqttMetadata.class).orElseThrow().getTopic();
        received.put(topic, message.getPayload());
        return message.ack();
    }
}
