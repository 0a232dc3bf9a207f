package io.quarkiverse.mqttx.session.packet;

import io.quarkiverse.mqttx.api.PacketType;

/** AUTH (MQTT-5.0 §3.15). */
public record Auth(int reasonCode, Properties properties) implements Packet {

    @Override
    public PacketType type() {
        return PacketType.AUTH;
    }
}
