package io.quarkiverse.mqttx.connector.message;

import java.time.Duration;

import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.UserProperty;
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
        Duration expiry = metadata.getMessageExpiry().orElse(null);
        if (expiry != null) {
            properties.add(Property.MESSAGE_EXPIRY_INTERVAL, expiry.toSeconds());
        }
        addUnlessNull(properties, Property.CONTENT_TYPE, metadata.getContentType().orElse(null));
        addUnlessNull(properties, Property.RESPONSE_TOPIC, metadata.getResponseTopic().orElse(null));
        addUnlessNull(properties, Property.CORRELATION_DATA, metadata.getCorrelationData().orElse(null));
        for (UserProperty property : metadata.getUserProperties()) {
            properties.add(Property.USER_PROPERTY, property);
        }
        return properties.build();
    }

    private static void addUnlessNull(Properties.Builder properties, Property property, Object value) {
        if (value != null) {
            properties.add(property, value);
        }
    }
}
