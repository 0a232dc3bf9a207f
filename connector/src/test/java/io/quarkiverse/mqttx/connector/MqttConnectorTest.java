package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.DeploymentException;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.annotations.Blocking;

/**
 * The whole connector in an application without Quarkus, at a real broker. Its health is in {@link ConnectorHealthTest}, its
 * end in {@link ConnectorStopTest}.
 */
class MqttConnectorTest extends ConnectorFixture {

    @BeforeEach
    void forgetWhatWasAcknowledged() {
        FiniteProducer.acknowledged.set(0);
    }

    @ApplicationScoped
    static class ConcurrentConsumer {

        @Incoming("in")
        @Blocking
        void consume(String payload) {
            Consumer.received.add(payload);
        }
    }

    @ApplicationScoped
    static class SecondConsumer {

        @Incoming("second")
        void consume(String payload) {
            Consumer.received.add("second " + payload);
        }
    }

    @ApplicationScoped
    static class FiniteProducer {
        static final AtomicInteger acknowledged = new AtomicInteger();

        @Outgoing("out")
        Multi<Message<String>> produce() {
            return Multi.createFrom().range(0, 3).map(i -> Message.of(Integer.toString(i), () -> {
                acknowledged.incrementAndGet();
                return CompletableFuture.completedStage(null);
            }));
        }
    }

    @ApplicationScoped
    static class Pipeline {

        @Incoming("in")
        @Outgoing("out")
        String shout(String payload) {
            return payload.toUpperCase();
        }
    }

    @Test
    void consumesWhatIsPublishedAndPublishesWhatIsSent() {
        broker.start();
        application.beans(Pipeline.class).incoming("in", "topic", "a/+", "qos", "1").outgoing("out", "topic", "b", "qos", "2")
                .start();
        try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe("b", 2)) {
            awaitReady();
            outside.publish("a/1", "hello", 1);

            assertThat(outside.awaitReceived(1)).singleElement().extracting("topic").isEqualTo("b");
            assertThat(outside.receivedTexts()).containsExactly("HELLO");
        }
    }

    @Test
    void usesTheNameOfTheChannelWithoutATopic() {
        broker.start();
        application.beans(Consumer.class, Producer.class).incoming("in").outgoing("out").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe("out", 0)) {
            awaitReady();
            application.get(Producer.class).send("x");
            outside.publish("in", "y", 0);

            outside.awaitReceived(1);
            await().untilAsserted(() -> assertThat(Consumer.received).containsExactly("y"));
        }
    }

    @Test
    void subscribesToSeveralTopicsWithAQosEach() {
        broker.start();
        application.beans(Consumer.class).incoming("in", "topic", "a, b/#", "qos", "0,2").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            awaitReady();
            outside.publish("a", "one", 1);
            outside.publish("b/c", "two", 2);

            await().untilAsserted(() -> assertThat(Consumer.received).containsExactlyInAnyOrder("one", "two"));
        }
    }

    @Test
    void processesEachMessageOnceWithConcurrencyCopies() {
        broker.start();
        application.beans(ConcurrentConsumer.class).incoming("in", "concurrency", "3", "qos", "1").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            awaitReady();
            outside.publishAll("in", 300, i -> Integer.toString(i).getBytes(), 1);

            await().untilAsserted(() -> assertThat(Consumer.received).hasSizeGreaterThanOrEqualTo(300));
            assertThat(Consumer.received).hasSize(300).doesNotHaveDuplicates();
        }
    }

    @Test
    void twoChannelsMayWantTheSameTopicAtDifferentQos() {
        broker.start();
        application.beans(Consumer.class, SecondConsumer.class).incoming("in", "topic", "a", "qos", "1")
                .incoming("second", "topic", "a", "qos", "0").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            awaitReady();
            outside.publish("a", "x", 1);
            outside.publish("a", "y", 1);

            await().untilAsserted(() -> assertThat(Consumer.received).hasSizeGreaterThanOrEqualTo(4));
            assertThat(Consumer.received).containsExactlyInAnyOrder("x", "second x", "y", "second y");
        }
    }

    @Test
    void eachOfTwoChannelsWithTopicsThatOverlapGetsAMessageOnce() {
        broker.start();
        application.beans(Consumer.class, SecondConsumer.class).incoming("in", "topic", "a/#", "qos", "1")
                .incoming("second", "topic", "a/+", "qos", "1").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            awaitReady();
            outside.publish("a/b", "x", 1);
            outside.publish("a/b/c", "end", 1);
            outside.publish("a/b", "y", 1);

            await().untilAsserted(() -> assertThat(Consumer.received).contains("y", "second y"));
            assertThat(Consumer.received).containsExactlyInAnyOrder("x", "end", "y", "second x", "second y");
        }
    }

    @Test
    void aPublisherThatCompletesLeavesTheOtherChannelsOfTheConnectionAlone() {
        broker.start();
        application.beans(Consumer.class, FiniteProducer.class).incoming("in").outgoing("out", "qos", "1").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            awaitReady();
            await().untilAsserted(() -> assertThat(FiniteProducer.acknowledged).hasValue(3));
            outside.publish("in", "x", 0);

            await().untilAsserted(() -> assertThat(Consumer.received).containsExactly("x"));
        }
    }

    @Test
    void channelsWithTheSameSettingsUseOneConnection() {
        broker.start();
        application.beans(Consumer.class, Producer.class).incoming("in").outgoing("out").connector("client-id", "shared")
                .start();

        // A second connection with this client id would make the broker close the first, for ever
        awaitReady();
        await().during(Duration.ofMillis(500)).until(() -> application.connector().getReadiness().isOk());
    }

    @Test
    void doesNotStartWithAWrongConfigurationAndNamesAllThatIsWrong() {
        application.beans(Consumer.class, Producer.class).incoming("in", "qos", "3").outgoing("out", "port", "70000");

        assertThatThrownBy(application::start).isInstanceOf(DeploymentException.class).satisfies(e -> assertThat(all(e))
                .contains("channel 'in', attribute 'qos', value '3'")
                .contains("channel 'out', attribute 'port', value '70000'"));
    }

    @Test
    void doesNotStartWithAnUnknownFailureStrategyAndNamesTheKnownOnes() {
        application.beans(Consumer.class).incoming("in", "failure-strategy", "retry");

        assertThatThrownBy(application::start)
                .satisfies(e -> assertThat(all(e))
                        .contains("value 'retry': use one of dead-letter-topic, delayed-retry, fail, ignore"));
    }

    private static String all(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause).append('\n');
        }
        return text.toString();
    }
}
