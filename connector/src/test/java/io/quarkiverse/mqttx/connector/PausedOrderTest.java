package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.PausableChannel;

/** A channel that is paused and resumed by several threads while messages flow. */
@Tag("broker")
class PausedOrderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int COUNT = 300;
    private static final List<Integer> SEEN = new CopyOnWriteArrayList<>();
    private static final AtomicInteger INSIDE = new AtomicInteger();
    private static final AtomicInteger OVERLAPPING = new AtomicInteger();

    private static final ArtemisBroker BROKER = new ArtemisBroker();
    private static int clients;
    private TestApplication application;

    @BeforeAll
    static void startBroker() {
        BROKER.start();
    }

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    @BeforeEach
    void forget() {
        clients++;
        SEEN.clear();
        OVERLAPPING.set(0);
    }

    @AfterEach
    void end() {
        if (application != null) {
            application.close();
        }
    }

    private static void see(String payload) {
        if (INSIDE.getAndIncrement() > 0) {
            OVERLAPPING.incrementAndGet();
        }
        SEEN.add(Integer.valueOf(payload));
        INSIDE.decrementAndGet();
    }

    @ApplicationScoped
    static class Method {

        @Incoming("in")
        void consume(String payload) {
            see(payload);
        }
    }

    @ApplicationScoped
    static class Stream {

        @Inject
        @Channel("in")
        Multi<Message<String>> in;

        /** Asks for everything at once. */
        Cancellable consume() {
            return in.subscribe().with(message -> {
                see(message.getPayload());
                message.ack();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "pausable.buffer-strategy=DROP receive-maximum=7",
            "pausable.initially-paused=true pausable.late-subscription=true qos=2" })
    void aMethodGetsAllInOrderAndOnce(String attributes) {
        start(Method.class, attributes);
        pauseAndResumeWhile(() -> publish(0, COUNT));
        assertAllInOrder(COUNT);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "pausable.buffer-size=1" })
    void aStreamThatAsksForEverythingGetsAllInOrderAndOnce(String attributes) {
        start(Stream.class, attributes);
        application.get(Stream.class).consume();
        pauseAndResumeWhile(() -> publish(0, COUNT));
        assertAllInOrder(COUNT);
    }

    @Test
    void whatWaitsWhenAStreamIsCancelledInAPauseIsThereForTheNextOne() {
        start(Stream.class, "");
        Cancellable first = application.get(Stream.class).consume();
        await().atMost(PATIENCE).until(() -> application.connector().getReadiness().isOk());
        publish(0, 10);
        await().atMost(PATIENCE).until(() -> SEEN.size() == 10);
        channel().pause();
        publish(10, 30);
        first.cancel();
        application.get(Stream.class).consume();
        publish(30, 40);
        channel().resume();
        assertAllInOrder(40);
    }

    private void start(Class<?> bean, String attributes) {
        List<String> all = new ArrayList<>(List.of("qos", "1", "pausable", "true"));
        for (String attribute : attributes.split(" ")) {
            if (!attribute.isEmpty()) {
                all.addAll(List.of(attribute.split("=")));
            }
        }
        application = new TestApplication(BROKER).beans(bean).incoming("in", all.toArray(String[]::new))
                .connector("client-id", "client-" + clients).connector("auto-clean-session", "false").start();
        if (attributes.contains("late-subscription")) {
            channel().resume();
        }
        await().atMost(PATIENCE).until(() -> application.connector().getReadiness().isOk());
    }

    private PausableChannel channel() {
        return application.get(ChannelRegistry.class).getPausable("in");
    }

    private void publish(int from, int to) {
        try (ReferenceClient outside = ReferenceClient.connect(BROKER)) {
            for (int i = from; i < to; i += 100) {
                int first = i;
                outside.publishAll("in", Math.min(100, to - i),
                        n -> Integer.toString(first + n).getBytes(StandardCharsets.UTF_8), 2);
            }
        }
    }

    private void pauseAndResumeWhile(Runnable task) {
        PausableChannel channel = channel();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread thread = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    channel.pause();
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(300_000));
                    channel.resume();
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(300_000));
                }
            });
            threads.add(thread);
            thread.start();
        }
        try {
            task.run();
        } finally {
            threads.forEach(Thread::interrupt);
            threads.forEach(PausedOrderTest::join);
        }
        channel.resume();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All is acknowledged as well: the next application under the same session gets nothing of it again. */
    private void assertAllInOrder(int count) {
        await().atMost(PATIENCE).until(() -> SEEN.size() >= count);
        assertThat(SEEN).isEqualTo(IntStream.range(0, count).boxed().toList());
        assertThat(OVERLAPPING).hasValue(0);
        application.close();
        SEEN.clear();
        application = new TestApplication(BROKER).beans(Method.class).incoming("in", "qos", "1")
                .connector("client-id", "client-" + clients).connector("auto-clean-session", "false").start();
        await().atMost(PATIENCE).until(() -> application.connector().getReadiness().isOk());
        publish(count, count + 1);
        await().atMost(PATIENCE).until(() -> SEEN.contains(count));
        assertThat(SEEN).as("acknowledged").containsExactly(count);
    }
}
