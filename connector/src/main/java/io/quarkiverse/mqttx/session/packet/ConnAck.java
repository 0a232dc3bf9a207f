package io.quarkiverse.mqttx.session.packet;

import io.quarkiverse.mqttx.api.PacketType;

/**
 * CONNACK (MQTT-5.0 §3.2).
 *
 * @param code as it stood on the wire: a reason code in MQTT 5, a return code 0 to 5 in MQTT 3.x
 */
public record ConnAck(boolean sessionPresent, int code, Properties properties) implements Packet {

    @Override
    public PacketType type() {
        return PacketType.CONNACK;
    }
}
