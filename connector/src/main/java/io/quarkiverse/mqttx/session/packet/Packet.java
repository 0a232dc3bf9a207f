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

    /** Those of MQTT 5; those of a will are apart. */
    default Properties properties() {
        return Properties.EMPTY;
    }

    /** 0 where there is none. */
    default int packetId() {
        return 0;
    }
}
