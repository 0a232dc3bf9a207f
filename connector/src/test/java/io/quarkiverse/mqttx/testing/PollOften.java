package io.quarkiverse.mqttx.testing;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets Awaitility look every 20 ms and not every 100: what is awaited is mostly there after a few, and a build awaits thousands
 * of times. Takes part in every test class by itself (see {@code META-INF/services}).
 */
public final class PollOften implements BeforeAllCallback {

    private static final Duration INTERVAL = Duration.ofMillis(20);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultPollInterval(INTERVAL);
        Awaitility.setDefaultPollDelay(Duration.ofMillis(1));
    }
}
