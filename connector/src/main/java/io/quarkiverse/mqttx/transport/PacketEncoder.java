package io.quarkiverse.mqttx.transport;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.Unsubscribe;
import io.quarkiverse.mqttx.session.packet.Will;
import io.quarkiverse.mqttx.topic.MqttString;

/**
 * Writes the packets that a client may send, in the version of the CONNECT that went before. What MQTT 3.x does not know, such
 * as properties and reason codes, is left out there.
 */
final class PacketEncoder {

    private static final byte[] NO_BYTES = new byte[0];
    private static final int PUBREL_FLAGS = 0b0010;

    private ProtocolVersion version = ProtocolVersion.V5;
    /** Of the last PUBLISH: a publisher's topic is mostly the same object each time. */
    private String topic;
    /** What it is in UTF-8; {@code null} until it comes for the second time. */
    private byte[] topicBytes;

    /**
     * Appends the packet.
     *
     * @throws IllegalArgumentException when it cannot be expressed, for instance because a text is longer than 65,535 bytes;
     *         nothing is appended then
     */
    void encode(Packet packet, ByteBuf out) {
        int start = out.writerIndex();
        try {
            write(packet, out);
        } catch (RuntimeException e) {
            out.writerIndex(start);
            throw e;
        }
    }

    private void write(Packet packet, ByteBuf out) {
        if (packet instanceof Publish publish) {
            encodeHead(publish, out);
            out.writeBytes(publish.payload());
        } else if (packet instanceof Ack ack) {
            writeAck(ack, out);
        } else if (packet.type() == PacketType.PINGREQ) {
            out.writeShort(PacketType.PINGREQ.ordinal() << 12);
        } else if (packet instanceof Disconnect disconnect) {
            writeCoded(PacketType.DISCONNECT, disconnect.reasonCode(), disconnect.properties(), out);
        } else {
            writeWithBody(packet, out);
        }
    }

    /**
     * Appends a PUBLISH up to its payload, which the caller sends next (MQTT-5.0 §3.3).
     *
     * @throws IllegalArgumentException as {@link #encode}; all sizes are checked before anything is written
     */
    void encodeHead(Publish publish, ByteBuf out) {
        byte[] known = bytes(publish.topic());
        long length = known == null ? MqttString.encodedLength(publish.topic()) : known.length;
        int head = PacketSize.publishHead(publish, length, version);
        if (head < 0 || head + (long) publish.payload().length > PacketSize.MAX_VARIABLE_BYTE_INTEGER) {
            throw new IllegalArgumentException("The message for topic " + publish.topic() + " does not fit an MQTT packet: "
                    + publish.payload().length + " bytes of payload, and its topic and properties");
        }
        out.writeByte(PacketType.PUBLISH.ordinal() << 4 | (publish.duplicate() ? 0x08 : 0) | publish.qos() << 1
                | (publish.retain() ? 0x01 : 0));
        writeVariableByteInteger(out, head + publish.payload().length);
        out.writeShort((int) length);
        if (known == null) {
            ByteBufUtil.reserveAndWriteUtf8(out, publish.topic(), (int) length);
        } else {
            out.writeBytes(known);
        }
        if (publish.qos() > 0) {
            out.writeShort(publish.packetId());
        }
        if (version.is5()) {
            writeVariableByteInteger(out, checked(PacketSize.publishProperties(publish)));
            if (publish.topicAlias() > 0) {
                out.writeByte(Property.TOPIC_ALIAS.id());
                out.writeShort(publish.topicAlias());
            }
            writePropertyList(out, publish.properties());
        }
    }

    /** {@code null} for a topic that has just come for the first time, and may be the only one of its kind. */
    private byte[] bytes(String next) {
        if (next != topic) {
            topic = next;
            topicBytes = null;
        } else if (topicBytes == null) {
            topicBytes = next.getBytes(StandardCharsets.UTF_8);
        }
        return topicBytes;
    }

    /** MQTT-5.0 §3.4 to §3.7, in the shortest form that says it. */
    private void writeAck(Ack ack, ByteBuf out) {
        int first = ack.type().ordinal() << 4 | (ack.type() == PacketType.PUBREL ? PUBREL_FLAGS : 0);
        boolean coded = version.is5() && (ack.reasonCode() != 0 || !ack.properties().isEmpty());
        if (!coded) {
            out.writeInt(first << 24 | 2 << 16 | ack.packetId());
        } else if (ack.properties().isEmpty()) {
            out.writeInt(first << 24 | 3 << 16 | ack.packetId());
            out.writeByte(ack.reasonCode());
        } else {
            out.writeByte(first);
            writeVariableByteInteger(out, checked(3 + PacketSize.withLength(ack.properties())));
            out.writeShort(ack.packetId());
            out.writeByte(ack.reasonCode());
            writeProperties(out, ack.properties());
        }
    }

    /** MQTT-5.0 §3.14 and §3.15: a success without properties is the fixed header alone. */
    private void writeCoded(PacketType type, int reasonCode, Properties properties, ByteBuf out) {
        out.writeByte(type.ordinal() << 4);
        if (!version.is5() || reasonCode == 0 && properties.isEmpty()) {
            out.writeByte(0);
        } else if (properties.isEmpty() && type == PacketType.DISCONNECT) {
            out.writeByte(1);
            out.writeByte(reasonCode);
        } else {
            writeVariableByteInteger(out, checked(1 + PacketSize.withLength(properties)));
            out.writeByte(reasonCode);
            writeProperties(out, properties);
        }
    }

    /** The packets that are sent rarely: the body is written aside, so that its length need not be known before. */
    private void writeWithBody(Packet packet, ByteBuf out) {
        ByteBuf body = Unpooled.buffer();
        try {
            int flags = 0;
            if (packet instanceof Connect connect) {
                version = connect.version();
                writeConnect(connect, body);
            } else if (packet instanceof Subscribe subscribe) {
                flags = 0b0010;
                writeSubscribe(subscribe, body);
            } else if (packet instanceof Unsubscribe unsubscribe) {
                flags = 0b0010;
                writeUnsubscribe(unsubscribe, body);
            } else if (packet instanceof Auth auth && version.is5()) {
                writeCoded(PacketType.AUTH, auth.reasonCode(), auth.properties(), out);
                return;
            } else {
                throw new IllegalArgumentException("A client of MQTT " + version + " must not send " + packet.type());
            }
            out.writeByte(packet.type().ordinal() << 4 | flags);
            writeVariableByteInteger(out, checked(body.readableBytes()));
            out.writeBytes(body);
        } finally {
            body.release();
        }
    }

    /** MQTT-5.0 §3.1. */
    private void writeConnect(Connect connect, ByteBuf out) {
        Will will = connect.will();
        // MQTT 3.x has no password without a user name [MQTT-3.1.2-22]; an empty one is the nearest it can say
        String username = connect.username() == null && connect.password() != null && !version.is5() ? "" : connect.username();
        writeString(out, version.protocolName());
        out.writeByte(version.level());
        out.writeByte((username != null ? 0x80 : 0) | (connect.password() != null ? 0x40 : 0)
                | (will != null ? (will.retain() ? 0x20 : 0) | will.qos() << 3 | 0x04 : 0) | (connect.cleanStart() ? 0x02 : 0));
        out.writeShort(connect.keepAliveSeconds());
        writeProperties(out, connect.properties());
        writeString(out, connect.clientId());
        if (will != null) {
            writeProperties(out, will.properties());
            writeString(out, will.topic());
            writeBinary(out, will.payload());
        }
        if (username != null) {
            writeString(out, username);
        }
        if (connect.password() != null) {
            writeBinary(out, connect.password());
        }
    }

    /** MQTT-5.0 §3.8. */
    private void writeSubscribe(Subscribe subscribe, ByteBuf out) {
        out.writeShort(subscribe.packetId());
        writeProperties(out, subscribe.properties());
        for (Subscription subscription : subscribe.subscriptions()) {
            writeString(out, subscription.filter());
            int options = subscription.qos();
            if (version.is5()) {
                options |= (subscription.noLocal() ? 0x04 : 0) | (subscription.retainAsPublished() ? 0x08 : 0)
                        | subscription.retainHandling() << 4;
            }
            out.writeByte(options);
        }
    }

    /** MQTT-5.0 §3.10. */
    private void writeUnsubscribe(Unsubscribe unsubscribe, ByteBuf out) {
        out.writeShort(unsubscribe.packetId());
        writeProperties(out, unsubscribe.properties());
        List<String> filters = unsubscribe.filters();
        for (int i = 0; i < filters.size(); i++) {
            writeString(out, filters.get(i));
        }
    }

    /** The length of the properties and they themselves; nothing in MQTT 3.x. */
    private void writeProperties(ByteBuf out, Properties properties) {
        if (!version.is5()) {
            return;
        }
        if (properties.isEmpty()) {
            out.writeByte(0);
            return;
        }
        writeVariableByteInteger(out, checked(PacketSize.propertyList(properties)));
        writePropertyList(out, properties);
    }

    private static void writePropertyList(ByteBuf out, Properties properties) {
        for (int i = 0; i < properties.size(); i++) {
            out.writeByte(properties.name(i).id());
            Object value = properties.value(i);
            switch (properties.name(i).wireType()) {
                case BYTE -> out.writeByte(((Number) value).intValue());
                case TWO_BYTE_INTEGER -> out.writeShort(((Number) value).intValue());
                case FOUR_BYTE_INTEGER -> out.writeInt((int) ((Number) value).longValue());
                case VARIABLE_BYTE_INTEGER -> writeVariableByteInteger(out, ((Number) value).intValue());
                case STRING -> writeString(out, (String) value);
                case BINARY -> writeBinary(out, (byte[]) value);
                case STRING_PAIR -> {
                    writeString(out, ((UserProperty) value).name());
                    writeString(out, ((UserProperty) value).value());
                }
            }
        }
    }

    private static int checked(long length) {
        if (length > PacketSize.MAX_VARIABLE_BYTE_INTEGER) {
            throw new IllegalArgumentException("Larger than any MQTT packet can be, or a text in it is longer than "
                    + MqttString.MAX_BYTES + " bytes");
        }
        return (int) length;
    }

    private static void writeVariableByteInteger(ByteBuf out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.writeByte(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    private static void writeString(ByteBuf out, String text) {
        int length = checkedField(MqttString.encodedLength(text));
        out.writeShort(length);
        ByteBufUtil.reserveAndWriteUtf8(out, text, length);
    }

    private static void writeBinary(ByteBuf out, byte[] bytes) {
        byte[] data = bytes == null ? NO_BYTES : bytes;
        out.writeShort(checkedField(data.length));
        out.writeBytes(data);
    }

    private static int checkedField(long length) {
        if (length > MqttString.MAX_BYTES) {
            throw new IllegalArgumentException("A field of " + length + " bytes does not fit MQTT's limit of "
                    + MqttString.MAX_BYTES);
        }
        return (int) length;
    }
}
