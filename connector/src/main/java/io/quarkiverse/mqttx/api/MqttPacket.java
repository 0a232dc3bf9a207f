package io.quarkiverse.mqttx.api;

import java.util.List;

/**
 * A packet on its way to the broker or from it, for reading only (MQTT-5.0 §2). It shows no credentials. What the packet's type
 * does not have is 0, {@code false}, {@code null} or an empty list.
 * It does not change and may be kept. Its text is one line without payload and credentials.
 */
public interface MqttPacket {

    /** The type in its fixed header. */
    PacketType type();

    /** Whether it goes to the broker. */
    boolean isSent();

    /** Whether it has come from the broker. */
    default boolean isReceived() {
        return !isSent();
    }

    /** The packet identifier, 1 to 65535; 0 where there is none, as in a PUBLISH with QoS 0. */
    int packetId();

    /** The topic of a PUBLISH as it stands in the packet: empty where a topic alias stands for it. */
    String topic();

    /** A copy of the payload of a PUBLISH. */
    byte[] payload();

    /** How many bytes the payload of a PUBLISH has. */
    int payloadLength();

    /** The QoS of a PUBLISH. */
    int qos();

    /** The retain flag of a PUBLISH. */
    boolean retain();

    /** The DUP flag of a PUBLISH. */
    boolean duplicate();

    /** The topic filters of a SUBSCRIBE or UNSUBSCRIBE. */
    List<String> filters();

    /**
     * The reason code of an acknowledgement, CONNACK, DISCONNECT or AUTH (MQTT-5.0 §2.4); in a CONNACK of MQTT 3.x the return
     * code.
     */
    int reasonCode();

    /** The reason codes of a SUBACK or UNSUBACK, one for each filter. */
    List<Integer> reasonCodes();

    /** What the sender says about the reason code, in MQTT 5. */
    String reasonString();

    /** In their order, in MQTT 5. Those of CONNECT are left out: some brokers take tokens in them. */
    List<UserProperty> userProperties();
}
