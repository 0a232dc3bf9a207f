package io.quarkiverse.mqttx.session.packet;

/**
 * The will of a CONNECT (MQTT-5.0 §3.1.2.5).
 *
 * @param properties the will properties of MQTT 5; left out on the wire in MQTT 3.x
 */
public record Will(String topic, byte[] payload, int qos, boolean retain, Properties properties) {
}
