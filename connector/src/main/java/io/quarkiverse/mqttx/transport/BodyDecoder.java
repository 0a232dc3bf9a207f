package io.quarkiverse.mqttx.transport;

import static io.quarkiverse.mqttx.api.ReasonCode.PROTOCOL_ERROR;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Ping;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.UnsubAck;

/** Reads what follows the fixed header, for the packets that a server may send. */
final class BodyDecoder {

    private static final int[] NO_CODES = new int[0];

    private BodyDecoder() {
    }

    static Packet decode(PacketReader in, int flags, ProtocolVersion version) {
        boolean v5 = version.is5();
        Packet packet = switch (in.type()) {
            case PUBLISH -> publish(in, flags, v5);
            case PUBACK, PUBREC, PUBREL, PUBCOMP -> ack(in, v5);
            case CONNACK -> connAck(in, version);
            case SUBACK -> subAck(in, v5);
            case UNSUBACK -> unsubAck(in, v5);
            case PINGRESP -> Ping.RESPONSE;
            case DISCONNECT -> new Disconnect(optionalCode(in), optionalProperties(in));
            case AUTH -> new Auth(optionalCode(in), optionalProperties(in));
            default -> throw in.malformed("not a packet of a server");
        };
        if (in.remaining() > 0) {
            throw in.malformed(in.remaining() + " bytes too many");
        }
        return packet;
    }

    /** MQTT-5.0 §3.3. */
    private static Publish publish(PacketReader in, int flags, boolean v5) {
        String topic = in.topic();
        int qos = flags >> 1 & 0x03;
        int packetId = qos == 0 ? 0 : packetId(in);
        Properties properties = v5 ? PropertiesDecoder.decode(in) : Properties.EMPTY;
        if (topic.isEmpty() && in.topicAlias() == 0) {
            throw new MalformedPacketException(PROTOCOL_ERROR, v5 ? "PUBLISH with neither a topic nor a topic alias"
                    : "PUBLISH without a topic");
        }
        return new Publish(topic, in.rest(), qos, (flags & 0x01) != 0, qos > 0 && (flags & 0x08) != 0, packetId, properties,
                in.topicAlias());
    }

    /** MQTT-5.0 §3.4 to §3.7. A success without properties ends after the packet id. */
    private static Ack ack(PacketReader in, boolean v5) {
        int packetId = packetId(in);
        if (!v5 || in.remaining() == 0) {
            return new Ack(in.type(), packetId);
        }
        return new Ack(in.type(), packetId, in.unsignedByte(), optionalProperties(in));
    }

    /**
     * MQTT-5.0 §3.2. Brokers that refuse a version answer in the form they like, so a refusal is read in each form whatever
     * version was asked for: with and without properties.
     */
    private static ConnAck connAck(PacketReader in, ProtocolVersion version) {
        int flags = in.unsignedByte();
        int code = in.unsignedByte();
        if (flags > 1 && version != ProtocolVersion.V3_1) {
            throw in.malformed("reserved flags are set [MQTT-3.2.2-1]");
        }
        boolean sessionPresent = version != ProtocolVersion.V3_1 && flags == 1;
        boolean propertiesAllowed = version.is5() || code != 0;
        return new ConnAck(sessionPresent, code, propertiesAllowed ? optionalProperties(in) : Properties.EMPTY);
    }

    /** MQTT-5.0 §3.9. A code that does not exist grants nothing, and concerns its own subscription only. */
    private static SubAck subAck(PacketReader in, boolean v5) {
        int packetId = packetId(in);
        Properties properties = v5 ? optionalProperties(in) : Properties.EMPTY;
        int[] codes = codes(in);
        for (int i = 0; i < codes.length; i++) {
            codes[i] = codes[i] <= 2 || v5 && codes[i] >= 0x80 ? codes[i] : ReasonCode.UNSPECIFIED_ERROR;
        }
        return new SubAck(packetId, codes, properties);
    }

    /** MQTT-5.0 §3.11. There are brokers that send it in the form of the other version. */
    private static UnsubAck unsubAck(PacketReader in, boolean v5) {
        int packetId = packetId(in);
        if (!v5) {
            in.rest();
            return new UnsubAck(packetId, NO_CODES, Properties.EMPTY);
        }
        Properties properties = optionalProperties(in);
        return new UnsubAck(packetId, codes(in), properties);
    }

    private static int[] codes(PacketReader in) {
        int[] codes = new int[in.remaining()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = in.unsignedByte();
        }
        return codes;
    }

    private static int packetId(PacketReader in) {
        int packetId = in.unsignedShort();
        if (packetId == 0) {
            throw new MalformedPacketException(PROTOCOL_ERROR, in.type() + " with packet id 0 [MQTT-2.2.1-3]");
        }
        return packetId;
    }

    private static int optionalCode(PacketReader in) {
        return in.remaining() == 0 ? 0 : in.unsignedByte();
    }

    private static Properties optionalProperties(PacketReader in) {
        return in.remaining() == 0 ? Properties.EMPTY : PropertiesDecoder.decode(in);
    }
}
