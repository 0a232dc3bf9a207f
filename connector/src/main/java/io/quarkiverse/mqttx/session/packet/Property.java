package io.quarkiverse.mqttx.session.packet;

import static io.quarkiverse.mqttx.api.PacketType.AUTH;
import static io.quarkiverse.mqttx.api.PacketType.CONNACK;
import static io.quarkiverse.mqttx.api.PacketType.CONNECT;
import static io.quarkiverse.mqttx.api.PacketType.DISCONNECT;
import static io.quarkiverse.mqttx.api.PacketType.PUBACK;
import static io.quarkiverse.mqttx.api.PacketType.PUBCOMP;
import static io.quarkiverse.mqttx.api.PacketType.PUBLISH;
import static io.quarkiverse.mqttx.api.PacketType.PUBREC;
import static io.quarkiverse.mqttx.api.PacketType.PUBREL;
import static io.quarkiverse.mqttx.api.PacketType.SUBACK;
import static io.quarkiverse.mqttx.api.PacketType.SUBSCRIBE;
import static io.quarkiverse.mqttx.api.PacketType.UNSUBACK;
import static io.quarkiverse.mqttx.api.PacketType.UNSUBSCRIBE;

import java.util.EnumSet;
import java.util.Set;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.UserProperty;

/**
 * The properties of MQTT 5 with their identifier, wire type, and the packets they may stand in, apart from the will (MQTT-5.0
 * §2.2.2.2).
 */
public enum Property {

    PAYLOAD_FORMAT_INDICATOR(0x01, Type.BYTE, PUBLISH),
    MESSAGE_EXPIRY_INTERVAL(0x02, Type.FOUR_BYTE_INTEGER, PUBLISH),
    CONTENT_TYPE(0x03, Type.STRING, PUBLISH),
    RESPONSE_TOPIC(0x08, Type.STRING, PUBLISH),
    CORRELATION_DATA(0x09, Type.BINARY, PUBLISH),
    SUBSCRIPTION_IDENTIFIER(0x0B, Type.VARIABLE_BYTE_INTEGER, PUBLISH, SUBSCRIBE),
    SESSION_EXPIRY_INTERVAL(0x11, Type.FOUR_BYTE_INTEGER, CONNECT, CONNACK, DISCONNECT),
    ASSIGNED_CLIENT_IDENTIFIER(0x12, Type.STRING, CONNACK),
    SERVER_KEEP_ALIVE(0x13, Type.TWO_BYTE_INTEGER, CONNACK),
    AUTHENTICATION_METHOD(0x15, Type.STRING, CONNECT, CONNACK, AUTH),
    AUTHENTICATION_DATA(0x16, Type.BINARY, CONNECT, CONNACK, AUTH),
    REQUEST_PROBLEM_INFORMATION(0x17, Type.BYTE, CONNECT),
    WILL_DELAY_INTERVAL(0x18, Type.FOUR_BYTE_INTEGER),
    REQUEST_RESPONSE_INFORMATION(0x19, Type.BYTE, CONNECT),
    RESPONSE_INFORMATION(0x1A, Type.STRING, CONNACK),
    SERVER_REFERENCE(0x1C, Type.STRING, CONNACK, DISCONNECT),
    REASON_STRING(0x1F, Type.STRING, CONNACK, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK, UNSUBACK, DISCONNECT, AUTH),
    RECEIVE_MAXIMUM(0x21, Type.TWO_BYTE_INTEGER, CONNECT, CONNACK),
    TOPIC_ALIAS_MAXIMUM(0x22, Type.TWO_BYTE_INTEGER, CONNECT, CONNACK),
    TOPIC_ALIAS(0x23, Type.TWO_BYTE_INTEGER, PUBLISH),
    MAXIMUM_QOS(0x24, Type.BYTE, CONNACK),
    RETAIN_AVAILABLE(0x25, Type.BYTE, CONNACK),
    USER_PROPERTY(0x26, Type.STRING_PAIR, CONNECT, CONNACK, PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBSCRIBE, SUBACK,
            UNSUBSCRIBE, UNSUBACK, DISCONNECT, AUTH),
    MAXIMUM_PACKET_SIZE(0x27, Type.FOUR_BYTE_INTEGER, CONNECT, CONNACK),
    WILDCARD_SUBSCRIPTION_AVAILABLE(0x28, Type.BYTE, CONNACK),
    SUBSCRIPTION_IDENTIFIER_AVAILABLE(0x29, Type.BYTE, CONNACK),
    SHARED_SUBSCRIPTION_AVAILABLE(0x2A, Type.BYTE, CONNACK);

    /** How a value is encoded, and with which Java type {@link Properties} holds it. */
    public enum Type {
        /** {@link Integer} */
        BYTE,
        /** {@link Integer} */
        TWO_BYTE_INTEGER,
        /** {@link Long}, unsigned */
        FOUR_BYTE_INTEGER,
        /** {@link Integer} */
        VARIABLE_BYTE_INTEGER,
        /** {@link String} */
        STRING,
        /** {@code byte[]} */
        BINARY,
        /** {@link UserProperty} */
        STRING_PAIR
    }

    private static final Property[] BY_ID = new Property[0x2B];

    static {
        for (Property property : values()) {
            BY_ID[property.id] = property;
        }
    }

    private final int id;
    private final Type wireType;
    private final Set<PacketType> packets;

    Property(int id, Type wireType, PacketType... packets) {
        this.id = id;
        this.wireType = wireType;
        this.packets = EnumSet.noneOf(PacketType.class);
        for (PacketType packet : packets) {
            this.packets.add(packet);
        }
    }

    /** The property with this identifier, or {@code null}. */
    public static Property byId(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
    }

    public int id() {
        return id;
    }

    public Type wireType() {
        return wireType;
    }

    public boolean allowedIn(PacketType packet) {
        return packets.contains(packet);
    }

    /** User properties may stand in any packet several times, subscription identifiers in a PUBLISH. */
    public boolean repeatableIn(PacketType packet) {
        return this == USER_PROPERTY || this == SUBSCRIPTION_IDENTIFIER && packet == PUBLISH;
    }
}
