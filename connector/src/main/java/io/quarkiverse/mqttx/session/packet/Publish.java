package io.quarkiverse.mqttx.session.packet;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * PUBLISH (MQTT-5.0 §3.3). The payload array is shared, not copied: nobody writes to it after construction.
 *
 * @param topic empty where the topic alias alone says it
 * @param packetId 1 to 65535 at QoS 1 and 2, 0 at QoS 0 and before the session has assigned one
 * @param properties all but the topic alias, which belongs to the connection and not to the message
 * @param topicAlias 1 to 65535, or 0 for none (MQTT-5.0 §3.3.2.3.4)
 */
public record Publish(String topic, byte[] payload, int qos, boolean retain, boolean duplicate, int packetId,
        Properties properties, int topicAlias) implements Packet {

    /** What a message takes besides. */
    private static final int OBJECTS = 256;

    /** One without a topic alias. */
    public Publish(String topic, byte[] payload, int qos, boolean retain, boolean duplicate, int packetId,
            Properties properties) {
        this(topic, payload, qos, retain, duplicate, packetId, properties, 0);
    }

    /** A message that has no packet identifier yet. */
    public static Publish of(String topic, byte[] payload, int qos, boolean retain) {
        return new Publish(topic, payload, qos, retain, false, 0, Properties.EMPTY);
    }

    /** The same message as it goes on the wire under a packet identifier. */
    public Publish as(int packetId, boolean duplicate) {
        return new Publish(topic, payload, qos, retain, duplicate, packetId, properties);
    }

    /** The same message as it goes on the wire, with this topic and topic alias. */
    public Publish as(int packetId, boolean duplicate, String topic, int topicAlias) {
        return new Publish(topic, payload, qos, retain, duplicate, packetId, properties, topicAlias);
    }

    /** The same message with the topic that its alias stands for. */
    public Publish on(String topic) {
        return new Publish(topic, payload, qos, retain, duplicate, packetId, properties, topicAlias);
    }

    /** The same message with other properties. */
    public Publish with(Properties others) {
        return new Publish(topic, payload, qos, retain, duplicate, packetId, others, topicAlias);
    }

    /** The memory that it takes, in bytes and roughly. */
    public int memory() {
        return payload.length + topic.length() + properties.memory() + OBJECTS;
    }

    @Override
    public PacketType type() {
        return PacketType.PUBLISH;
    }

    /** Without the payload, so that it can be logged. */
    @Override
    public String toString() {
        return "Publish[topic=" + SafeText.of(topic) + ", " + payload.length + " bytes, qos=" + qos + ", retain=" + retain
                + ", duplicate="
                + duplicate + ", packetId=" + packetId + (topicAlias == 0 ? "" : ", topicAlias=" + topicAlias) + "]";
    }
}
