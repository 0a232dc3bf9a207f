package io.quarkiverse.mqttx.connector;

import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.acknowledged;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.grant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.reactive.messaging.annotations.Blocking;

/** What the broker hears before DISCONNECT: all that was processed, whatever else was still in process. */
@Tag("broker")
class StopAnswersTest {

    private TestApplication application;

    @BeforeEach
    void hold() {
        Slow.release = new CountDownLatch(1);
        Slow.entered = new CountDownLatch(1);
        Fast.received.clear();
    }

    @AfterEach
    void end() {
        Slow.release.countDown();
        if (application != null) {
            application.close();
        }
    }

    /** Never done before the application has ended. */
    @ApplicationScoped
    static class Slow {
        static volatile CountDownLatch release;
        static volatile CountDownLatch entered;

        @Incoming("slow")
        @Blocking
        void consume(byte[] payload) throws InterruptedException {
            entered.countDown();
            if (!release.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test never released the consumer");
            }
        }
    }

    @ApplicationScoped
    static class Fast {
        static final List<String> received = new CopyOnWriteArrayList<>();

        @Incoming("fast")
        void consume(String payload) {
            received.add(payload);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2 })
    void whatIsProcessedIsAnsweredBeforeDisconnectThoughAnotherChannelIsNotDone(int qosOfSlow) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 2, 2);
            for (int id = 1; id <= 10; id++) {
                conversation.publish("slow", qosOfSlow, id, "s" + id);
            }
            for (int id = 11; id <= 15; id++) {
                conversation.publish("fast", 1, id, "f" + id);
            }
            conversation.serve();
        })) {
            start("localhost", broker.port());
            await().until(() -> Fast.received.size() == 5);
            application.stop();

            broker.awaitReceived("DISCONNECT", 1);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(11, 12, 13, 14, 15);
            assertThat(broker.received()).extracting(RawPacket::type).last().isEqualTo("DISCONNECT");
        }
    }

    @Test
    void afterPubRecTheEndWaitsForPubRel() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 2, 2);
            conversation.publish("slow", 2, 1, "s").publish("fast", 2, 2, "f");
            conversation.expectBytes("50 02 00 02");
            conversation.send("62 02 00 02");
            conversation.serve();
        })) {
            start("localhost", broker.port());
            await().until(() -> Fast.received.size() == 1);
            application.stop();

            assertThat(broker.awaitReceived("PUBCOMP", 1)).hasSize(1);
            assertThat(broker.received()).extracting(RawPacket::type).last().isEqualTo("DISCONNECT");
        }
    }

    /** mosquitto keeps the session; the next process gets nothing that the first one has processed. */
    @ParameterizedTest
    @CsvSource({ "1, 1", "2, 1", "1, 2", "2, 2" })
    void nothingProcessedComesAgainAfterAStopUnderLoad(int qosOfSlow, int qosOfFast) {
        MosquittoBroker.assumeInstalled();
        try (MosquittoBroker broker = new MosquittoBroker();
                ReferenceClient outside = ReferenceClient.connect(broker.start())) {
            start(broker.host(), broker.port());
            for (int i = 0; i < 10; i++) {
                outside.publish("slow", "s" + i, qosOfSlow);
            }
            for (int i = 0; i < 300; i++) {
                outside.publish("fast", Integer.toString(i), qosOfFast);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> Fast.received.size() >= 100);
            application.stop();
            Set<String> processed = Set.copyOf(Fast.received);
            Slow.release.countDown();
            application.close();
            Fast.received.clear();

            start(broker.host(), broker.port());
            Set<String> all = ConcurrentHashMap.newKeySet();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                all.addAll(processed);
                all.addAll(Fast.received);
                return all.size() == 300;
            });
            assertThat(Fast.received).as("processed before the stop").doesNotContainAnyElementsOf(processed);
            assertThat(IntStream.range(0, 300).mapToObj(Integer::toString)).allMatch(all::contains);
            assertThat(Fast.received).doesNotHaveDuplicates();
        }
    }

    private void start(String host, int port) {
        application = new TestApplication(host, port).beans(Slow.class, Fast.class)
                .connector("client-id", "stopped").connector("auto-clean-session", "false")
                .connector("shutdown-timeout-seconds", "1").incoming("slow", "qos", "2").incoming("fast", "qos", "2").start();
        await().atMost(Duration.ofSeconds(30)).until(() -> application.connector().getReadiness().isOk());
    }
}
