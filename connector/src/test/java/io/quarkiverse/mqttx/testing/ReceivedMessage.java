package io.quarkiverse.mqttx.testing;

import java.nio.charset.StandardCharsets;

import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * A message as the {@link ReferenceClient} got it.
 *
 * @param properties the MQTT 5 properties; {@code null} in MQTT 3.x
 */
public record ReceivedMessage(String topic, byte[] payload, int qos, boolean retained, boolean duplicate,
        MqttProperties properties) {

    /** The payload as UTF-8. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return topic + " QoS " + qos + (retained ? " retained" : "") + (duplicate ? " duplicate" : "") + ": " + text();
    }
}
