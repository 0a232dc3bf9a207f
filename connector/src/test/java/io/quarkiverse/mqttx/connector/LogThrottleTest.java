package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class LogThrottleTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may overflow
    private final LogThrottle throttle = new LogThrottle(now::get);

    @Test
    void letsTheFirstEventThroughAndThenOneInEachInterval() {
        assertThat(throttle.count()).isTrue();
        assertThat(throttle.count()).isFalse();
        now.addAndGet(LogThrottle.INTERVAL_NANOS - 1);
        assertThat(throttle.count()).isFalse();
        now.addAndGet(1);
        assertThat(throttle.count()).isTrue();
        assertThat(throttle.count()).isFalse();
    }

    @Test
    void countsAllEvents() {
        for (int i = 0; i < 1000; i++) {
            throttle.count();
        }
        assertThat(throttle.total()).isEqualTo(1000);
    }
}
