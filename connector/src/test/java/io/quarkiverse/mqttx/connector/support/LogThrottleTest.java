package io.quarkiverse.mqttx.connector.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class LogThrottleTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may overflow
    private final LogThrottle throttle = new LogThrottle(now::get);

    @Test
    void letsTheFirstEventThroughAndThenOneInEachInterval() {
        assertThat(throttle.count(1)).isTrue();
        assertThat(throttle.count(1)).isFalse();
        now.addAndGet(LogThrottle.INTERVAL_NANOS - 1);
        assertThat(throttle.count(1)).isFalse();
        now.addAndGet(1);
        assertThat(throttle.count(1)).isTrue();
        assertThat(throttle.count(1)).isFalse();
    }

    @Test
    void countsAllEvents() {
        for (int i = 0; i < 1000; i++) {
            throttle.count(1);
        }
        throttle.count(5);
        assertThat(throttle.total()).isEqualTo(1005);
    }
}
