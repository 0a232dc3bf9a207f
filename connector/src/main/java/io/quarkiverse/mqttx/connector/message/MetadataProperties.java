package io.quarkiverse.mqttx.connector.message;

import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

/** Translates {@link OutgoingMqttMetadata} to the properties of a packet (MQTT-5.0 §3.3.2.3). */
public final class MetadataProperties {

    private MetadataProperties() {
    }

    public static Properties of(OutgoingMqttMetadata metadata) {
        if (metadata.isWithoutProperties()) {
            return Properties.EMPTY;
        }
        Properties.Builder properties = Properties.builder();
        if (metadata.isUtf8Payload()) {
            properties.add(Property.PAYLOAD_FORMAT_INDICATOR, 1);
        }
        metadata.getMessageExpiry()
                .ifPresent(expiry -> properties.add(Property.MESSAGE_EXPIRY_INTERVAL, expiry.toSeconds()));
        metadata.getContentType().ifPresent(type -> properties.add(Property.CONTENT_TYPE, type));
        metadata.getResponseTopic().ifPresent(topic -> properties.add(Property.RESPONSE_TOPIC, topic));
        metadata.getCorrelationData().ifPresent(data -> properties.add(Property.CORRELATION_DATA, data));
        metadata.getUserProperties().forEach(property -> properties.add(Property.USER_PROPERTY, property));
        return properties.build();
    }
}
