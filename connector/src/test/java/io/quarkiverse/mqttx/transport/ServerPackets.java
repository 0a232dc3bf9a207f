package io.quarkiverse.mqttx.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.transport.RecordingListener.Malformed;

/** Packets of a server put together from bytes, so that they may be wrong, and what becomes of them. */
final class ServerPackets {

    private ServerPackets() {
    }

    /** An MQTT 5 packet that is right but for these properties, which are without the length before them. */
    static ByteBuf with(PacketType type, byte[] properties) {
        byte[] before = switch (type) {
            case PUBLISH -> new byte[] { 0, 1, 't' };
            case CONNACK -> new byte[] { 0, 0 };
            case PUBACK, PUBREC, PUBREL, PUBCOMP -> new byte[] { 0, 1, 0 };
            case SUBACK, UNSUBACK -> new byte[] { 0, 1 };
            case DISCONNECT -> new byte[] { 0 };
            case AUTH -> new byte[] { 0x18 };
            default -> throw new IllegalArgumentException(type + " has no properties");
        };
        byte[] after = type == PacketType.SUBACK || type == PacketType.UNSUBACK ? new byte[1] : new byte[0];
        assertThat(properties.length).as("a length of one byte").isLessThan(0x70);
        return Unpooled.buffer().writeByte(type.ordinal() << 4 | (type == PacketType.PUBREL ? 2 : 0))
                .writeByte(before.length + 1 + properties.length + after.length).writeBytes(before)
                .writeByte(properties.length).writeBytes(properties).writeBytes(after);
    }

    /** A PUBLISH at QoS 0 to the topic of these bytes, without payload. */
    static ByteBuf publish(byte[] topic, ProtocolVersion version) {
        ByteBuf packet = Unpooled.buffer().writeByte(0x30).writeByte(topic.length + (version.is5() ? 3 : 2))
                .writeShort(topic.length).writeBytes(topic);
        return version.is5() ? packet.writeByte(0) : packet;
    }

    /** The packet that the bytes are. */
    static Packet read(ProtocolVersion version, ByteBuf bytes) {
        RecordingListener listener = decode(version, bytes);
        assertThat(listener.malformed).isEmpty();
        assertThat(listener.packets).hasSize(1);
        return listener.packets.get(0);
    }

    /** Why the bytes are no packet. */
    static Malformed refused(ProtocolVersion version, ByteBuf bytes) {
        RecordingListener listener = decode(version, bytes);
        assertThat(listener.packets).isEmpty();
        assertThat(listener.malformed).hasSize(1);
        return listener.malformed.get(0);
    }

    static RecordingListener decode(ProtocolVersion version, ByteBuf bytes) {
        PacketDecoder decoder = new PacketDecoder(1 << 20);
        decoder.version(version);
        RecordingListener listener = new RecordingListener();
        new Decoding(decoder, listener).decode(bytes);
        return listener;
    }
}
