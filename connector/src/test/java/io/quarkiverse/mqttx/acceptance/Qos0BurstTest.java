package io.quarkiverse.mqttx.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.smallrye.mutiny.Uni;

/** 100,000 QoS 0 messages in a burst into a consumer that takes 10 ms a message. */
@Tag("broker")
class Qos0BurstTest {

    private static final int MESSAGES = 100_000;
    private static final int BUFFER_SIZE = 200;
    private static final String LAST = Integer.toString(MESSAGES - 1);

    private final ArtemisBroker broker = new ArtemisBroker();
    private final TestApplication application = new TestApplication(broker).beans(Slow.class);

    @BeforeEach
    void forget() {
        Slow.taken.clear();
    }

    @AfterEach
    void end() {
        application.close();
        broker.close();
    }

    @ApplicationScoped
    static class Slow {
        static final List<String> taken = new CopyOnWriteArrayList<>();

        @Incoming("in")
        Uni<Void> take(String payload) {
            return Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(10)).invoke(() -> taken.add(payload));
        }
    }

    @Test
    void theOldestAreDroppedAndCountedAndTheChannelLives() {
        broker.start();
        application.incoming("in", "qos", "1", "buffer-size", Integer.toString(BUFFER_SIZE))
                .start();
        Patience.awaitReady(application);
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            outside.publishAll("in", MESSAGES, i -> Integer.toString(i).getBytes(StandardCharsets.UTF_8), 0);
            outside.publish("in", "after the burst", 1);
            Patience.eventually().until(() -> Slow.taken.contains("after the burst"));
            long dropped = application.connector().droppedMessages("in");
            List<String> taken = List.copyOf(Slow.taken);
            System.out.printf("burst of %,d: %,d taken, %,d dropped%n", MESSAGES, taken.size() - 1, dropped);

            assertThat(taken.size() - 1 + dropped).as("taken or dropped").isEqualTo(MESSAGES);
            assertThat(dropped).isPositive();
            assertThat(taken).hasSizeGreaterThan(BUFFER_SIZE).doesNotHaveDuplicates();
            // What is left at the end of the burst is its last messages
            assertThat(taken).contains(LAST);
            outside.publish("in", "later", 0);
            Patience.eventually().until(() -> Slow.taken.contains("later"));
        }
        Patience.assertAlive(application);
        Patience.assertReady(application);
    }
}
