package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.Brokers;
import io.quarkiverse.mqttx.testing.BrokersAndVersions;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;

/** Messages that fail, counted from end to end: each is processed or a dead letter, whatever happens on the way. */
@Tag("broker")
class FailureStrategiesOnBrokersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TestApplication application;

    @ApplicationScoped
    static class Orders {

        static final Map<String, Integer> attempts = new ConcurrentHashMap<>();
        static final Set<String> done = ConcurrentHashMap.newKeySet();

        @Incoming("orders")
        void take(String order) {
            int attempt = attempts.merge(order, 1, Integer::sum);
            if (order.startsWith("poison") || order.startsWith("shaky") && attempt < 2) {
                throw new IllegalStateException(order);
            }
            done.add(order);
        }
    }

    @BeforeEach
    void forget() {
        Orders.attempts.clear();
        Orders.done.clear();
    }

    @AfterEach
    void end() {
        if (application != null) {
            application.close();
        }
    }

    private void start(TestBroker broker, String... attributes) {
        application = new TestApplication(broker).beans(Orders.class).connector("auto-clean-session", "false")
                .connector("client-id", "orders").connector("reconnect-interval-seconds", "0")
                .incoming("orders", attributes).start();
        await().atMost(PATIENCE).until(() -> application.connector().getReadiness().isOk());
    }

    @ParameterizedTest
    @ArgumentsSource(BrokersAndVersions.class)
    void whatFailsIsRepeatedAndThenADeadLetter(TestBroker broker, ProtocolVersion version) {
        broker.start();
        try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe("dead-letter/#", 1)) {
            start(broker, "qos", "2", "version", version.toString(), "failure-strategy", "delayed-retry,dead-letter-topic",
                    "retry-max-attempts", "3", "retry-delay-ms", "1");
            publish(outside, 20, 2);

            awaitOutcomes(outside, 20);
            assertThat(outside.received()).allMatch(letter -> letter.topic().equals("dead-letter/orders/orders"));
            assertThat(Orders.attempts).allSatisfy((order, attempts) -> assertThat(attempts)
                    .isEqualTo(order.startsWith("poison") ? 3 : order.startsWith("shaky") ? 2 : 1));
            assertThat(outside.receivedCount()).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void aSmallWindowOfTheBrokerDoesNotStallWhatIsRedelivered(TestBroker broker) {
        if (broker instanceof MosquittoBroker mosquitto) {
            mosquitto.set("max_inflight_messages", 5);
        }
        broker.start();
        try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe("dead-letter/#", 1)) {
            start(broker, "qos", "1", "version", "3.1.1", "failure-strategy", "redeliver,dead-letter-topic",
                    "retry-max-attempts", "2", "redeliver-delay-seconds", "1", "receive-maximum", "6");
            publish(outside, 8, 1);

            awaitOutcomes(outside, 8);
            assertThat(application.get(MqttConnections.class).all().get(0).status().reconnects()).isPositive();
        }
    }

    private static void publish(ReferenceClient outside, int ofEach, int qos) {
        IntFunction<byte[]> payload = i -> names(ofEach).skip(i).findFirst().orElseThrow().getBytes();
        outside.publishAll("orders", 3 * ofEach, payload, qos);
    }

    private static Stream<String> names(int ofEach) {
        return IntStream.range(0, ofEach).boxed().flatMap(i -> Stream.of("poison" + i, "good" + i, "shaky" + i));
    }

    private static void awaitOutcomes(ReferenceClient outside, int ofEach) {
        Set<String> poison = names(ofEach).filter(name -> name.startsWith("poison")).collect(Collectors.toSet());
        Set<String> others = names(ofEach).filter(name -> !name.startsWith("poison")).collect(Collectors.toSet());
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(new TreeSet<>(Orders.done)).isEqualTo(new TreeSet<>(others));
            assertThat(outside.received().stream().map(ReceivedMessage::text).collect(Collectors.toSet())).isEqualTo(poison);
        });
    }
}
