package io.quarkiverse.mqttx.connector.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.InboundMessages;

class MessageQueueTest {

    private final MessageQueue queue = new MessageQueue(2);

    @Test
    void keepsTheOrderOfArrivalAcrossQualitiesOfService() {
        add(queue, "a0", "b1", "c0", "d2", "e1");
        assertThat(contents(queue)).containsExactly("a0", "b1", "c0", "d2", "e1");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void dropsTheOldestQos0MessagesAndNoOthers() {
        add(queue, "a1", "b0", "c1", "d0", "e1");
        assertThat(queue.isOverfull()).isFalse();
        assertThat(queue.trim()).isZero();
        add(queue, "f0", "g0");
        assertThat(queue.isOverfull()).isTrue();
        assertThat(queue.trim()).isEqualTo(2);
        assertThat(queue.isOverfull()).isFalse();
        assertThat(contents(queue)).containsExactly("a1", "c1", "e1", "f0", "g0");
    }

    @Test
    void boundsABurstByNumber() {
        for (int i = 0; i < BurstBound.BURST_MESSAGES + 2; i++) {
            assertThat(add(queue, i + "-0")).isZero();
        }
        assertThat(add(queue, "last-0")).isEqualTo(1);
        assertThat(contents(queue)).hasSize(BurstBound.BURST_MESSAGES + 2).startsWith("1-0").endsWith("last-0");
    }

    @Test
    void boundsABurstByBytes() {
        String large = "x".repeat(BurstBound.BURST_BYTES / 4) + "0";
        assertThat(add(queue, large, large, large, "small0")).isZero();
        assertThat(add(queue, large)).isEqualTo(1);
        assertThat(contents(queue)).containsExactly(large, large, "small0", large);
        assertThat(add(queue, large, large, large)).as("bytes that have left no longer count").isZero();
    }

    @Test
    void keepsUpToTheBoundHoweverLargeTheMessagesAre() {
        String huge = "x".repeat(BurstBound.BURST_BYTES) + "0";
        assertThat(add(queue, huge, huge)).isZero();
        assertThat(add(queue, huge)).isEqualTo(1);
    }

    @Test
    void boundsOnlyQos0() {
        for (int i = 0; i < 1000; i++) {
            assertThat(add(queue, i + "-1")).isZero();
        }
        assertThat(contents(queue)).hasSize(1000);
    }

    @Test
    void keepsNoQos0MessageWhenTheBoundIsZero() {
        MessageQueue none = new MessageQueue(0);
        add(none, "a0", "b0");
        assertThat(none.trim()).isEqualTo(2);
        assertThat(none.isEmpty()).isTrue();
    }

    @Test
    void handsOverWhatTheSessionWaitsForWhenItIsCleared() {
        add(queue, "a0", "b1", "c2", "d0");
        List<String> abandoned = new ArrayList<>();
        queue.clear(message -> abandoned.add(new String(message.packet().payload())));
        assertThat(abandoned).containsExactly("b1", "c2");
        assertThat(queue.isEmpty()).isTrue();
    }

    /** The last character of a payload is the QoS. Returns how many messages were dropped at once. */
    private static int add(MessageQueue queue, String... payloads) {
        int dropped = 0;
        for (String payload : payloads) {
            int qos = payload.charAt(payload.length() - 1) - '0';
            dropped += queue.add(InboundMessages.of("t", payload, qos));
        }
        return dropped;
    }

    private static List<String> contents(MessageQueue queue) {
        List<String> contents = new ArrayList<>();
        for (InboundMessage message = queue.poll(); message != null; message = queue.poll()) {
            contents.add(new String(message.packet().payload()));
        }
        return contents;
    }
}
