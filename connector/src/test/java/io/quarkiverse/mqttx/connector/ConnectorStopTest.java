package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.annotations.Blocking;

/** What an application still does when it stops, at a real broker. */
class ConnectorStopTest extends ConnectorFixture {

    @BeforeEach
    void hold() {
        SlowConsumer.entered = new CountDownLatch(1);
        SlowConsumer.release = new CountDownLatch(1);
    }

    @AfterEach
    void release() {
        SlowConsumer.release.countDown();
    }

    @ApplicationScoped
    static class SlowConsumer {
        static volatile CountDownLatch entered;
        static volatile CountDownLatch release;

        @Incoming("in")
        @Blocking
        void consume(String payload) throws InterruptedException {
            entered.countDown();
            if (!release.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test never released the consumer");
            }
            Consumer.received.add(payload);
        }
    }

    @ApplicationScoped
    static class EndlessProducer {

        @Outgoing("out")
        Multi<String> produce() {
            return Multi.createBy().repeating().supplier(() -> "again").indefinitely();
        }
    }

    @ApplicationScoped
    static class Forgetful {

        @Incoming("in")
        @Acknowledgment(Acknowledgment.Strategy.NONE)
        void consume(String payload) {
            Consumer.received.add(payload);
        }
    }

    @ApplicationScoped
    static class Converter {

        @Incoming("in")
        @Outgoing("made")
        Message<String> convert(Message<String> message) {
            return Message.of(message.getPayload());
        }

        @Incoming("made")
        void consume(String payload) {
            Consumer.received.add(payload);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = { Forgetful.class, Converter.class })
    void aStopDoesNotWaitForQos0MessagesThatAreNeverAcknowledged(Class<?> consumer) {
        broker.start();
        application.beans(consumer).incoming("in").connector("shutdown-timeout-seconds", "600").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            awaitReady();
            for (int i = 0; i < 300; i++) {
                outside.publish("in", "x", 0);
            }
            await().until(() -> !Consumer.received.isEmpty());

            assertThat(CompletableFuture.runAsync(application::stop)).succeedsWithin(Duration.ofSeconds(15));
        }
    }

    @Test
    void publishersWithoutEndDoNotHoldUpTheStop() {
        broker.start();
        application.beans(EndlessProducer.class).outgoing("out", "qos", "1", "shutdown-timeout-seconds", "600").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe("out", 1)) {
            outside.awaitReceived(10);

            assertThat(CompletableFuture.runAsync(application::stop)).succeedsWithin(Duration.ofSeconds(60));
        }
    }

    @Test
    void finishesWhatIsBeingProcessedBeforeItStops() throws Exception {
        broker.persistent().start();
        application.beans(SlowConsumer.class).incoming("in", "qos", "1", "client-id", "durable", "auto-clean-session", "false")
                .start();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            awaitReady();
            outside.publish("in", "x", 1);
        }
        assertThat(SlowConsumer.entered.await(30, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(application::stop);
        await().during(Duration.ofMillis(300)).until(() -> !stopped.isDone());
        SlowConsumer.release.countDown();
        stopped.get(30, TimeUnit.SECONDS);

        assertThat(Consumer.received).containsExactly("x");
        try (ReferenceClient again = ReferenceClient.of(broker).persistentSession("durable").connect()) {
            assertThat(again.sessionPresent()).isTrue();
            again.subscribe("in", 1);
            again.publish("in", "y", 1);
            again.awaitReceived(1);
            assertThat(again.receivedTexts()).as("the first message was acknowledged").containsExactly("y");
        }
    }

    @Test
    void stopsInTheEndEvenWhenTheApplicationDoesNotFinish() {
        broker.start();
        application.beans(SlowConsumer.class).incoming("in", "qos", "1").connector("shutdown-timeout-seconds", "1").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            awaitReady();
            outside.publish("in", "x", 1);
        }
        await().until(() -> SlowConsumer.entered.getCount() == 0);

        assertThat(CompletableFuture.runAsync(application::stop)).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void waitsForNothingAndSaysNothingWhenItIsToldNotToWait() {
        broker.start();
        application.beans(SlowConsumer.class).incoming("in", "qos", "1").connector("shutdown-timeout-seconds", "0").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker); LogCapture log = new LogCapture()) {
            awaitReady();
            outside.publish("in", "x", 1);
            await().until(() -> SlowConsumer.entered.getCount() == 0);

            assertThat(CompletableFuture.runAsync(application::stop)).succeedsWithin(Duration.ofSeconds(30));
            assertThat(log.lines("WARN")).isEmpty();
        }
    }

    @Test
    void endsInTimeWhenTheBrokerHasFallenSilent() {
        try (ScriptedBroker silent = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("PUBLISH");
        })) {
            application.beans(Producer.class).outgoing("out", "qos", "1", "port", Integer.toString(silent.port()))
                    .connector("shutdown-timeout-seconds", "1").connector("disconnect-timeout-seconds", "1").start();
            awaitReady();
            application.get(Producer.class).send("never acknowledged");
            silent.awaitReceived("PUBLISH", 1);

            assertThat(CompletableFuture.runAsync(application::stop)).succeedsWithin(Duration.ofSeconds(30));
            assertThat(silent.awaitReceived("DISCONNECT", 1)).hasSize(1);
        }
    }

    @Test
    void publishesEverythingThatWasSentBeforeItStops() {
        broker.start();
        application.beans(Producer.class).outgoing("out", "qos", "1").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe("out", 1)) {
            awaitReady();
            for (int i = 0; i < 100; i++) {
                application.get(Producer.class).send(Integer.toString(i));
            }
            application.stop();

            assertThat(outside.awaitReceived(100)).hasSize(100);
        }
    }
}
