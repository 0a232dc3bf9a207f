package io.quarkiverse.mqttx.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.quarkiverse.mqttx.api.ProtocolVersion;

/** Packets of a broker as bytes, written by hand from the specification and not by our encoder. */
public final class Packets {

    private static final byte[] NOTHING = new byte[0];

    private Packets() {
    }

    /** CONNACK that accepts. */
    public static byte[] connAck(ProtocolVersion version) {
        return connAck(version, false, 0);
    }

    /** CONNACK with a return code of 3.x or a reason code of 5, without properties. */
    public static byte[] connAck(ProtocolVersion version, boolean sessionPresent, int code) {
        byte[] head = { (byte) (sessionPresent ? 1 : 0), (byte) code };
        return packet(0x20, head, version.is5() ? properties(NOTHING) : NOTHING);
    }

    /** CONNACK of MQTT 5 with properties as in MQTT-5.0 §3.2.2.3, such as {@code "21 00 0A"} for Receive Maximum 10. */
    public static byte[] connAck5(boolean sessionPresent, int code, String properties) {
        return packet(0x20, new byte[] { (byte) (sessionPresent ? 1 : 0), (byte) code },
                properties(RawPacket.bytes(properties)));
    }

    /** CONNACK of MQTT 5 that accepts an enhanced authentication. */
    public static byte[] connAck5(String method, byte[] data) {
        return packet(0x20, new byte[] { 0, 0 }, properties(authentication(method, data)));
    }

    /** AUTH of MQTT 5. */
    public static byte[] auth(int reasonCode, String method, byte[] data) {
        return packet(0xF0, oneByte(reasonCode), properties(authentication(method, data)));
    }

    private static byte[] authentication(String method, byte[] data) {
        ByteArrayOutputStream properties = new ByteArrayOutputStream();
        properties.write(0x15);
        properties.writeBytes(string(method));
        properties.write(0x16);
        properties.writeBytes(twoBytes(data.length));
        properties.writeBytes(data);
        return properties.toByteArray();
    }

    /** PUBLISH without DUP and RETAIN; the packet identifier is left out at QoS 0. */
    public static byte[] publish(ProtocolVersion version, String topic, int qos, int packetId, byte[] payload) {
        return publish(version, topic, qos, packetId, payload, false, false);
    }

    public static byte[] publish(ProtocolVersion version, String topic, int qos, int packetId, byte[] payload,
            boolean duplicate, boolean retain) {
        return publish(version.is5() ? "" : null, topic, qos, packetId, payload, duplicate, retain);
    }

    /** PUBLISH of MQTT 5 with properties as in MQTT-5.0 §3.3.2.3, such as {@code "23 00 01"} for topic alias 1. */
    public static byte[] publish5(String properties, String topic, int qos, int packetId, byte[] payload) {
        return publish(properties, topic, qos, packetId, payload, false, false);
    }

    private static byte[] publish(String properties, String topic, int qos, int packetId, byte[] payload, boolean duplicate,
            boolean retain) {
        return packet(0x30 | (duplicate ? 0x08 : 0) | qos << 1 | (retain ? 0x01 : 0), string(topic),
                qos == 0 ? NOTHING : twoBytes(packetId),
                properties == null ? NOTHING : properties(RawPacket.bytes(properties)), payload);
    }

    public static byte[] pubAck(int packetId) {
        return packet(0x40, twoBytes(packetId));
    }

    /** PUBACK of MQTT 5 with a reason code. */
    public static byte[] pubAck(int packetId, int reasonCode) {
        return packet(0x40, twoBytes(packetId), oneByte(reasonCode));
    }

    public static byte[] pubRec(int packetId) {
        return packet(0x50, twoBytes(packetId));
    }

    /** PUBREC of MQTT 5 with a reason code. */
    public static byte[] pubRec(int packetId, int reasonCode) {
        return packet(0x50, twoBytes(packetId), oneByte(reasonCode));
    }

    public static byte[] pubRel(int packetId) {
        return packet(0x62, twoBytes(packetId));
    }

    public static byte[] pubComp(int packetId) {
        return packet(0x70, twoBytes(packetId));
    }

    /** SUBACK with one code for each filter of the SUBSCRIBE. */
    public static byte[] subAck(ProtocolVersion version, int packetId, int... codes) {
        return packet(0x90, twoBytes(packetId), version.is5() ? properties(NOTHING) : NOTHING, bytes(codes));
    }

    /** UNSUBACK; the codes are sent in MQTT 5 only. */
    public static byte[] unsubAck(ProtocolVersion version, int packetId, int... codes) {
        return version.is5() ? packet(0xB0, twoBytes(packetId), properties(NOTHING), bytes(codes))
                : packet(0xB0, twoBytes(packetId));
    }

    public static byte[] pingResp() {
        return packet(0xD0);
    }

    /** DISCONNECT of MQTT 5. */
    public static byte[] disconnect(int reasonCode) {
        return packet(0xE0, oneByte(reasonCode), properties(NOTHING));
    }

    /** Any packet: the first byte, the remaining length, and the parts one after the other. */
    public static byte[] packet(int firstByte, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(firstByte);
        all.writeBytes(variableByteInteger(body.size()));
        all.writeBytes(body.toByteArray());
        return all.toByteArray();
    }

    static byte[] properties(byte[] properties) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(variableByteInteger(properties.length));
        all.writeBytes(properties);
        return all.toByteArray();
    }

    private static byte[] variableByteInteger(int value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int rest = value;
        do {
            int digit = rest & 0x7F;
            rest >>>= 7;
            bytes.write(rest == 0 ? digit : digit | 0x80);
        } while (rest != 0);
        return bytes.toByteArray();
    }

    static byte[] string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(twoBytes(utf8.length));
        all.writeBytes(utf8);
        return all.toByteArray();
    }

    private static byte[] twoBytes(int value) {
        return new byte[] { (byte) (value >> 8), (byte) value };
    }

    private static byte[] oneByte(int value) {
        return new byte[] { (byte) value };
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
