package io.quarkiverse.mqttx.connector.message;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

/** Metadata as the connector makes it, for tests in other packages. */
public final class Metadatas {

    private Metadatas() {
    }

    /** @param contentType the property of MQTT 5, or {@code null} */
    public static IncomingMqttMetadata incoming(String channel, String topic, String contentType) {
        Properties properties = contentType == null ? Properties.EMPTY
                : Properties.builder().add(Property.CONTENT_TYPE, contentType).build();
        return incoming(channel, new Publish(topic, new byte[0], 0, false, false, 0, properties));
    }

    public static IncomingMqttMetadata incoming(String channel, String topic) {
        return incoming(channel, topic, null);
    }

    public static IncomingMqttMetadata incoming(String channel, Publish packet) {
        return new IncomingMqttMetadata(new ReceivedMetadata(MessageOrigin.of(channel), packet));
    }
}
