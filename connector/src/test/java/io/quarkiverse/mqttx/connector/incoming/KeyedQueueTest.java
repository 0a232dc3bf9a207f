package io.quarkiverse.mqttx.connector.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.InboundMessages;

/** Messages are written {@code "key number qos"}, with one letter for the key. */
class KeyedQueueTest {

    private final KeyedQueue queue = queue(10, 3);

    private static KeyedQueue queue(int maxInProcess, int bufferSize) {
        return new KeyedQueue(packet -> packet.topic(), maxInProcess, bufferSize);
    }

    @Test
    void handsOverOneMessageOfEachKeyAndTheNextWhenThatIsSettled() {
        add(queue, "a1", "a2", "b1", "a3", "c1", "b2");
        InboundMessage a1 = queue.poll();
        assertThat(text(a1)).isEqualTo("a1");
        assertThat(poll(queue)).containsExactly("b1", "c1");
        assertThat(queue.isEmpty()).isTrue();

        queue.settled(a1);
        assertThat(poll(queue)).containsExactly("a2");
        add(queue, "c2", "d1");
        assertThat(poll(queue)).containsExactly("d1");
    }

    @Test
    void hasNoMoreInProcessThanItMay() {
        KeyedQueue two = queue(2, 3);
        add(two, "a1", "b1", "c1");
        InboundMessage first = two.poll();
        assertThat(poll(two)).containsExactly("b1");
        two.settled(first);
        assertThat(poll(two)).containsExactly("c1");
        assertThat(two.isEmpty()).isTrue();
        assertThat(two.poll()).isNull();
    }

    @Test
    void keepsTheOrderOfAKeyAcrossQualitiesOfService() {
        add(queue, "a1 0", "a2 1", "a3 0", "a4 2");
        List<String> seen = new ArrayList<>();
        for (InboundMessage message = queue.poll(); message != null; message = queue.poll()) {
            seen.add(text(message));
            queue.settled(message);
        }
        assertThat(seen).containsExactly("a1", "a2", "a3", "a4");
    }

    @Test
    void dropsTheOldestQos0MessagesThatWaitWhateverTheirKey() {
        add(queue, "a1 0", "a2 0", "b1 0", "b2 1");
        assertThat(queue.isOverfull()).isFalse();
        add(queue, "a3 0", "c1 0");
        assertThat(queue.isOverfull()).isTrue();
        assertThat(queue.trim()).isEqualTo(2);
        assertThat(queue.isOverfull()).isFalse();
        // the first message of a is gone and its second, so that the third takes their place
        assertThat(poll(queue)).containsExactlyInAnyOrder("a3", "b1", "c1");
    }

    @Test
    void whatIsInProcessDoesNotCountAsWaiting() {
        add(queue, "a1 0", "b1 0", "c1 0");
        poll(queue);
        add(queue, "a2 0", "b2 0", "c2 0");
        assertThat(queue.isOverfull()).isFalse();
    }

    @Test
    void forgetsTheDroppedOnesBehindAMessageThatTakesLong() {
        add(queue, "a0 1", "a1 1");
        InboundMessage first = queue.poll();
        for (int i = 2; i < 100_000; i++) {
            add(queue, "a" + i + " 0");
            queue.trim();
        }
        queue.settled(first);
        List<String> seen = new ArrayList<>();
        for (InboundMessage message = queue.poll(); message != null; message = queue.poll()) {
            seen.add(text(message));
            queue.settled(message);
        }
        assertThat(seen).containsExactly("a1", "a99997", "a99998", "a99999");
    }

    @Test
    void handsOverWhatTheSessionWaitsForWhenItIsClearedAndKeepsWhatIsInProcess() {
        add(queue, "a1", "a2", "b1", "b2 0", "c1 0");
        InboundMessage a1 = queue.poll();
        List<String> abandoned = new ArrayList<>();
        queue.clear(message -> abandoned.add(text(message)));
        assertThat(abandoned).containsExactlyInAnyOrder("a2", "b1");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.isOverfull()).isFalse();

        add(queue, "a3", "b3");
        assertThat(poll(queue)).containsExactly("b3");
        queue.settled(a1);
        assertThat(poll(queue)).containsExactly("a3");
    }

    /** The rules against a plain model, for whatever comes in whatever order. */
    @Test
    void neverHasTwoOfAKeyInProcessNorLosesOrTurnsAroundAny() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int max = 1 + random.nextInt(4);
            KeyedQueue tested = queue(max, 1_000);
            Map<String, Integer> arrived = new HashMap<>();
            Map<String, Integer> handedOver = new HashMap<>();
            Map<String, InboundMessage> inProcess = new HashMap<>();
            for (int step = 0; step < 400; step++) {
                String key = String.valueOf((char) ('a' + random.nextInt(5)));
                switch (random.nextInt(step < 300 ? 3 : 2)) {
                    case 0 -> {
                        InboundMessage settled = inProcess.remove(key);
                        if (settled != null) {
                            tested.settled(settled);
                        }
                    }
                    case 1 -> {
                        InboundMessage next = tested.poll();
                        if (next != null) {
                            assertThat(inProcess.put(next.packet().topic(), next)).as("seed %d", seed).isNull();
                            assertThat(inProcess).hasSizeLessThanOrEqualTo(max);
                            assertThat(text(next)).isEqualTo(
                                    next.packet().topic() + handedOver.merge(next.packet().topic(), 1, Integer::sum));
                        }
                    }
                    default -> add(tested, key + arrived.merge(key, 1, Integer::sum) + " " + random.nextInt(3));
                }
            }
            while (!inProcess.isEmpty() || !tested.isEmpty()) {
                inProcess.values().forEach(tested::settled);
                inProcess.clear();
                for (InboundMessage next = tested.poll(); next != null; next = tested.poll()) {
                    inProcess.put(next.packet().topic(), next);
                    handedOver.merge(next.packet().topic(), 1, Integer::sum);
                }
            }
            assertThat(handedOver).as("seed %d", seed).isEqualTo(arrived);
        }
    }

    private static void add(KeyedQueue queue, String... messages) {
        for (String message : messages) {
            String[] parts = message.split(" ");
            queue.add(InboundMessages.of(parts[0].substring(0, 1), parts[0],
                    parts.length == 1 ? 1 : Integer.parseInt(parts[1])));
        }
    }

    private static List<String> poll(KeyedQueue queue) {
        List<String> polled = new ArrayList<>();
        for (InboundMessage message = queue.poll(); message != null; message = queue.poll()) {
            polled.add(text(message));
        }
        return polled;
    }

    private static String text(InboundMessage message) {
        return new String(message.packet().payload());
    }
}
