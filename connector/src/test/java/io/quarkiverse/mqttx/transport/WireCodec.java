package io.quarkiverse.mqttx.transport;

import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.Ping;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.UnsubAck;

/**
 * The real encoder and decoder of one connection, for the simulation of the session: what the client sends as bytes, what a
 * broker sends as bytes, and what the client makes of them, however they were split.
 */
public final class WireCodec {

    private final PacketEncoder client = new PacketEncoder();
    private final PacketEncoder broker = new PacketEncoder();
    private final PacketDecoder decoder;
    private ProtocolVersion version;

    /** @param maxPacketSize the largest packet that the client takes */
    public WireCodec(int maxPacketSize) {
        decoder = new PacketDecoder(maxPacketSize);
    }

    /** As the connector writes it. */
    public byte[] ofClient(Packet packet) {
        if (packet instanceof Connect connect) {
            version = connect.version();
            decoder.version(version);
            encode(broker, packet);
        }
        return encode(client, packet);
    }

    /** As a broker writes it. */
    public byte[] ofBroker(Packet packet) {
        if (packet instanceof ConnAck connAck) {
            // 0x01 is the answer of a broker that knows MQTT 3.x alone, to whatever it was asked for
            boolean properties = version.is5() && connAck.code() != 1;
            byte[] head = { (byte) (connAck.sessionPresent() ? 1 : 0), (byte) connAck.code() };
            return packet(0x20, head, properties ? properties(connAck.properties()) : new byte[0], new int[0]);
        } else if (packet instanceof SubAck subAck) {
            return packet(0x90, twoBytes(subAck.packetId()), version.is5() ? properties(subAck.properties()) : new byte[0],
                    subAck.codes());
        } else if (packet instanceof UnsubAck unsubAck) {
            return packet(0xB0, twoBytes(unsubAck.packetId()), version.is5() ? properties(unsubAck.properties()) : new byte[0],
                    unsubAck.codes());
        } else if (packet == Ping.RESPONSE) {
            return new byte[] { (byte) 0xD0, 0 };
        }
        return encode(broker, packet);
    }

    /**
     * Bytes have reached the client.
     *
     * @param malformed run at the first broken rule
     */
    public void arrive(byte[] bytes, int from, int length, Consumer<Packet> received, Runnable malformed) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes, from, length);
        try {
            Packet packet;
            while ((packet = decoder.next(in)) != null) {
                received.accept(packet);
            }
        } catch (MalformedPacketException e) {
            malformed.run();
        }
    }

    private static byte[] encode(PacketEncoder encoder, Packet packet) {
        ByteBuf out = Unpooled.buffer(128);
        encoder.encode(packet, out);
        return ByteBufUtil.getBytes(out);
    }

    private static byte[] packet(int first, byte[] head, byte[] properties, int[] codes) {
        int length = head.length + properties.length + codes.length;
        ByteBuf out = Unpooled.buffer(length + 5);
        out.writeByte(first);
        writeVariableByteInteger(out, length);
        out.writeBytes(head).writeBytes(properties);
        for (int code : codes) {
            out.writeByte(code);
        }
        return ByteBufUtil.getBytes(out);
    }

    /** Those that a broker of the simulation uses in CONNACK, SUBACK and UNSUBACK. */
    private static byte[] properties(Properties properties) {
        ByteBuf out = Unpooled.buffer(32);
        writeVariableByteInteger(out, (int) PacketSize.propertyList(properties));
        for (int i = 0; i < properties.size(); i++) {
            Property name = properties.name(i);
            Object value = properties.value(i);
            out.writeByte(name.id());
            switch (name.wireType()) {
                case BYTE -> out.writeByte(((Number) value).intValue());
                case TWO_BYTE_INTEGER -> out.writeShort(((Number) value).intValue());
                case FOUR_BYTE_INTEGER -> out.writeInt((int) ((Number) value).longValue());
                case STRING -> {
                    out.writeShort(ByteBufUtil.utf8Bytes((String) value));
                    ByteBufUtil.writeUtf8(out, (String) value);
                }
                default -> throw new IllegalArgumentException("not used by the brokers of the simulation: " + name);
            }
        }
        return ByteBufUtil.getBytes(out);
    }

    private static void writeVariableByteInteger(ByteBuf out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.writeByte(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    private static byte[] twoBytes(int value) {
        return new byte[] { (byte) (value >> 8), (byte) value };
    }
}
