package io.quarkiverse.mqttx.connector.config.model;

import java.time.Duration;

/**
 * How a message is delivered again within the application.
 *
 * @param maxAttempts how often it is delivered at most, the first time included
 * @param delay before the second attempt; it doubles with each
 * @param maxDelay the longest
 * @param maxWaiting how many messages may wait for another attempt before the channel hands out nothing new
 */
public record RetrySettings(int maxAttempts, Duration delay, Duration maxDelay, int maxWaiting) {
}
