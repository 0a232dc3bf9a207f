package io.quarkiverse.mqttx.connector.config.model;

/**
 * Where messages go that the application could not process, and how.
 *
 * @param topic with variables: {@code {channel}}, {@code {topic#}} and those that all topics of the channel have
 * @param qos 1 or 2, so that the broker's word can be awaited
 * @param format what is in the payload
 */
public record DeadLetterSettings(String topic, int qos, DeadLetterFormat format) {

    /** The strategy that publishes them. */
    public static final String STRATEGY = "dead-letter-topic";
}
