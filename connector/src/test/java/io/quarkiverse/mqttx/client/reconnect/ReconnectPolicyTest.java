package io.quarkiverse.mqttx.client.reconnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.client.model.ReconnectAction;
import io.quarkiverse.mqttx.client.model.ReconnectSettings;

class ReconnectPolicyTest {

    private static final double LEAST_JITTER = 0.0;
    private static final double MOST_JITTER = 0.999_999;

    @Test
    void doublesTheDelayUpToTheMaximum() {
        ReconnectPolicy policy = policy(1000, 5000, LEAST_JITTER);
        assertThat(policy.nextDelay()).isEqualTo(1000);
        assertThat(policy.nextDelay()).isEqualTo(2000);
        assertThat(policy.nextDelay()).isEqualTo(4000);
        assertThat(policy.nextDelay()).isEqualTo(5000);
        assertThat(policy.nextDelay()).isEqualTo(5000);
    }

    @Test
    void jitterTakesAwayAtMostHalf() {
        ReconnectPolicy policy = policy(1000, 5000, MOST_JITTER);
        assertThat(policy.nextDelay()).isBetween(500L, 501L);
        assertThat(policy.nextDelay()).isBetween(1000L, 1001L);
    }

    @Test
    void zeroMeansAtOnceOnlyForTheFirstRetry() {
        ReconnectPolicy policy = policy(0, 5000, MOST_JITTER);
        assertThat(policy.nextDelay()).isZero();
        assertThat(policy.nextDelay()).isGreaterThanOrEqualTo(50);
        assertThat(policy.nextDelay()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void allZeroIsNoBusyLoop() {
        ReconnectPolicy policy = policy(0, 0, MOST_JITTER);
        assertThat(policy.nextDelay()).isZero();
        for (int i = 0; i < 10; i++) {
            assertThat(policy.nextDelay()).isGreaterThanOrEqualTo(ReconnectPolicy.FLOOR_MILLIS / 2);
        }
    }

    @Test
    void aConnectionThatDidNotHoldLeavesTheDelayAsItIs() {
        ReconnectPolicy policy = policy(1000, 60_000, LEAST_JITTER);
        policy.nextDelay();
        policy.accepted();
        policy.lost(ReconnectPolicy.HELD_MILLIS);
        assertThat(policy.nextDelay()).isEqualTo(2000);
    }

    @Test
    void aConnectionMustHoldLongerThanTheCurrentDelay() {
        ReconnectPolicy policy = policy(16_000, 60_000, LEAST_JITTER);
        policy.nextDelay();
        policy.lost(20_000);
        assertThat(policy.nextDelay()).isEqualTo(32_000);
    }

    @Test
    void aConnectionThatHeldBringsTheDelayBackToItsBeginning() {
        ReconnectPolicy policy = policy(1000, 60_000, LEAST_JITTER);
        policy.nextDelay();
        policy.nextDelay();
        policy.lost(ReconnectPolicy.HELD_MILLIS + 1);
        assertThat(policy.nextDelay()).isEqualTo(1000);
    }

    @Test
    void countsConnectionsThatDidNotHold() {
        ReconnectPolicy policy = policy(1000, 60_000, LEAST_JITTER);
        policy.lost(5);
        policy.lost(5);
        assertThat(policy.shortLivedInARow()).isEqualTo(2);
        policy.lost(ReconnectPolicy.HELD_MILLIS + 1);
        assertThat(policy.shortLivedInARow()).isZero();
    }

    @Test
    void anInitialDelayAboveTheMaximumIsKept() {
        ReconnectPolicy policy = policy(60_000, 1000, LEAST_JITTER);
        assertThat(policy.nextDelay()).isEqualTo(60_000);
        assertThat(policy.nextDelay()).isEqualTo(60_000);
    }

    @Test
    void theSlowDelayIsNeverShorterThanTheMaximumNorThanItsOwnLeast() {
        assertThat(policy(10, 1000, LEAST_JITTER).slowDelay()).isEqualTo(ReconnectAction.SLOW_MILLIS);
        assertThat(policy(10, 90_000, LEAST_JITTER).slowDelay()).isEqualTo(90_000);
        assertThat(policy(10, 1000, MOST_JITTER).slowDelay()).isBetween(14_999L, 15_000L);
    }

    @Test
    void triesForEverWithoutABound() {
        ReconnectPolicy policy = policy(1, 1, LEAST_JITTER);
        for (int i = 0; i < 1000; i++) {
            policy.failed();
        }
        assertThat(policy.mayRetry()).isTrue();
    }

    @Test
    void countsFailedAttemptsInARowOnly() {
        ReconnectPolicy policy = new ReconnectPolicy(new ReconnectSettings(true, 2, 1, 1, false, Map.of()), () -> 0,
                ReconnectAction.SLOW_MILLIS);
        policy.failed();
        assertThat(policy.mayRetry()).isTrue();
        policy.accepted();
        policy.failed();
        assertThat(policy.mayRetry()).isTrue();
        policy.failed();
        assertThat(policy.mayRetry()).isFalse();
        assertThat(policy.whyNot()).contains("2 attempts", "reconnect-attempts");
    }

    @Test
    void neverRetriesWhenReconnectionIsOff() {
        ReconnectPolicy policy = new ReconnectPolicy(new ReconnectSettings(false, -1, 1, 1, false, Map.of()), () -> 0,
                ReconnectAction.SLOW_MILLIS);
        assertThat(policy.mayRetry()).isFalse();
        assertThat(policy.whyNot()).contains("auto-reconnect");
    }

    private static ReconnectPolicy policy(long initial, long maximum, double random) {
        return new ReconnectPolicy(new ReconnectSettings(true, -1, initial, maximum, false, Map.of()), () -> random,
                ReconnectAction.SLOW_MILLIS);
    }
}
