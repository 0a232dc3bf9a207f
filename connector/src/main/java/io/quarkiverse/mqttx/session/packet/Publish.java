package io.quarkiverse.mqttx.session.packet;

/**
 * PUBLISH (MQTT-5.0 §3.3). The payload array is shared, not copied: nobody writes to it after construction.
 *
 * @param packetId 1 to 65535 at QoS 1 and 2, 0 at QoS 0 and before the session has assigned one
 */
public record Publish(String topic, byte[] payload, int qos, boolean retain, boolean duplicate, int packetId,
        Properties properties) implements Packet {

    /** A message that has no packet identifier yet. */
    public static Publish of(String topic, byte[] payload, int qos, boolean retain) {
        return new Publish(topic, payload, qos, retain, false, 0, Properties.EMPTY);
    }

    /** The same message as it goes on the wire under a packet identifier. */
    public Publish as(int packetId, boolean duplicate) {
        return new Publish(topic, payload, qos, retain, duplicate, packetId, properties);
    }

    @Override
    public PacketType type() {
        return PacketType.PUBLISH;
    }

    /** Without the payload, so that it can be logged. */
    @Override
    public String toString() {
        return "Publish[topic=" + topic + ", " + payload.length + " bytes, qos=" + qos + ", retain=" + retain + ", duplicate="
                + duplicate + ", packetId=" + packetId + "]";
    }
}
