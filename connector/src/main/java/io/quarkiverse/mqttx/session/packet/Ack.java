package io.quarkiverse.mqttx.session.packet;

import io.quarkiverse.mqttx.api.PacketType;

/**
 * PUBACK, PUBREC, PUBREL or PUBCOMP (MQTT-5.0 §3.4 to §3.7): four packets of one shape.
 *
 * @param reasonCode always 0 in MQTT 3.x
 */
public record Ack(PacketType type, int packetId, int reasonCode, Properties properties) implements Packet {

    public Ack(PacketType type, int packetId) {
        this(type, packetId, 0, Properties.EMPTY);
    }

    public Ack(PacketType type, int packetId, int reasonCode) {
        this(type, packetId, reasonCode, Properties.EMPTY);
    }
}
