package io.quarkiverse.mqttx.session.packet;

/** AUTH (MQTT-5.0 §3.15). */
public record Auth(int reasonCode, Properties properties) implements Packet {

    @Override
    public PacketType type() {
        return PacketType.AUTH;
    }
}
