package io.quarkiverse.mqttx.session.packet;

import io.quarkiverse.mqttx.api.PacketType;

/** PINGREQ or PINGRESP (MQTT-5.0 §3.12, §3.13). */
public enum Ping implements Packet {

    REQUEST(PacketType.PINGREQ),
    RESPONSE(PacketType.PINGRESP);

    private final PacketType type;

    Ping(PacketType type) {
        this.type = type;
    }

    @Override
    public PacketType type() {
        return type;
    }
}
