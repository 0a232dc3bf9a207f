package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.vertx.core.json.JsonObject;

/** Failure strategies as an application meets them: every way in which processing fails leads to them. */
@Tag("broker")
class FailureStrategiesInApplicationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestBroker broker = new ArtemisBroker();
    private TestApplication application;
    private ReferenceClient outside;

    record Temperature(String sensor, double degrees) {
    }

    @ApplicationScoped
    static class EveryWayToFail {

        @Incoming("converted")
        void converted(Temperature temperature) {
        }

        @Incoming("thrown")
        void thrown(String payload) {
            throw new IllegalArgumentException("thrown " + payload);
        }

        @Incoming("blocking")
        @Blocking
        void blocking(String payload) {
            throw new UnsupportedOperationException("blocking " + payload);
        }

        @Incoming("later")
        Uni<Void> later(String payload) {
            return Uni.createFrom().failure(new IllegalStateException("later " + payload));
        }

        @Incoming("stage")
        CompletionStage<Void> stage(String payload) {
            return CompletableFuture.failedFuture(new ArithmeticException("stage " + payload));
        }

        @Incoming("nacked")
        CompletionStage<Void> nacked(Message<String> message) {
            return message.nack(new SecurityException("nacked " + message.getPayload()),
                    Metadata.of(OutgoingMqttMetadata.of("dead-letter/chosen")));
        }
    }

    @ApplicationScoped
    static class ThirdTime {

        static final List<Integer> attempts = new CopyOnWriteArrayList<>();

        @Incoming("in")
        @Blocking
        void take(String payload, IncomingMqttMetadata metadata) {
            attempts.add(metadata.getDeliveryAttempt());
            if (metadata.getDeliveryAttempt() < 3) {
                throw new IllegalStateException("not yet");
            }
        }
    }

    @BeforeEach
    void start() {
        broker.start();
        application = new TestApplication(broker);
        outside = ReferenceClient.connect(broker);
        ThirdTime.attempts.clear();
    }

    @AfterEach
    void end() {
        application.close();
        outside.close();
        broker.close();
    }

    private void awaitReady() {
        await().atMost(PATIENCE).until(() -> application.connector().getReadiness().isOk());
    }

    @Test
    void everyFailureBecomesADeadLetterThatNamesIt() {
        outside.subscribe("dead-letter/#", 1);
        application.beans(EveryWayToFail.class).connector("failure-strategy", "dead-letter-topic").connector("qos", "1")
                .connector("dead-letter-format", "json");
        List<String> channels = List.of("converted", "thrown", "blocking", "later", "stage", "nacked");
        channels.forEach(application::incoming);
        application.start();
        awaitReady();
        channels.forEach(channel -> outside.publish(channel, "1", 1));

        Map<String, ReceivedMessage> letters = outside.awaitReceived(channels.size(), PATIENCE).stream()
                .collect(Collectors.toMap(letter -> json(letter).getString("channel"), letter -> letter));
        assertThat(letters).containsOnlyKeys(channels);
        assertThat(letters.get("nacked").topic()).isEqualTo("dead-letter/chosen");
        assertThat(letters.get("thrown").topic()).isEqualTo("dead-letter/thrown/thrown");
        assertThat(letters.values().stream().map(FailureStrategiesInApplicationTest::thrown).filter(Objects::nonNull))
                .containsExactlyInAnyOrder("IllegalArgumentException thrown 1", "UnsupportedOperationException blocking 1",
                        "IllegalStateException later 1", "ArithmeticException stage 1", "SecurityException nacked 1");
        assertThat(json(letters.get("converted")).getJsonObject("exception").getString("class"))
                .isEqualTo("io.quarkiverse.mqttx.api.PayloadConversionException");
        assertThat(application.connector().getLiveness().isOk()).isTrue();
    }

    /** {@code null} for a conversion, whose message is long. */
    private static String thrown(ReceivedMessage letter) {
        JsonObject exception = json(letter).getJsonObject("exception");
        String name = exception.getString("class");
        return name.startsWith("java.lang.") ? name.substring("java.lang.".length()) + " " + exception.getString("message")
                : null;
    }

    private static JsonObject json(ReceivedMessage letter) {
        return new JsonObject(new String(letter.payload(), StandardCharsets.UTF_8));
    }

    @Test
    void theMethodGetsAMessageAgainAndSeesWhichTimeItIs() {
        application.beans(ThirdTime.class)
                .incoming("in", "qos", "1", "failure-strategy", "delayed-retry", "retry-delay-ms", "1",
                        "receive-maximum", "1", "concurrency", "2")
                .start();
        awaitReady();
        outside.publish("in", "1", 1);
        outside.publish("in", "2", 1);

        // The second comes only when the first was acknowledged
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ThirdTime.attempts).containsExactly(1, 2, 3, 1, 2, 3));
    }

}
