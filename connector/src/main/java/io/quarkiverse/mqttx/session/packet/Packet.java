package io.quarkiverse.mqttx.session.packet;

import io.quarkiverse.mqttx.api.PacketType;

/**
 * One MQTT control packet as plain immutable data: what the transport decodes and encodes, and the session takes and gives.
 * Property lists are empty in MQTT 3.x.
 */
public sealed interface Packet
        permits Connect, ConnAck, Publish, Ack, Subscribe, SubAck, Unsubscribe, UnsubAck, Ping, Disconnect, Auth {

    /** The type in the fixed header. */
    PacketType type();
}
