package io.quarkiverse.mqttx.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.session.packet.Ping;

/** A packet that leaves late is not awaited from the time on at which it was sent, however many leave after it. */
class ProgressTest {

    private static final int FOLLOWERS = 1_000;

    /** @param timeout of acknowledgements, beside which somebody waits longer or without it */
    @ParameterizedTest
    @ValueSource(longs = { 0, 1_600, 60_000 })
    void remembersWhenAPacketLeftThatManyOthersFollowed(long timeout) {
        Progress progress = new Progress(timeout);
        progress.opened(0);
        progress.sent(Ping.REQUEST, false, 0);
        progress.written(0, false, 0);
        for (int i = 0; i < FOLLOWERS; i++) {
            progress.sent(Ping.REQUEST, false, 10);
        }
        progress.written(1, false, 8_000);
        long last = 8_000;
        for (int i = 1; i <= FOLLOWERS; i++) {
            last = 8_000 + 5 * i;
            progress.written(1 + i, false, last);
        }

        long wait = 10_000;
        assertThat(progress.deadline(1, 0, wait)).as("not before it is due").isGreaterThanOrEqualTo(8_000 + wait)
                .as("nor for as long as others leave")
                .isLessThanOrEqualTo(8_000 + wait + Math.max(timeout / 16, wait / 4));
        assertThat(progress.deadline(1 + FOLLOWERS, 0, wait)).isEqualTo(last + wait);
    }
}
