package io.quarkiverse.mqttx.connector.config.model;

import java.time.Duration;

/**
 * How an outgoing channel that sends requests gets their replies, as configured and checked.
 *
 * @param topic where the replies go; {@code null} when it is made of the client id and the channel's name
 * @param qos of the subscription to the replies, 0 to 2
 * @param addressing how a request says where to reply
 * @param timeout how long a request waits for a reply
 * @param maxPending requests that wait for replies, at most
 * @param correlationIdHandler identifier of what makes the correlation ids
 * @param failureHandler identifier of what finds replies that state a failure, or {@code null}
 */
public record RequestSettings(String topic, int qos, ReplyAddressing addressing, Duration timeout, int maxPending,
        String correlationIdHandler, String failureHandler) {
}
