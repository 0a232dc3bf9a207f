package io.quarkiverse.mqttx.session.packet;

import io.quarkiverse.mqttx.api.PacketType;

/**
 * SUBACK (MQTT-5.0 §3.9).
 *
 * @param codes one for each subscription of the SUBSCRIBE, in its order: the granted QoS, or 0x80 and above
 */
public record SubAck(int packetId, int[] codes, Properties properties) implements Packet {

    @Override
    public PacketType type() {
        return PacketType.SUBACK;
    }
}
