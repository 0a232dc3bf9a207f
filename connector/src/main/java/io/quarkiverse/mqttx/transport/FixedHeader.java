package io.quarkiverse.mqttx.transport;

import static io.quarkiverse.mqttx.api.ReasonCode.MALFORMED_PACKET;
import static io.quarkiverse.mqttx.api.ReasonCode.PROTOCOL_ERROR;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;

/** The first byte of a packet: its type and flags (MQTT-5.0 §2.1.2, §2.1.3). */
final class FixedHeader {

    private static final PacketType[] TYPES = PacketType.values();
    /** With what TLS begins where a packet is expected. */
    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int PUBREL_FLAGS = 0b0010;
    private static final int QOS_3 = 0b0110;

    private FixedHeader() {
    }

    /** Refuses what a server must not send and what has the wrong flags. */
    static void check(int first, ProtocolVersion version) {
        PacketType type = TYPES[first >> 4];
        switch (type) {
            case PUBLISH -> checkQos(first & 0x0F);
            case CONNACK, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK, UNSUBACK, PINGRESP ->
                checkFlags(type, first & 0x0F, version);
            case DISCONNECT -> {
                if (!version.is5()) {
                    throw new MalformedPacketException(PROTOCOL_ERROR,
                            "DISCONNECT from the broker, which MQTT " + version + " does not know");
                }
                checkFlags(type, first & 0x0F, version);
            }
            case AUTH -> {
                if (!version.is5()) {
                    throw new MalformedPacketException(MALFORMED_PACKET, "packet type 15, which MQTT " + version + " reserves");
                }
                checkFlags(type, first & 0x0F, version);
            }
            case RESERVED -> throw new MalformedPacketException(MALFORMED_PACKET, "packet type 0, which is reserved");
            case CONNECT -> throw new MalformedPacketException(PROTOCOL_ERROR, first == TLS_ALERT || first == TLS_HANDSHAKE
                    ? "an answer of TLS: the port expects TLS; set ssl=true, or check port"
                    : "CONNECT from the broker, which only a client may send");
            default ->
                throw new MalformedPacketException(PROTOCOL_ERROR, type + " from the broker, which only a client may send");
        }
    }

    /** DUP at QoS 0 breaks a rule as well [MQTT-3.3.1-2], but says nothing that could be misunderstood. */
    private static void checkQos(int flags) {
        if ((flags & QOS_3) == QOS_3) {
            throw new MalformedPacketException(MALFORMED_PACKET, "PUBLISH with QoS 3 [MQTT-3.3.1-4]");
        }
    }

    private static void checkFlags(PacketType type, int flags, ProtocolVersion version) {
        if (version == ProtocolVersion.V3_1) {
            // There PUBREL may carry DUP, and the flags of the others are said to be unused, not to be 0
            return;
        }
        if (flags != (type == PacketType.PUBREL ? PUBREL_FLAGS : 0)) {
            throw new MalformedPacketException(MALFORMED_PACKET, type + " with reserved flags " + flags + " [MQTT-2.1.3-1]");
        }
    }
}
