package io.quarkiverse.mqttx.jsonb;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Sends and receives payloads of all shapes, without a line of code about JSON. */
@Singleton
public class Temperatures {

    @Channel("plain-out")
    Emitter<Temperature> plain;

    @Channel("list-out")
    Emitter<List<Temperature>> list;

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

    private final Map<String, Object> received = new ConcurrentHashMap<>();

    Map<String, Object> received() {
        return received;
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
        Temperature temperature = message.getPayload().content;
        received.put("envelope", temperature);
        return message.ack();
    }

    @Incoming("nested-in")
    void nested(List<Map<String, List<Temperature>>> temperatures) {
        received.put("nested", temperatures);
    }

    @Incoming("text-in")
    void text(String json) {
        received.put("text", json);
    }
}
