package io.quarkiverse.mqttx.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;

class ReceiveWindowTest {

    private static final int MEBIBYTE = 1 << 20;

    @Test
    void whatIsTakenBeyondTheWindowIsAPartOfASmallHeap() {
        assertThat(new ReceiveWindow(1, 64L * MEBIBYTE).maxMebibytes()).isEqualTo(8);
        assertThat(new ReceiveWindow(1, 64L * 1024 * MEBIBYTE).maxMebibytes()).isEqualTo(64);
    }

    @Test
    void whatAMessageTakesCountsWithItsTopicAndProperties() {
        ReceiveWindow window = new ReceiveWindow(1, 64L * MEBIBYTE);
        for (int id = 1; id <= 3; id++) {
            window.enter(id);
            assertThat(window.overflows()).isFalse();
            window.hold(new InboundMessage(new Publish("t", new byte[0], 1, false, false, id,
                    Properties.received(new byte[MEBIBYTE], 200_000)), 1));
        }
        assertThat(window.overflows()).as("three times the bytes, since as objects they take more").isTrue();
    }
}
