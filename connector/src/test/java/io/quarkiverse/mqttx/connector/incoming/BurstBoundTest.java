package io.quarkiverse.mqttx.connector.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.session.InboundMessages;

class BurstBoundTest {

    private static final int MEBIBYTE = 1 << 20;

    private final BurstBound bound = new BurstBound(128, 64 * MEBIBYTE);

    @Test
    void inASmallHeapLargeMessagesReachTheBoundBeforeTheirNumberDoes() {
        enter(5 * MEBIBYTE);
        assertThat(bound.isOverfull()).isFalse();
        enter(5 * MEBIBYTE);
        assertThat(bound.isOverfull()).isTrue();
    }

    @Test
    void oneMessageMayWaitHoweverLargeItIs() {
        enter(40 * MEBIBYTE);
        assertThat(bound.isOverfull()).isFalse();
        assertThat(bound.isBurst()).isFalse();
    }

    private void enter(int bytes) {
        bound.entered(InboundMessages.of("t", "x".repeat(bytes), 0));
    }
}
