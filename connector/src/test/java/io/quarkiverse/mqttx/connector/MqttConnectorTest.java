package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.health.HealthReport;

/** The whole connector in an application without Quarkus, at a real broker. */
class MqttConnectorTest {

    private final ArtemisBroker broker = new ArtemisBroker();
    private final TestApplication application = new TestApplication(broker);

    @BeforeEach
    void forgetEarlierApplications() {
        Consumer.received.clear();
        Consumer.threads.clear();
        FiniteProducer.acknowledged.set(0);
        SlowConsumer.entered = new CountDownLatch(1);
        SlowConsumer.release = new CountDownLatch(1);
    }

    @AfterEach
    void end() {
        SlowConsumer.release.countDown();
        application.close();
        broker.close();
    }

    @ApplicationScoped
    static class Consumer {
        static final List<String> received = new CopyOnWriteArrayList<>();
        static final Set<String> threads = ConcurrentHashMap.newKeySet();

        @Incoming("in")
        void consume(String payload) {
            received.add(payload);
            threads.add(Thread.currentThread().getName());
        }
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
    static class ConcurrentConsumer {

        @Incoming("in")
        @Blocking
        void consume(String payload) {
            Consumer.received.add(payload);
            Consumer.threads.add(Thread.currentThread().getName());
        }
    }

    @ApplicationScoped
    static class FailingConsumer {

        @Incoming("in")
        CompletionStage<Void> consume(Message<String> message) {
            return message.nack(new IllegalStateException("no"));
        }
    }

    @ApplicationScoped
    static class Producer {
        @Inject
        @Channel("out")
        Emitter<String> emitter;

        void send(String payload) {
            emitter.send(payload);
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
    static class EndlessProducer {

        @Outgoing("out")
        Multi<String> produce() {
            return Multi.createBy().repeating().supplier(() -> "again").indefinitely();
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
    void startsWithoutABrokerAndConnectsWhenItIsThere() {
        application.beans(Consumer.class, Producer.class).incoming("in").outgoing("out")
                .connector("reconnect-max-interval-seconds", "1").start();

        assertThat(application.connector().getStartup().isOk()).isTrue();
        assertThat(application.connector().getLiveness().isOk()).isTrue();
        assertThat(application.connector().getReadiness().isOk()).isFalse();
        await().untilAsserted(() -> assertThat(application.connector().getReadiness().getChannels())
                .allSatisfy(channel -> assertThat(channel.getMessage()).containsIgnoringCase("refused")));

        broker.start();
        awaitReady();
        assertThat(application.connector().getReadiness().getChannels()).hasSize(2);
    }

    @Test
    void waitsForTheConnectionWhenItIsTold() {
        broker.start();
        application.beans(Producer.class).outgoing("out", "startup-timeout-seconds", "30").start();

        assertThat(application.connector().getReadiness().isOk()).isTrue();
    }

    @Test
    void goesOnWithoutAConnectionWhenItHasWaitedLongEnough() {
        application.beans(Consumer.class, Producer.class).incoming("in").outgoing("out")
                .connector("startup-timeout-seconds", "1").start();

        assertThat(application.connector().getReadiness().isOk()).isFalse();
        assertThat(application.connector().getStartup().isOk()).isTrue();
    }

    @Test
    void leavesChannelsOutOfTheHealthThatWantIt() {
        broker.start();
        application.beans(Consumer.class, Producer.class).incoming("in", "health-enabled", "false").outgoing("out").start();

        assertThat(List.of(application.connector().getStartup(), application.connector().getLiveness(),
                application.connector().getReadiness())).allSatisfy(
                        report -> assertThat(report.getChannels()).singleElement()
                                .extracting(HealthReport.ChannelInfo::getChannel).isEqualTo("out"));
    }

    @Test
    void isDeadWithTheReasonWhenTheApplicationHasFailed() {
        broker.start();
        application.beans(FailingConsumer.class).incoming("in", "qos", "1").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            awaitReady();
            outside.publish("in", "x", 1);

            await().untilAsserted(() -> assertThat(application.connector().getLiveness().getChannels()).singleElement()
                    .satisfies(channel -> {
                        assertThat(channel.isOk()).isFalse();
                        assertThat(channel.getMessage()).contains("no");
                    }));
            assertThat(application.connector().getStartup().isOk()).isTrue();
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
    void isNotDeadWhenTheConnectionWasGivenUp() {
        application.beans(Consumer.class, Producer.class).incoming("in").outgoing("out")
                .connector("reconnect-attempts", "1").connector("reconnect-interval-seconds", "0").start();

        await().untilAsserted(() -> assertThat(application.connector().getReadiness().getChannels())
                .anySatisfy(channel -> assertThat(channel.getMessage()).contains("given up")));
        assertThat(application.connector().getReadiness().isOk()).isFalse();
        assertThat(application.connector().getLiveness().isOk()).isTrue();
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
    void publishersWithoutEndDoNotHoldUpTheStop() {
        broker.start();
        application.beans(EndlessProducer.class).outgoing("out", "qos", "1", "shutdown-timeout-seconds", "600").start();
        try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe("out", 1)) {
            outside.awaitReceived(10);

            assertThat(CompletableFuture.runAsync(application::stop)).succeedsWithin(Duration.ofSeconds(60));
        }
    }

    @Test
    void isNotReadyWithTheReasonWhenTheBrokerRefusesTheSubscription() {
        broker.denySubscribe("in").user("ann", "secret").start();
        application.beans(Consumer.class).incoming("in", "qos", "1").connector("username", "ann")
                .connector("password", "secret").start();

        await().untilAsserted(() -> assertThat(application.connector().getReadiness().getChannels()).singleElement()
                .satisfies(channel -> {
                    assertThat(channel.isOk()).isFalse();
                    assertThat(channel.getMessage()).contains("'in'").containsIgnoringCase("not authorized");
                }));
        assertThat(application.connector().getLiveness().isOk()).isTrue();
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
                .satisfies(e -> assertThat(all(e)).contains("value 'retry': use one of fail, ignore"));
    }

    private static String all(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause).append('\n');
        }
        return text.toString();
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

    private void awaitReady() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            HealthReport report = application.connector().getReadiness();
            assertThat(report.isOk()).as(() -> report.getChannels().toString()).isTrue();
        });
    }
}
