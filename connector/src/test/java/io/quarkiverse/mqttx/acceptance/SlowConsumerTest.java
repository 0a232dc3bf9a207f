package io.quarkiverse.mqttx.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.ChaosProxy;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.mutiny.Uni;

/**
 * A consumer that takes 10 ms a message, and many QoS 1 messages waiting in its session at the broker, about 100 MB in all:
 * they stay there until their turn comes. Artemis runs in this JVM and keeps what is not acknowledged, so messages that the
 * connector took too early would count twice.
 */
@Tag("broker")
class SlowConsumerTest {

    /** {@code -Dacceptance.waiting-messages=100000} for the full figure, which takes 17 minutes. */
    private static final int MESSAGES = Integer.getInteger("acceptance.waiting-messages", 1_000);
    /** Artemis sends no more than it may; mosquitto sends all that it has, so that all of it must fit. */
    private static final int PAYLOAD_BYTES = 100_000_000 / MESSAGES;
    private static final int MOSQUITTO_PAYLOAD_BYTES = 10_000_000 / MESSAGES;
    private static final int RECEIVE_MAXIMUM = 100;
    private static final long MEGABYTE = 1 << 20;
    /** The window may hold this much, and what is garbage in the next moment comes on top. */
    private static final long ALLOWED_GROWTH = RECEIVE_MAXIMUM * 100_000L + 32 * MEGABYTE;
    private static final Duration TAKES = Duration.ofMillis(10);

    private TestBroker broker;
    private ChaosProxy network;
    private TestApplication application;

    @BeforeEach
    void forget() {
        Slow.taken.clear();
        Slow.release = new CompletableFuture<>();
    }

    @AfterEach
    void end() {
        Slow.release.complete(null);
        if (application != null) {
            application.close();
            network.close();
            broker.close();
        }
    }

    @ApplicationScoped
    static class Slow {
        static final List<Integer> taken = new CopyOnWriteArrayList<>();
        static volatile CompletableFuture<Void> release;

        /** The first waits for the test, every one takes its time; one after the other. */
        @Incoming("in")
        Uni<Void> take(byte[] payload) {
            return Uni.createFrom().completionStage(release).onItem().delayIt().by(TAKES)
                    .invoke(() -> taken.add(ByteBuffer.wrap(payload).getInt()));
        }
    }

    @Test
    void nothingIsLostTheHeapStaysFlatAndTheKeepAliveHolds() {
        consumesSlowly(new ArtemisBroker(), PAYLOAD_BYTES);
    }

    /** mosquitto 2.0 sends its whole queue after it has resumed a session, whatever Receive Maximum says. */
    @Test
    void soItIsWithABrokerThatSendsMoreThanItMay() {
        MosquittoBroker.assumeInstalled();
        consumesSlowly(new MosquittoBroker().set("max_queued_messages", 0), MOSQUITTO_PAYLOAD_BYTES);
    }

    private void consumesSlowly(TestBroker slowlyConsumed, int payloadBytes) {
        broker = slowlyConsumed;
        broker.start();
        network = ChaosProxy.to(broker);
        start();
        Patience.awaitReady(application);
        application.close();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            outside.publishAll("in", MESSAGES, i -> ByteBuffer.allocate(payloadBytes).putInt(i).array(), 1);
        }
        start();

        // The window is full and nothing is acknowledged: only PINGREQ tells the broker that we live
        try (LogCapture log = new LogCapture()) {
            Patience.eventually().until(() -> log.lines("DEBUG").stream().filter(this::isPing).count() >= 3);
        }
        long before = heapAfterGc();
        Slow.release.complete(null);
        long highest = 0;
        for (int part = 1; part <= 10; part++) {
            int count = MESSAGES / 10 * part;
            Patience.eventually().atMost(TAKES.multipliedBy(MESSAGES).plusSeconds(60)).until(() -> Slow.taken.size() >= count);
            long heap = heapAfterGc();
            System.out.printf("slow consumer: %,d of %,d taken, heap %,d KB%n", count, MESSAGES, heap / 1024);
            highest = Math.max(highest, heap);
        }

        assertThat(highest - before).as("growth of the heap in bytes").isLessThan(ALLOWED_GROWTH);
        Patience.assertAlive(application);
        Patience.assertReady(application);
        assertThat(Slow.taken).as("all, in order, and none twice").isSorted().doesNotHaveDuplicates().hasSize(MESSAGES);
        assertThat(network.connections()).as("connections, the one that opened the session included").isEqualTo(2);
    }

    private void start() {
        application = new TestApplication(network.host(), network.port()).beans(Slow.class)
                .incoming("in", "qos", "1", "client-id", "slow", "auto-clean-session", "false", "receive-maximum",
                        Integer.toString(RECEIVE_MAXIMUM), "keep-alive-seconds", "2")
                .start();
    }

    private boolean isPing(String line) {
        return line.contains("to mqtt://") && line.endsWith(": PINGREQ");
    }

    private static long heapAfterGc() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
