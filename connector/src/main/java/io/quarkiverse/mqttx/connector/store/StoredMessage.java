package io.quarkiverse.mqttx.connector.store;

import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * A message on its way to the broker, as the store keeps it.
 *
 * @param acceptedMillis the wall clock when it was stored
 * @param packet without packet identifier; {@code null} when the broker has it already
 * @param packetId 0 when it was not sent yet
 * @param order among those in flight; 0 when it was not sent yet
 */
record StoredMessage(String sender, long acceptedMillis, Publish packet, int packetId, long order) {

    StoredMessage identified(int id, long newOrder) {
        return new StoredMessage(sender, acceptedMillis, packet, id, newOrder);
    }

    StoredMessage released(long newOrder) {
        return new StoredMessage(sender, acceptedMillis, null, packetId, newOrder);
    }

    /** With what is left of its expiry interval (MQTT-5.0 §3.3.2.3.3). */
    Publish packetAt(long nowMillis) {
        if (packet == null || !packet.properties().has(Property.MESSAGE_EXPIRY_INTERVAL)) {
            return packet;
        }
        long left = packet.properties().number(Property.MESSAGE_EXPIRY_INTERVAL, 0)
                - Math.max(0, nowMillis - acceptedMillis) / 1000;
        return packet.with(packet.properties().replace(Property.MESSAGE_EXPIRY_INTERVAL, Math.max(0, left)));
    }
}
