package io.quarkiverse.mqttx.transport;

import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

/**
 * The properties of most messages of a broker with subscription identifiers: one identifier, and nothing else. Those seen last
 * are kept, so that they cost no allocation; a newcomer replaces what is in its slot.
 */
final class IdentifierProperties {

    private static final int SLOTS = 64;

    private final int[] identifiers = new int[SLOTS];
    private final Properties[] properties = new Properties[SLOTS];

    Properties of(int identifier) {
        int slot = identifier & SLOTS - 1;
        if (identifiers[slot] != identifier) {
            identifiers[slot] = identifier;
            properties[slot] = Properties.builder().add(Property.SUBSCRIPTION_IDENTIFIER, identifier).build();
        }
        return properties[slot];
    }
}
