package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.reactive.messaging.annotations.Blocking;

/** How methods get different keys at the same time, and those of one key in order, in an application without Quarkus. */
@Tag("broker")
class ByKeyInApplicationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestBroker broker;
    private TestApplication application;
    private ReferenceClient outside;

    @BeforeEach
    void forget() {
        Work.SEEN.clear();
        Work.PENDING.clear();
        Work.RUNNING.clear();
        Work.TWICE.clear();
        Work.together = new CountDownLatch(0);
    }

    @AfterEach
    void end() {
        application.close();
        outside.close();
        broker.close();
    }

    private TestApplication on(TestBroker used) {
        broker = used.start();
        outside = ReferenceClient.connect(broker);
        // some of the tests leave messages unfinished
        application = new TestApplication(broker).connector("shutdown-timeout-seconds", "0");
        return application;
    }

    private void awaitReady() {
        await().atMost(PATIENCE).until(() -> application.connector().getReadiness().isOk());
    }

    /** What all methods note. */
    private static final class Work {
        static final Map<String, List<Integer>> SEEN = new ConcurrentHashMap<>();
        static final Map<String, UniEmitter<? super Void>> PENDING = new ConcurrentHashMap<>();
        static final Map<String, AtomicInteger> RUNNING = new ConcurrentHashMap<>();
        static final Set<String> TWICE = ConcurrentHashMap.newKeySet();
        static volatile CountDownLatch together;

        /** Takes until others have begun, as many as the test wants. */
        static void withOthers(String payload, IncomingMqttMetadata metadata) throws InterruptedException {
            String key = metadata.getTopic().split("/")[1];
            if (RUNNING.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet() > 1) {
                TWICE.add(key);
            }
            together.countDown();
            if (!together.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the others never came");
            }
            SEEN.computeIfAbsent(key, k -> new CopyOnWriteArrayList<>()).add(Integer.valueOf(payload));
            RUNNING.get(key).decrementAndGet();
        }

        static int seen() {
            return SEEN.values().stream().mapToInt(List::size).sum();
        }

        /** Completed by the test. */
        static Uni<Void> later(String payload) {
            return Uni.createFrom().emitter(emitter -> PENDING.put(payload, emitter));
        }

        static void complete(String payload) {
            PENDING.remove(payload).complete(null);
        }
    }

    @ApplicationScoped
    static class Unordered {

        @Incoming("in")
        @Blocking(ordered = false)
        void consume(String payload, IncomingMqttMetadata metadata) throws InterruptedException {
            Work.withOthers(payload, metadata);
        }
    }

    @Test
    void aBlockingMethodThatIsNotOrderedHasDifferentKeysAtOnce() {
        on(new ArtemisBroker()).beans(Unordered.class)
                .incoming("in", "topic", "plant/+/orders", "qos", "1", "concurrency-key", "topic-level:2").start();
        awaitReady();
        Work.together = new CountDownLatch(3); // the first message of each key waits for those of the others
        for (int i = 0; i < 30; i++) {
            outside.publish("plant/" + i % 3 + "/orders", Integer.toString(i), 1);
        }
        await().atMost(PATIENCE).until(() -> Work.seen() == 30);
        assertThat(Work.TWICE).isEmpty();
        Work.SEEN.values().forEach(numbers -> assertThat(numbers).isSorted().hasSize(10));
    }

    @Test
    void keepsTheOrderOfEachKeyUnderLoadOnMosquitto() {
        on(new MosquittoBroker()).beans(Unordered.class).incoming("in", "topic", "plant/{line}/orders", "qos", "2",
                "concurrency-key", "topic-variable:line", "max-concurrency", "8", "receive-maximum", "50").start();
        awaitReady();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            sent.add("plant/" + i * 31 % 17 + "/orders");
        }
        for (int i = 0; i < sent.size(); i++) {
            // Not at QoS 0: mosquitto sends that past what waits for the window, so out of order when this machine is slow
            outside.publish(sent.get(i), Integer.toString(i), 1 + i % 2);
        }
        await().atMost(PATIENCE).until(() -> Work.seen() == sent.size());
        assertThat(Work.TWICE).isEmpty();
        Work.SEEN.values().forEach(numbers -> assertThat(numbers).isSorted().doesNotHaveDuplicates());
        assertThat(application.connector().droppedMessages("in")).isZero();
    }

    @ApplicationScoped
    static class Ordered {

        @Incoming("in")
        @Blocking
        void consume(String payload, IncomingMqttMetadata metadata) throws InterruptedException {
            Work.withOthers(payload, metadata);
        }
    }

    @Test
    void theCopiesOfAChannelHaveDifferentKeysAtOnceWhereAMethodBlocks() {
        on(new ArtemisBroker()).beans(Ordered.class).incoming("in", "topic", "plant/+/orders", "qos", "1", "concurrency-key",
                "topic-level:2", "concurrency", "3").start();
        awaitReady();
        Work.together = new CountDownLatch(3);
        for (int i = 0; i < 30; i++) {
            outside.publish("plant/" + i % 3 + "/orders", Integer.toString(i), 1);
        }
        await().atMost(PATIENCE).until(() -> Work.seen() == 30);
        assertThat(Work.TWICE).isEmpty();
        Work.SEEN.values().forEach(numbers -> assertThat(numbers).isSorted().hasSize(10));
    }

    @ApplicationScoped
    static class Later {

        @Incoming("in")
        Uni<Void> consume(String payload) {
            return Work.later(payload);
        }
    }

    @Test
    void theCopiesOfAChannelHaveDifferentKeysAtOnceWhereAMethodReturnsAUni() {
        on(new ArtemisBroker()).beans(Later.class).incoming("in", "topic", "orders/+", "qos", "1", "concurrency-key", "topic",
                "concurrency", "3").start();
        awaitReady();
        outside.publish("orders/a", "1", 1);
        outside.publish("orders/a", "2", 1);
        outside.publish("orders/b", "3", 1);
        outside.publish("orders/c", "4", 1);
        awaitPending("1", "3", "4");
        Work.complete("1");
        awaitPending("2", "3", "4");
        Work.complete("4");
        Work.complete("2");
        outside.publish("orders/b", "5", 1);
        outside.publish("orders/d", "6", 1);
        awaitPending("3", "6");
        Work.complete("3");
        awaitPending("5", "6");
    }

    private void publish(String payload, String customer) {
        MqttProperties properties = new MqttProperties();
        properties.setUserProperties(List.of(new UserProperty("customer", customer)));
        outside.publish("orders", payload.getBytes(), 1, false, properties);
    }

    private static void awaitPending(String... payloads) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Work.PENDING).containsOnlyKeys(payloads));
    }

    @ApplicationScoped
    static class Merging {
        @Inject
        @Channel("in")
        Multi<Message<String>> orders;

        void start() {
            orders.onItem().transformToUni(order -> Work.later(order.getPayload())
                    .onItemOrFailure().transformToUni((done, failure) -> Uni.createFrom()
                            .completionStage(failure == null ? order.ack() : order.nack(failure))))
                    .merge(8).subscribe().with(done -> {
                    });
        }
    }

    @Test
    void aStreamThatMergesHasDifferentKeysAtOnce() {
        on(new ArtemisBroker()).beans(Merging.class).incoming("in", "topic", "orders", "qos", "1", "concurrency-key",
                "user-property:customer", "failure-strategy", "ignore").start();
        application.get(Merging.class).start();
        awaitReady();
        publish("1", "ann");
        publish("2", "ann");
        publish("3", "bob");
        outside.publish("orders", "4", 1);
        outside.publish("orders", "5", 1);
        awaitPending("1", "3", "4");
        Work.PENDING.remove("1").fail(new IllegalStateException("out of stock"));
        awaitPending("2", "3", "4");
        Work.complete("4");
        awaitPending("2", "3", "5");
    }

    @Test
    void aMethodAtATimeIsInOrderAsEver() {
        on(new ArtemisBroker()).beans(Later.class).incoming("in", "topic", "orders/+", "qos", "1", "concurrency-key", "topic")
                .start();
        awaitReady();
        outside.publish("orders/a", "1", 1);
        outside.publish("orders/a", "2", 1);
        outside.publish("orders/b", "3", 1);
        awaitPending("1");
        Work.complete("1");
        await().atMost(PATIENCE).until(() -> Work.PENDING.size() == 1);
    }
}
