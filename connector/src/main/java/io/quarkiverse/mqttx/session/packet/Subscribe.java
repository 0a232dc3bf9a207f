package io.quarkiverse.mqttx.session.packet;

import java.util.List;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.Subscription;

/** SUBSCRIBE (MQTT-5.0 §3.8). */
public record Subscribe(int packetId, List<Subscription> subscriptions, Properties properties) implements Packet {

    @Override
    public PacketType type() {
        return PacketType.SUBSCRIBE;
    }
}
