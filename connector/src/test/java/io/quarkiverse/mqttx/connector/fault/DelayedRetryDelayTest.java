package io.quarkiverse.mqttx.connector.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.connector.config.model.RetrySettings;

class DelayedRetryDelayTest {

    private static List<Long> delays(double chance, int attempts) {
        RetrySettings settings = new RetrySettings(attempts, Duration.ofMillis(100), Duration.ofMillis(1000), 1);
        return IntStream.rangeClosed(1, attempts).mapToObj(attempt -> DelayedRetry.delay(settings, attempt, chance).toMillis())
                .toList();
    }

    @Test
    void doublesUpToTheLongest() {
        assertThat(delays(0, 6)).containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
        assertThat(delays(0, 100)).last().isEqualTo(1000L);
    }

    @Test
    void leavesHalfOfItToChance() {
        assertThat(delays(0.999, 6)).containsExactly(51L, 101L, 201L, 401L, 501L, 501L);
    }
}
