package io.quarkiverse.mqttx.session.packet;

import io.quarkiverse.mqttx.api.PacketType;

/** DISCONNECT (MQTT-5.0 §3.14). In MQTT 3.x only the client sends it, and it carries nothing. */
public record Disconnect(int reasonCode, Properties properties) implements Packet {

    public Disconnect(int reasonCode) {
        this(reasonCode, Properties.EMPTY);
    }

    @Override
    public PacketType type() {
        return PacketType.DISCONNECT;
    }
}
