package io.quarkiverse.mqttx.testing;

import java.util.Arrays;
import java.util.HexFormat;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;

/**
 * A control packet that the {@link ScriptedBroker} received: its bytes, and how Netty reads them, which is not our decoder.
 *
 * @param connection the number of the connection, from 1
 * @param bytes all of it, with the fixed header
 * @param message Netty's reading; a decoder failure is in {@link MqttMessage#decoderResult()}
 */
public record RawPacket(int connection, byte[] bytes, MqttMessage message) {

    private static final String[] NAMES = { "RESERVED", "CONNECT", "CONNACK", "PUBLISH", "PUBACK", "PUBREC", "PUBREL",
            "PUBCOMP", "SUBSCRIBE", "SUBACK", "UNSUBSCRIBE", "UNSUBACK", "PINGREQ", "PINGRESP", "DISCONNECT", "AUTH" };
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

    /** The packet's name in the specification, such as {@code CONNECT}. */
    public String type() {
        return nameOf(bytes[0]);
    }

    /** The four low bits of the first byte. */
    public int flags() {
        return bytes[0] & 0x0F;
    }

    /** The DUP flag of a PUBLISH. */
    public boolean duplicate() {
        return (bytes[0] & 0x08) != 0;
    }

    /** The QoS of a PUBLISH. */
    public int qos() {
        return bytes[0] >> 1 & 0x03;
    }

    /** The RETAIN flag of a PUBLISH. */
    public boolean retain() {
        return (bytes[0] & 0x01) != 0;
    }

    /** The packet identifier of all packets that have one. */
    public int packetId() {
        Object header = message.variableHeader();
        if (header instanceof MqttPublishVariableHeader publish) {
            return publish.packetId();
        }
        if (header instanceof MqttMessageIdVariableHeader other) {
            return other.messageId();
        }
        throw new AssertionError("no packet identifier in " + this);
    }

    /** The topic of a PUBLISH. */
    public String topic() {
        return ((MqttPublishMessage) message).variableHeader().topicName();
    }

    /** The payload of a PUBLISH. */
    public byte[] payload() {
        var content = ((MqttPublishMessage) message).content();
        byte[] copy = new byte[content.readableBytes()];
        content.getBytes(content.readerIndex(), copy);
        return copy;
    }

    /** This packet as a CONNECT. */
    public MqttConnectMessage connect() {
        return (MqttConnectMessage) message;
    }

    /** The bytes, such as {@code C0 00}. */
    public String hex() {
        return hex(bytes);
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    /** Bytes from their hexadecimal form; blanks are ignored. */
    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** The name of the packet that begins with this byte. */
    static String nameOf(byte first) {
        return NAMES[first >> 4 & 0x0F];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawPacket packet && connection == packet.connection && Arrays.equals(bytes, packet.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "#" + connection + " " + type() + " " + hex();
    }
}
