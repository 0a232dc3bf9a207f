package io.quarkiverse.mqttx.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.vertx.core.json.JsonObject;

/**
 * The packaged application, jar or native executable, is killed (SIGKILL) and started again; its session is in a file. What it
 * has accepted, by an answer 200 to the form of the page, must arrive: at QoS 2 once.
 */
class CrashIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ROUNDS = 4;
    /** Publish beside each other. */
    private static final int VISITORS = 4;

    private final MosquittoBroker broker = new MosquittoBroker();
    @TempDir
    Path sessions;

    @BeforeEach
    void start() {
        MosquittoBroker.assumeInstalled();
        broker.persistent().start();
    }

    @AfterEach
    void end() {
        broker.close();
    }

    @Test
    void whatWasAcceptedWithoutABrokerArrivesAfterTheApplicationWasKilled() {
        List<String> accepted = new ArrayList<>();
        outside().subscribe("playground/#", 2).close();
        try (PackagedApplication application = application().start()) {
            House house = application.house();
            house.awaitReadiness();
            broker.stop();
            for (int i = 0; i < 100; i++) {
                String name = "qos" + (1 + i % 2) + "-" + i;
                assertThat(house.publish("playground/kept", name, 1 + i % 2, false).statusCode()).isEqualTo(200);
                accepted.add(name);
            }
        } // killed
        broker.start();
        try (ReferenceClient outside = outside(); PackagedApplication application = application().start()) {
            application.house();
            report("without a broker", accepted, outside);
        }
    }

    @Test
    void nothingIsLostAndNothingAtQos2ComesTwiceHoweverOftenItIsKilled() {
        Random random = new Random();
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        Set<String> readings = ConcurrentHashMap.newKeySet();
        try (ReferenceClient outside = outside().subscribe("playground/#", 2).subscribe("averages/+", 2);
                ReferenceClient sensor = ReferenceClient.connect(broker)) {
            AtomicInteger counter = new AtomicInteger();
            for (int round = 0; round < ROUNDS; round++) {
                try (PackagedApplication application = application().start()) {
                    House house = application.house();
                    house.awaitReadiness();
                    long end = System.nanoTime() + Duration.ofMillis(300 + random.nextInt(1200)).toNanos();
                    List<Thread> traffic = new ArrayList<>();
                    for (int visitor = 0; visitor < VISITORS; visitor++) {
                        traffic.add(new Thread(() -> visit(house, counter, accepted)));
                    }
                    traffic.add(new Thread(() -> measure(sensor, counter, readings, end)));
                    traffic.forEach(Thread::start);
                    await("a random moment").atMost(PATIENCE).pollInterval(Duration.ofMillis(1))
                            .until(() -> System.nanoTime() >= end);
                    application.close(); // killed, and with it those who talk to it
                    traffic.forEach(CrashIT::join);
                }
            }
            try (PackagedApplication application = application().start()) {
                application.house();
                report("killed " + ROUNDS + " times", accepted, outside);
                await("an average for each reading").atMost(PATIENCE)
                        .until(() -> averaged(outside).keySet().containsAll(readings));
                long again = averaged(outside).values().stream().filter(times -> times > 1).count();
                System.out.printf("killed %d times: readings in %d, averages out %d, more than once %d, lost 0%n", ROUNDS,
                        readings.size(), averaged(outside).size(), again);
            }
        }
    }

    private static void visit(House house, AtomicInteger counter, Set<String> accepted) {
        while (true) {
            int number = counter.incrementAndGet();
            int qos = 1 + number % 2;
            String name = "qos" + qos + "-" + number;
            try {
                if (house.publish("playground/traffic", name, qos, false).statusCode() == 200) {
                    accepted.add(name);
                }
            } catch (IllegalStateException killed) {
                return;
            }
        }
    }

    /** Readings from the world outside, each of which is to become an average. */
    private static void measure(ReferenceClient sensor, AtomicInteger counter, Set<String> readings, long end) {
        while (System.nanoTime() < end) {
            String name = "s" + counter.incrementAndGet();
            sensor.publish("sensors/" + name + "/temperature",
                    new JsonObject().put("sensor", name).put("celsius", 20).encode(), 1);
            readings.add(name);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** By sensor, how many averages have arrived. */
    private static Map<String, Integer> averaged(ReferenceClient outside) {
        return arrived(outside, "averages/", ReceivedMessage::topic, "averages/".length());
    }

    private static Map<String, Integer> published(ReferenceClient outside) {
        return arrived(outside, "playground/", ReceivedMessage::text, 0);
    }

    private static Map<String, Integer> arrived(ReferenceClient outside, String topics,
            Function<ReceivedMessage, String> label, int prefix) {
        Map<String, Integer> arrived = new HashMap<>();
        outside.received().stream().filter(message -> message.topic().startsWith(topics))
                .forEach(message -> arrived.merge(label.apply(message).substring(prefix), 1, Integer::sum));
        return arrived;
    }

    /** Waits until all that was accepted has arrived, and says how often what did. */
    private static void report(String how, Collection<String> accepted, ReferenceClient outside) {
        await("all that was accepted").atMost(PATIENCE).until(() -> published(outside).keySet().containsAll(accepted));
        Map<String, Integer> times = published(outside);
        long qos1 = duplicates(times, "qos1");
        long qos2 = duplicates(times, "qos2");
        System.out.printf("%s: accepted %d, arrived %d, duplicated QoS 1 %d, duplicated QoS 2 %d, lost 0%n", how,
                accepted.size(), times.size(), qos1, qos2);
        assertThat(qos2).as("duplicated at QoS 2").isZero();
    }

    /** What the broker has for it waits until it is there. */
    private ReferenceClient outside() {
        return ReferenceClient.of(broker).persistentSession("outside").connect();
    }

    private PackagedApplication application() {
        return PackagedApplication.on(broker).property("sample.interval", "1h").connector("session-store", "file")
                .connector("session-store-path", sessions).connector("client-id", "house")
                .connector("auto-clean-session", "false").connector("reconnect-max-interval-seconds", "1")
                .property("mp.messaging.outgoing.publications.ack-strategy", "on-store");
    }

    private static long duplicates(Map<String, Integer> times, String names) {
        return times.entrySet().stream().filter(entry -> entry.getKey().startsWith(names) && entry.getValue() > 1).count();
    }
}
