package io.quarkiverse.mqttx.session.packet;

import io.quarkiverse.mqttx.api.PacketType;

/**
 * UNSUBACK (MQTT-5.0 §3.11).
 *
 * @param codes one for each filter of the UNSUBSCRIBE, in its order; empty in MQTT 3.x
 */
public record UnsubAck(int packetId, int[] codes, Properties properties) implements Packet {

    @Override
    public PacketType type() {
        return PacketType.UNSUBACK;
    }
}
