package io.quarkiverse.mqttx.connector.config.model;

import java.time.Duration;

/**
 * How the broker is brought to send messages again.
 *
 * @param maxAttempts how often the broker delivers a message at most, the first time included
 * @param delay how long a message waits for the connection to be renewed
 * @param maxLeftUnacked with how many messages the connection is renewed before that
 * @param minInterval the least time between two renewals of a connection
 */
public record RedeliverSettings(int maxAttempts, Duration delay, int maxLeftUnacked, Duration minInterval) {
}
