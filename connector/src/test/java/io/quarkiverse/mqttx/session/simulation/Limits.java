package io.quarkiverse.mqttx.session.simulation;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * The limits of one connection (MQTT-5.0 §3.2.2.3); in MQTT 3.x those of the protocol.
 *
 * @param keepAliveSeconds -1 leaves the client's
 */
record Limits(int receiveMaximum, int maximumQos, boolean retainAvailable, long maximumPacketSize, int keepAliveSeconds,
        int topicAliasMaximum) {

    static final Limits NONE = new Limits(65_535, 2, true, 268_435_460, -1, 0);

    static Limits random(Dice dice) {
        return new Limits(dice.oneOf(1, 2, 5, 20, 65_535), dice.chance(0.7) ? 2 : dice.oneOf(0, 1), dice.chance(0.8),
                dice.oneOf(60L, 100L, 268_435_460L), dice.chance(0.3) ? dice.oneOf(3, 10) : -1, dice.oneOf(0, 1, 2, 65_535));
    }

    boolean forbid(Publish publish, ProtocolVersion version) {
        return publish.qos() > maximumQos || publish.retain() && !retainAvailable
                || PacketSize.of(publish, version) > maximumPacketSize;
    }

    void describe(Properties.Builder properties) {
        if (receiveMaximum != NONE.receiveMaximum) {
            properties.add(Property.RECEIVE_MAXIMUM, receiveMaximum);
        }
        if (maximumQos < 2) {
            properties.add(Property.MAXIMUM_QOS, maximumQos);
        }
        if (!retainAvailable) {
            properties.add(Property.RETAIN_AVAILABLE, 0);
        }
        if (maximumPacketSize != NONE.maximumPacketSize) {
            properties.add(Property.MAXIMUM_PACKET_SIZE, maximumPacketSize);
        }
        if (topicAliasMaximum > 0) {
            properties.add(Property.TOPIC_ALIAS_MAXIMUM, topicAliasMaximum);
        }
        if (keepAliveSeconds >= 0) {
            properties.add(Property.SERVER_KEEP_ALIVE, keepAliveSeconds);
        }
    }
}
