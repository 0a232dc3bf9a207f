package io.quarkiverse.mqttx.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import org.awaitility.core.ConditionFactory;

import io.quarkiverse.mqttx.connector.TestApplication;
import io.smallrye.reactive.messaging.health.HealthReport;

/** How long the tests wait for what must happen: long enough for a machine that is busy with something else. */
final class Patience {

    private Patience() {
    }

    static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    /** Waits until all channels can exchange messages; fails with the reasons why they cannot. */
    static void awaitReady(TestApplication application) {
        eventually().untilAsserted(() -> assertReady(application));
    }

    static void assertReady(TestApplication application) {
        assertOk(application.connector().getReadiness());
    }

    static void assertAlive(TestApplication application) {
        assertOk(application.connector().getLiveness());
    }

    private static void assertOk(HealthReport report) {
        assertThat(report.isOk()).as(() -> report.getChannels().toString()).isTrue();
    }

    /** Why a channel is not ready; an empty text when it is. */
    static String whyNotReady(TestApplication application, String channel) {
        return application.connector().getReadiness().getChannels().stream()
                .filter(info -> info.getChannel().equals(channel) && !info.isOk())
                .map(HealthReport.ChannelInfo::getMessage).findFirst().orElse("");
    }
}
