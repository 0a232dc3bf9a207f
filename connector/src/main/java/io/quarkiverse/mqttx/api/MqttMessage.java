package io.quarkiverse.mqttx.api;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * Short forms for messages with {@link OutgoingMqttMetadata}. They are plain {@link Message}s, so {@code withAck} and
 * {@code withNack} keep everything else as it is.
 */
public final class MqttMessage {

    private MqttMessage() {
    }

    /** A message to this topic, with the channel's QoS and retain flag. */
    public static <T> Message<T> of(String topic, T payload) {
        return of(OutgoingMqttMetadata.of(topic), payload);
    }

    /** A message to this topic at this QoS, with the channel's retain flag. */
    public static <T> Message<T> of(String topic, T payload, int qos) {
        return of(OutgoingMqttMetadata.of(topic, qos), payload);
    }

    /** A message to this topic at this QoS, retained or not. */
    public static <T> Message<T> of(String topic, T payload, int qos, boolean retain) {
        return of(OutgoingMqttMetadata.of(topic, qos, retain), payload);
    }

    /** A message that is published as the metadata says. */
    public static <T> Message<T> of(OutgoingMqttMetadata metadata, T payload) {
        return Message.of(payload, Metadata.of(metadata));
    }

    /** The same message, its acknowledgements included, published as the metadata says. */
    public static <T> Message<T> from(Message<T> message, OutgoingMqttMetadata metadata) {
        return message.addMetadata(metadata);
    }
}
