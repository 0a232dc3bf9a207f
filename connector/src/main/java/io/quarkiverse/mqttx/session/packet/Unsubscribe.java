package io.quarkiverse.mqttx.session.packet;

import java.util.List;

import io.quarkiverse.mqttx.api.PacketType;

/** UNSUBSCRIBE (MQTT-5.0 §3.10). */
public record Unsubscribe(int packetId, List<String> filters, Properties properties) implements Packet {

    @Override
    public PacketType type() {
        return PacketType.UNSUBSCRIBE;
    }
}
