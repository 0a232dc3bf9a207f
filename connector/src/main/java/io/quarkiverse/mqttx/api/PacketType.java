package io.quarkiverse.mqttx.api;

/** The MQTT control packet types (MQTT-5.0 §2.1.2); the ordinal is the type number of the fixed header. */
public enum PacketType {
    /** Number 0 is forbidden on the wire. */
    RESERVED,
    CONNECT,
    CONNACK,
    PUBLISH,
    PUBACK,
    PUBREC,
    PUBREL,
    PUBCOMP,
    SUBSCRIBE,
    SUBACK,
    UNSUBSCRIBE,
    UNSUBACK,
    PINGREQ,
    PINGRESP,
    DISCONNECT,
    AUTH
}
