package io.quarkiverse.mqttx.connector.message;

/**
 * What the messages of a channel have in common.
 *
 * @param contentType what payloads are when their message does not say, or {@code null}
 */
public record MessageOrigin(String channel, ChannelTopics topics, String contentType) {

    /** Nothing is known but the channel. */
    public static MessageOrigin of(String channel) {
        return new MessageOrigin(channel, ChannelTopics.WITHOUT_VARIABLES, null);
    }
}
