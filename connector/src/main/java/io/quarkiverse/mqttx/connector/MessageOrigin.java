package io.quarkiverse.mqttx.connector;

/**
 * What the messages of a channel have in common.
 *
 * @param contentType what payloads are when their message does not say, or {@code null}
 */
record MessageOrigin(String channel, ChannelTopics topics, String contentType) {
}
