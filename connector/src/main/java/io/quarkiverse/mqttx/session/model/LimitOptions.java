package io.quarkiverse.mqttx.session.model;

/**
 * How much a session takes and sends.
 *
 * @param receiveMaximum how many QoS 1 and 2 messages the broker may send before the first is acknowledged, 1 to 65535;
 *        announced in MQTT 5
 * @param maxPacketSize the largest packet taken from the broker, in bytes; announced in MQTT 5
 * @param maxInflight how many QoS 1 and 2 messages may wait for the broker's acknowledgement, 1 to 65535; the broker's own
 *        Receive Maximum counts if it is less
 */
public record LimitOptions(int receiveMaximum, int maxPacketSize, int maxInflight) {
}
