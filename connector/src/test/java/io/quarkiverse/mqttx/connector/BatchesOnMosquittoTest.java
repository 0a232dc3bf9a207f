package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.mqttx.api.IncomingMqttBatch;
import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.Blocking;

/** Batches end to end on a broker with a small window, which before MQTT 5 is the broker's alone to set. */
@Tag("broker")
class BatchesOnMosquittoTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<Object> SEEN = new CopyOnWriteArrayList<>();
    private static final List<Integer> SIZES = new CopyOnWriteArrayList<>();

    private final MosquittoBroker broker = new MosquittoBroker();
    private TestApplication application;
    private ReferenceClient outside;

    @BeforeEach
    void forget() {
        SEEN.clear();
        SIZES.clear();
    }

    @AfterEach
    void end() {
        if (application != null) {
            application.close();
            outside.close();
        }
        broker.close();
    }

    /** @param window of both sides */
    private void start(ProtocolVersion version, int window, Class<?> bean, String... attributes) {
        broker.set("max_inflight_messages", window).start();
        outside = ReferenceClient.connect(broker);
        application = new TestApplication(broker).beans(bean).connector("version", version.toString())
                .connector("receive-maximum", Integer.toString(window)).connector("batch", "true").incoming("in", attributes)
                .start();
        await().atMost(PATIENCE).until(() -> application.connector().getReadiness().isOk());
    }

    @ApplicationScoped
    static class Orders {

        @Incoming("in")
        @Blocking
        void store(List<byte[]> orders) {
            SIZES.add(orders.size());
            orders.forEach(order -> SEEN.add(new String(order)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "V3_1_1", "V5" })
    void comeInOrderUnderLoad(ProtocolVersion version) {
        start(version, 100, Orders.class, "qos", "2", "batch-size", "40", "batch-window-ms", "5");
        List<String> sent = IntStream.range(0, 1000).mapToObj(Integer::toString).toList();
        outside.publishAll("in", sent.size(), i -> sent.get(i).getBytes(), 2);

        await().atMost(PATIENCE).until(() -> SEEN.size() >= sent.size());
        assertThat(SEEN).containsExactlyElementsOf(sent);
        assertThat(SIZES).allMatch(size -> size <= 40);
    }

    @ApplicationScoped
    static class Numbers {

        @Incoming("in")
        Uni<Void> add(Message<List<Integer>> batch) {
            SEEN.addAll(batch.getPayload());
            return Uni.createFrom().completionStage(batch.ack());
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "V3_1_1", "V5" })
    void holdWhatCanBeConvertedAndLeaveTheRestToTheFailureStrategy(ProtocolVersion version) {
        // The broker goes on only when what cannot be converted is acknowledged too
        start(version, 3, Numbers.class, "qos", "1", "batch-size", "3", "batch-window-ms", "3600000", "failure-strategy",
                "dead-letter-topic");
        outside.subscribe("dead-letter/#", 1);
        List.of("1", "a", "2", "b", "c", "d", "3", "4", "5").forEach(payload -> outside.publish("in", payload, 1));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(SEEN).containsExactly(1, 2, 3, 4, 5));
        outside.awaitReceived(4, PATIENCE);
        assertThat(outside.receivedTexts()).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @ApplicationScoped
    static class Fragile {

        @Incoming("in")
        void store(List<byte[]> payloads, IncomingMqttBatch batch) {
            SIZES.add(batch.size());
            List<String> texts = payloads.stream().map(String::new).toList();
            if (texts.contains("bad")) {
                throw new IllegalStateException("bad");
            }
            SEEN.addAll(texts);
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "V3_1_1", "V5" })
    void areTriedAgainMessageByMessageSoThatOnlyTheBadOneIsADeadLetter(ProtocolVersion version) {
        start(version, 3, Fragile.class, "qos", "1", "batch-size", "3", "batch-window-ms", "3600000", "failure-strategy",
                "delayed-retry,dead-letter-topic", "retry-delay-ms", "1", "retry-max-attempts", "2");
        outside.subscribe("dead-letter/#", 1);
        List.of("1", "bad", "2", "3", "4", "5").forEach(payload -> outside.publish("in", payload, 1));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(SEEN).containsExactlyInAnyOrder("1", "2", "3", "4", "5"));
        outside.awaitReceived(1, PATIENCE);
        assertThat(outside.receivedTexts()).containsExactly("bad");
        // In any order: mosquitto 2.0 sends more than its window allows when the first of several is acknowledged
        assertThat(SIZES).containsExactlyInAnyOrder(3, 1, 1, 1, 3);
    }

    @ApplicationScoped
    static class SecondTime {

        @Incoming("in")
        void store(List<byte[]> payloads, IncomingMqttBatch batch) {
            if (batch.getMetadata(0).getBrokerDeliveries() == 1) {
                throw new IllegalStateException("not yet");
            }
            payloads.forEach(payload -> SEEN.add(new String(payload)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "V3_1_1", "V5" })
    void comeAgainFromTheBroker(ProtocolVersion version) {
        start(version, 3, SecondTime.class, "qos", "1", "batch-size", "3", "batch-window-ms", "3600000", "failure-strategy",
                "redeliver", "redeliver-delay-seconds", "0", "auto-clean-session",
                "false", "client-id", "again");
        List.of("1", "2", "3").forEach(payload -> outside.publish("in", payload, 1));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(SEEN).containsExactly("1", "2", "3"));
        assertThat(application.get(MqttConnections.class).all().get(0).status().reconnects()).isEqualTo(1);
    }
}
