package io.quarkiverse.mqttx.session.model;

import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.Will;

/**
 * Whether the client is there, as a retained message: {@code online} after each CONNACK, {@code offline} before DISCONNECT, and
 * as the will (MQTT-5.0 §3.1.2.5), so that the broker says it when the client cannot.
 *
 * @param qos of all three, 0 to 2
 */
public record Presence(String topic, byte[] online, byte[] offline, int qos) {

    public Publish onlineMessage() {
        return Publish.of(topic, online, qos, true);
    }

    public Publish offlineMessage() {
        return Publish.of(topic, offline, qos, true);
    }

    /** @param properties will properties, such as a delay */
    public Will will(Properties properties) {
        return new Will(topic, offline, qos, true, properties);
    }
}
