package io.quarkiverse.mqttx.chaos;

import java.util.Map;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.annotations.Blocking;

/** The application: one bean for each lane. */
final class SoakChannels {

    /** Weld makes the beans; this is how they come to their lanes. */
    static volatile Map<String, Lane> lanes;

    private SoakChannels() {
    }

    static Class<?> of(Lane lane) {
        return switch (lane.name) {
            case "mosquitto5" -> Mosquitto5.class;
            case "mosquitto3" -> Mosquitto3.class;
            case "artemis5" -> Artemis5.class;
            default -> Artemis3.class;
        };
    }

    @ApplicationScoped
    static class Mosquitto5 {

        private final Lane lane = lanes.get("mosquitto5");

        @Incoming("mosquitto5-in1")
        CompletionStage<Void> in1(Message<String> message) {
            return lane.take(message);
        }

        @Incoming("mosquitto5-in2")
        CompletionStage<Void> in2(Message<String> message) {
            return lane.take(message);
        }

        @Outgoing("mosquitto5-out0")
        Multi<Message<String>> out0() {
            return lane.send(Flow.OUT0);
        }

        @Outgoing("mosquitto5-out1")
        Multi<Message<String>> out1() {
            return lane.send(Flow.OUT1);
        }

        @Outgoing("mosquitto5-out2")
        Multi<Message<String>> out2() {
            return lane.send(Flow.OUT2);
        }
    }

    @ApplicationScoped
    static class Mosquitto3 {

        private final Lane lane = lanes.get("mosquitto3");

        /** Acknowledged when it returns, on a worker thread. */
        @Incoming("mosquitto3-in1")
        @Blocking
        void in1(String text) {
            lane.arrived(text);
        }

        @Incoming("mosquitto3-in2")
        CompletionStage<Void> in2(Message<String> message) {
            return lane.take(message);
        }

        @Outgoing("mosquitto3-out0")
        Multi<Message<String>> out0() {
            return lane.send(Flow.OUT0);
        }

        @Outgoing("mosquitto3-out1")
        Multi<Message<String>> out1() {
            return lane.send(Flow.OUT1);
        }

        @Outgoing("mosquitto3-out2")
        Multi<Message<String>> out2() {
            return lane.send(Flow.OUT2);
        }
    }

    @ApplicationScoped
    static class Artemis5 {

        private final Lane lane = lanes.get("artemis5");

        @Incoming("artemis5-in1")
        CompletionStage<Void> in1(Message<String> message) {
            return lane.take(message);
        }

        @Incoming("artemis5-in2")
        CompletionStage<Void> in2(Message<String> message) {
            return lane.take(message);
        }

        @Outgoing("artemis5-out0")
        Multi<Message<String>> out0() {
            return lane.send(Flow.OUT0);
        }

        @Outgoing("artemis5-out1")
        Multi<Message<String>> out1() {
            return lane.send(Flow.OUT1);
        }

        @Outgoing("artemis5-out2")
        Multi<Message<String>> out2() {
            return lane.send(Flow.OUT2);
        }
    }

    @ApplicationScoped
    static class Artemis3 {

        private final Lane lane = lanes.get("artemis3");

        /** Acknowledged when it returns, on a worker thread. */
        @Incoming("artemis3-in1")
        @Blocking
        void in1(String text) {
            lane.arrived(text);
        }

        @Incoming("artemis3-in2")
        CompletionStage<Void> in2(Message<String> message) {
            return lane.take(message);
        }

        @Outgoing("artemis3-out0")
        Multi<Message<String>> out0() {
            return lane.send(Flow.OUT0);
        }

        @Outgoing("artemis3-out1")
        Multi<Message<String>> out1() {
            return lane.send(Flow.OUT1);
        }

        @Outgoing("artemis3-out2")
        Multi<Message<String>> out2() {
            return lane.send(Flow.OUT2);
        }
    }
}
