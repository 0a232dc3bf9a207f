package io.quarkiverse.mqttx.connector.config.model;

import java.time.Duration;

/**
 * How an outgoing channel that sends requests gets their replies, as configured and checked.
 *
 * @param topic where the replies go; {@code null} when it is made of the client id and the channel's name
 * @param timeout how long a request waits for a reply
 * @param maxPending requests that wait for replies, at most
 * @param failureHandler identifier of what finds replies that state a failure, or {@code null}
 */
public record RequestSettings(String topic, Duration timeout, int maxPending, String failureHandler) {
}
