package io.quarkiverse.mqttx.brokers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.smallrye.mutiny.Multi;

/** The beans of the applications. */
final class Station {

    private Station() {
    }

    record Arrival(String payload, IncomingMqttMetadata metadata) {
    }

    /** What has come, in its order. */
    abstract static class Arrivals {

        private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

        CompletionStage<Void> take(Message<byte[]> message) {
            arrivals.add(new Arrival(new String(message.getPayload(), StandardCharsets.UTF_8),
                    message.getMetadata(IncomingMqttMetadata.class).orElseThrow()));
            return message.ack();
        }

        List<Arrival> arrivals() {
            return List.copyOf(arrivals);
        }

        List<String> payloads() {
            return arrivals.stream().map(Arrival::payload).toList();
        }
    }

    /** Takes what comes on channel {@code in}. */
    @ApplicationScoped
    static class Receiver extends Arrivals {

        @Incoming("in")
        CompletionStage<Void> receive(Message<byte[]> message) {
            return take(message);
        }
    }

    /** Takes what comes on channel {@code other}. */
    @ApplicationScoped
    static class OtherReceiver extends Arrivals {

        @Incoming("other")
        CompletionStage<Void> receive(Message<byte[]> message) {
            return take(message);
        }
    }

    /** Takes what comes on channel {@code in}, as much as there is, and acknowledges it when it is told to. */
    @ApplicationScoped
    static class Holder {

        private final List<Message<byte[]>> held = new ArrayList<>();
        private int received;
        private int highest;

        @Inject
        @Channel("in")
        Multi<Message<byte[]>> messages;

        void take() {
            messages.subscribe().with(this::hold);
        }

        private synchronized void hold(Message<byte[]> message) {
            received++;
            held.add(message);
            highest = Math.max(highest, held.size());
        }

        synchronized int held() {
            return held.size();
        }

        /** How many it has held at once. */
        synchronized int highest() {
            return highest;
        }

        synchronized int received() {
            return received;
        }

        void letGo() {
            List<Message<byte[]>> all;
            synchronized (this) {
                all = List.copyOf(held);
                held.clear();
            }
            all.forEach(Message::ack);
        }
    }

    /** Sends on channel {@code out}. */
    @ApplicationScoped
    static class Sender {

        @Inject
        @Channel("out")
        Emitter<String> emitter;

        /** Completes when the broker has acknowledged it. */
        CompletableFuture<Void> send(String payload) {
            return emitter.send(payload).toCompletableFuture();
        }

        /** Returns when the broker has acknowledged it. */
        void send(String payload, OutgoingMqttMetadata metadata) throws Exception {
            CompletableFuture<Void> outcome = new CompletableFuture<>();
            emitter.send(Message.of(payload, Metadata.of(metadata), () -> {
                outcome.complete(null);
                return CompletableFuture.completedFuture(null);
            }, failure -> {
                outcome.completeExceptionally(failure);
                return CompletableFuture.completedFuture(null);
            }));
            outcome.get(10, TimeUnit.SECONDS);
        }
    }
}
