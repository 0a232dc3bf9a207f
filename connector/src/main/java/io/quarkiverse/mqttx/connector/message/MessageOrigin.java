package io.quarkiverse.mqttx.connector.message;

/**
 * The metadata that all messages of a channel share.
 *
 * @param contentType what payloads are when their message does not say, or {@code null}
 */
public record MessageOrigin(String channel, ChannelTopics topics, String contentType) {

    /** Nothing is known but the channel. */
    public static MessageOrigin of(String channel) {
        return new MessageOrigin(channel, ChannelTopics.WITHOUT_VARIABLES, null);
    }
}
