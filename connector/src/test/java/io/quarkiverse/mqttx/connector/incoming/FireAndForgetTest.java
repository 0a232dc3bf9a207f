package io.quarkiverse.mqttx.connector.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** For which messages that nobody answers for a stop waits. */
class FireAndForgetTest {

    private static final long PATIENCE = FireAndForget.PATIENCE.toNanos();

    private final FireAndForget messages = new FireAndForget();

    @Test
    void thoseInProcessAreWaitedForAsLongAsItTakesWhereAllWereAcknowledged() {
        process(1000);
        messages.begin();
        assertThat(messages.awaited(0)).isEqualTo(1);
        assertThat(messages.awaited(100 * PATIENCE)).isEqualTo(1);
        messages.settled();
        assertThat(messages.awaited(100 * PATIENCE)).isZero();
    }

    @Test
    void thoseThatAreNeverAcknowledgedAreWaitedForOnlyAShortWhile() {
        begin(40_000);
        assertThat(messages.awaited(0)).isEqualTo(40_000);
        assertThat(messages.awaited(PATIENCE - 1)).isEqualTo(40_000);
        assertThat(messages.awaited(PATIENCE)).isZero();
    }

    @Test
    void eachAcknowledgementGivesTheOthersTimeWhereSomeAreLost() {
        process(10);
        begin(1000);
        messages.awaited(0);
        messages.settled();
        assertThat(messages.awaited(PATIENCE - 1)).isEqualTo(999);
        assertThat(messages.awaited(2 * PATIENCE - 2)).isEqualTo(999);
        assertThat(messages.awaited(2 * PATIENCE - 1)).isZero();
    }

    @Test
    void nobodyWaitsForThoseOfAChannelThatHasFailed() {
        begin(3);
        messages.clear();
        assertThat(messages.awaited(0)).isZero();
        messages.settled();
        messages.begin();
        assertThat(messages.awaited(0)).isEqualTo(1);
    }

    private void process(int count) {
        for (int i = 0; i < count; i++) {
            messages.begin();
            messages.settled();
        }
    }

    private void begin(int count) {
        for (int i = 0; i < count; i++) {
            messages.begin();
        }
    }
}
