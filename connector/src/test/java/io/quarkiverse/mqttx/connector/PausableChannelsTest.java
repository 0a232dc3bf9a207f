package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.PausableChannel;

/** Channels that the application pauses, as Reactive Messaging defines it, in an application without Quarkus. */
@Tag("broker")
class PausableChannelsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    private TestBroker broker;
    private TestApplication application;
    private ReferenceClient outside;

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @AfterEach
    void end() {
        application.close();
        if (broker != null) {
            outside.close();
            broker.close();
        }
    }

    private TestApplication on(TestBroker used) {
        broker = used.start();
        outside = ReferenceClient.connect(broker);
        application = new TestApplication(broker);
        return application;
    }

    private void awaitReady() {
        await().atMost(PATIENCE).until(() -> application.connector().getReadiness().isOk());
    }

    private PausableChannel pausable(String channel) {
        return application.get(ChannelRegistry.class).getPausable(channel);
    }

    private static List<String> numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }

    @ApplicationScoped
    static class Consumer {

        @Incoming("in")
        void consume(String payload) {
            SEEN.add(payload);
        }
    }

    @Test
    void getEverythingInOrderWhenTheyGoOnBecauseTheBrokerKeepsIt() {
        on(new MosquittoBroker()).beans(Consumer.class)
                .incoming("in", "qos", "2", "pausable", "true", "receive-maximum", "10").start();
        awaitReady();
        outside.publish("in", "0", 2);
        await().atMost(PATIENCE).until(() -> SEEN.size() == 1);

        pausable("in").pause();
        assertThat(pausable("in").isPaused()).isTrue();
        numbers(1, 100).forEach(number -> outside.publish("in", number, Integer.parseInt(number) % 2 + 1));
        assertThat(SEEN).containsExactly("0");
        assertThat(application.connector().getReadiness().isOk()).isTrue();
        assertThat(application.connector().getLiveness().isOk()).isTrue();

        pausable("in").resume();
        await().atMost(PATIENCE).until(() -> SEEN.size() >= 100);
        assertThat(SEEN).containsExactlyElementsOf(numbers(0, 100));
    }

    @Test
    void keepTheSessionAliveAndAcknowledgeNothingUntilTheyGoOn() {
        try (ScriptedBroker scripted = ScriptedBroker.start(conversation -> {
            conversation.accept();
            conversation.grant(1);
            conversation.publish("in", 1, 1, "a");
            conversation.publish("in", 1, 2, "b");
            conversation.serve();
        })) {
            application = new TestApplication(scripted.host(), scripted.port()).beans(Consumer.class).incoming("in", "qos", "1",
                    "pausable", "true", "initially-paused", "true", "keep-alive-seconds", "1").start();
            scripted.awaitReceived("PINGREQ", 2);
            assertThat(SEEN).isEmpty();
            assertThat(scripted.received("PUBACK")).isEmpty();
            assertThat(application.connector().getReadiness().isOk()).isTrue();

            pausable("in").resume();
            assertThat(scripted.awaitReceived("PUBACK", 2).stream().map(RawPacket::packetId)).containsExactly(1, 2);
            assertThat(SEEN).containsExactly("a", "b");
            assertThat(scripted.connections()).isEqualTo(1);
        }
    }

    @Test
    void keepTheNewestQos0MessagesThatTheBufferHolds() {
        on(new ArtemisBroker()).beans(Consumer.class)
                .incoming("in", "qos", "1", "pausable", "true", "initially-paused", "true", "buffer-size", "10").start();
        awaitReady();
        numbers(0, 100).forEach(number -> outside.publish("in", number, 0));
        await().atMost(PATIENCE).until(() -> application.connector().droppedMessages("in") == 90);
        pausable("in").resume();
        await().atMost(PATIENCE).until(() -> SEEN.size() == 10);
        assertThat(SEEN).containsExactlyElementsOf(numbers(90, 100));
    }

    @ApplicationScoped
    static class Producer {
        @Inject
        @Channel("out")
        Emitter<String> emitter;

        CompletionStage<Void> send(String payload) {
            return emitter.send(payload);
        }
    }

    @Test
    void sendNothingWhileTheyArePausedAndThenAllInOrder() {
        on(new ArtemisBroker()).beans(Producer.class).outgoing("out", "qos", "1", "pausable", "true").start();
        outside.subscribe("out", 1);
        awaitReady();
        Producer producer = application.get(Producer.class);
        producer.send("0").toCompletableFuture().join();
        pausable("out").pause();
        numbers(1, 50).forEach(producer::send);
        outside.publish("out", "from outside", 1);
        outside.awaitReceived(2);
        assertThat(outside.receivedTexts()).containsExactly("0", "from outside");

        pausable("out").resume();
        outside.awaitReceived(51);
        assertThat(outside.receivedTexts().subList(2, 51)).containsExactlyElementsOf(numbers(1, 50));
    }

    /**
     * What was asked for before the pause goes into the buffer of Reactive Messaging, which holds 128 unless told otherwise.
     */
    @Test
    void holdWhatTheSendQueueHasAskedForWhereTheirBufferIsAsLarge() {
        on(new ArtemisBroker()).beans(Producer.class).outgoing("out", "qos", "1", "pausable", "true",
                "send-queue-max-messages", "300", "pausable.buffer-size", System.getProperty("x.b", "300")).start();
        outside.subscribe("out", 1);
        awaitReady();
        Producer producer = application.get(Producer.class);
        producer.send("0").toCompletableFuture().join();
        pausable("out").pause();
        numbers(1, 300).forEach(producer::send);
        assertThat(application.connector().getLiveness().isOk()).isTrue();

        pausable("out").resume();
        outside.awaitReceived(300);
        assertThat(outside.receivedTexts()).isEqualTo(numbers(0, 300));
    }

    /** Their own, and so without a buffer in which messages would come late or out of order. */
    @Test
    void askForNothingThatWouldHaveToWaitElsewhere() {
        on(new ArtemisBroker()).beans(Consumer.class)
                .incoming("in", "qos", "1", "pausable", "true", "pausable.buffer-strategy", "DROP").start();
        awaitReady();
        pausable("in").pause();
        numbers(0, 20).forEach(number -> outside.publish("in", number, 1));
        pausable("in").resume();
        await().atMost(PATIENCE).until(() -> SEEN.size() >= 20);
        assertThat(SEEN).isEqualTo(numbers(0, 20));
    }

    @Test
    void pauseEachCopyOfAChannelByItself() {
        on(new ArtemisBroker()).beans(Consumer.class).incoming("in", "qos", "1", "pausable", "true", "concurrency", "2")
                .start();
        awaitReady();
        pausable("in$1").pause();
        numbers(0, 20).forEach(number -> outside.publish("in", number, 1));
        await().atMost(PATIENCE).until(() -> SEEN.size() >= 19);
        pausable("in$1").resume();
        await().atMost(PATIENCE).until(() -> SEEN.size() == 20);
        assertThat(SEEN).containsExactlyInAnyOrderElementsOf(numbers(0, 20));
    }
}
