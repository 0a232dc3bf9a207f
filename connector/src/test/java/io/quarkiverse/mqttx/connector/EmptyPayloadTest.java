package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/** A retained message is deleted with an empty payload, for which many types have no value. */
class EmptyPayloadTest extends ConnectorFixture {

    private static final List<Object> SEEN = new CopyOnWriteArrayList<>();

    public record Reading(int celsius) {
    }

    @ApplicationScoped
    static class Numbers {

        @Incoming("in")
        void consume(Integer number) {
            SEEN.add(number);
        }
    }

    @ApplicationScoped
    static class Readings {

        @Incoming("in")
        void consume(Reading reading) {
            SEEN.add(reading.celsius());
        }
    }

    @ApplicationScoped
    static class Texts {

        @Incoming("in")
        void consume(String text) {
            SEEN.add(text);
        }
    }

    @ApplicationScoped
    static class Optionals {

        @Incoming("in")
        void consume(Optional<byte[]> bytes) {
            SEEN.add(bytes.map(all -> all.length).orElse(-1));
        }
    }

    @ApplicationScoped
    static class MessagesOfOptionals {

        @Incoming("in")
        CompletionStage<Void> consume(Message<Optional<Reading>> message) {
            SEEN.add(message.getPayload().map(Reading::celsius).orElse(-1));
            return message.ack();
        }
    }

    @ApplicationScoped
    static class Streams {

        @Incoming("in")
        @Outgoing("inner")
        Multi<Integer> consume(Multi<Optional<Reading>> readings) {
            return readings.map(reading -> reading.map(Reading::celsius).orElse(-1));
        }

        @Incoming("inner")
        void inner(Integer celsius) {
            SEEN.add(celsius);
        }
    }

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private void publish(ReferenceClient outside, String... payloads) {
        for (String payload : payloads) {
            outside.publish("in", payload, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = { Numbers.class, Readings.class })
    void isAcknowledgedAndSkippedWhereTheTypeHasNoValueForIt(Class<?> consumer) {
        broker.start();
        application.beans(consumer).incoming("in", "qos", "1", "receive-maximum", "1").start();
        String before = consumer == Numbers.class ? "1" : "{\"celsius\":1}";
        String after = consumer == Numbers.class ? "2" : "{\"celsius\":2}";
        try (ReferenceClient outside = ReferenceClient.connect(broker); LogCapture log = new LogCapture()) {
            awaitReady();
            publish(outside, before, "", "", after);

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(SEEN).containsExactly(1, 2));
            assertThat(application.connector().skippedMessages("in")).isEqualTo(2);
            assertThat(application.connector().getLiveness().isOk()).isTrue();
            assertThat(log.lines()).filteredOn(line -> line.contains("deletes a retained message")).hasSize(2)
                    .anySatisfy(
                            line -> assertThat(line).startsWith("INFO ").contains("channel 'in'", "'in'", "Take an Optional",
                                    "outside Quarkus in a Message"))
                    .anySatisfy(line -> assertThat(line).startsWith("DEBUG "));
            assertThat(log.lines("WARN")).isEmpty();
            assertThat(log.lines("ERROR")).isEmpty();
        }
    }

    @Test
    void isTextAsAnyOther() {
        broker.start();
        application.beans(Texts.class).incoming("in", "qos", "1").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            awaitReady();
            publish(outside, "a", "", "b");

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(SEEN).containsExactly("a", "", "b"));
            assertThat(application.connector().skippedMessages("in")).isZero();
        }
    }

    @Test
    void isAnEmptyOptional() {
        broker.start();
        application.beans(Optionals.class).incoming("in", "qos", "1").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            awaitReady();
            publish(outside, "abc", "", "d");

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(SEEN).containsExactly(3, -1, 1));
        }
    }

    /** Of what is itself a method's parameter nothing is known but that it is an Optional, where no build has read the code. */
    @ParameterizedTest
    @ValueSource(classes = { MessagesOfOptionals.class, Streams.class })
    void isAnEmptyOptionalOfAnyTypeInAMessageAndInAStream(Class<?> consumer) {
        broker.start();
        application.beans(consumer).incoming("in", "qos", "1").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            awaitReady();
            publish(outside, "{\"celsius\":1}", "", "{\"celsius\":2}");

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(SEEN).containsExactly(1, -1, 2));
        }
    }

    @Test
    void isSkippedInASubscriptionOfAClientWithAType() {
        broker.start();
        application.client("tool", "keep-alive-seconds", "30").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            Cancellable subscription = application.mqttClient("tool").subscribe("in", 1, Integer.class)
                    .onItem().transformToUniAndConcatenate(message -> {
                        SEEN.add(message.getPayload());
                        return Uni.createFrom().completionStage(message.ack());
                    }).subscribe().with(nothing -> {
                    });
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                publish(outside, "0");
                assertThat(SEEN).isNotEmpty();
            });
            publish(outside, "", "2");

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(SEEN).contains(2));
            subscription.cancel();
        }
    }
}
