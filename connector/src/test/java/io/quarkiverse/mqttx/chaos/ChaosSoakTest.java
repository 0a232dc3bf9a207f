package io.quarkiverse.mqttx.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.QuietLog;
import io.quarkiverse.mqttx.testing.TestBroker;

/**
 * The whole connector over bad networks to both brokers side by side: nothing of QoS 1 and 2 is lost, and what comes twice at
 * QoS 2, or in another order, is shown to be the broker's doing.
 * <p>
 * {@code -Dchaos.minutes=60} runs for an hour, {@code -Dchaos.seed=…} does the same bad things as an earlier run,
 * {@code -Dchaos.rate=…} sets the messages per second of each flow, {@code -Dchaos.brokers=…} chooses brokers, and
 * {@code -Dchaos.restart=…} those that restart.
 */
@Tag("broker")
@Tag("soak")
class ChaosSoakTest {

    /** With start and end it takes a minute. */
    private static final Duration SHORT = Duration.ofSeconds(40);

    @Test
    void nothingIsLostOverABadNetwork() throws Exception {
        long seed = Long.getLong("chaos.seed", ThreadLocalRandom.current().nextInt());
        int minutes = Integer.getInteger("chaos.minutes", 0);
        Duration duration = minutes > 0 ? Duration.ofMinutes(minutes) : SHORT;
        List<TestBroker> brokers = brokers();
        System.out.printf("chaos: %s for %s, repeat with -Dchaos.seed=%d%n", brokers, duration, seed);
        try (QuietLog quiet = new QuietLog();
                ChaosSoak soak = new ChaosSoak(brokers, seed, Integer.getInteger("chaos.rate", 50))) {
            soak.run(duration, List.of(System.getProperty("chaos.restart", "mosquitto").split(",")));
            System.out.println(soak.summary());

            assertThat(soak.faults()).as("seed %d", seed).isEmpty();
            assertThat(soak.lanes()).allSatisfy(lane -> {
                assertThat(lane.wire.connected()).as("connections of %s", lane.name).isGreaterThan(3);
                if (!lane.name.startsWith("artemis")) { // which may lose one when a connection is cut while it opens
                    assertThat(lane.wire.newSessions()).as("sessions of %s", lane.name).isOne();
                }
            });
        }
    }

    private static List<TestBroker> brokers() {
        List<String> wanted = List.of(System.getProperty("chaos.brokers", "mosquitto,artemis").split(","));
        List<TestBroker> brokers = new ArrayList<>();
        if (wanted.contains("mosquitto")) {
            if (MosquittoBroker.find("mosquitto") != null) {
                brokers.add(new MosquittoBroker());
            } else {
                System.out.println("chaos: without mosquitto, which is not installed");
            }
        }
        if (wanted.contains("artemis")) {
            brokers.add(new ArtemisBroker());
        }
        return brokers;
    }
}
