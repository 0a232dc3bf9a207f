package io.quarkiverse.mqttx.connector.config;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.mqttx.connector.MqttConnectorOutgoingConfiguration;
import io.quarkiverse.mqttx.session.packet.UserProperty;
import io.quarkiverse.mqttx.topic.WireText;

/** The MQTT 5 properties with which an outgoing channel sends its messages unless their metadata says otherwise. */
final class PropertiesReader {

    private static final long MAX_SECONDS = 0xFFFF_FFFFL;

    private final MqttConnectorOutgoingConfiguration attributes;
    private final AttributeReader reader;

    PropertiesReader(MqttConnectorOutgoingConfiguration attributes, AttributeReader reader) {
        this.attributes = attributes;
        this.reader = reader;
    }

    long messageExpirySeconds() {
        return attributes.getMessageExpirySeconds().isEmpty() && !reader.isUnreadable("message-expiry-seconds")
                ? OutgoingSettings.NO_EXPIRY
                : reader.number("message-expiry-seconds", attributes.getMessageExpirySeconds().orElse(0L), 0, MAX_SECONDS);
    }

    List<UserProperty> userProperties() {
        String text = reader.text("user-properties", attributes.getUserProperties());
        List<UserProperty> properties = new ArrayList<>();
        for (String property : text == null ? List.<String> of() : CommaList.split(text)) {
            int equals = property.indexOf('=');
            if (equals <= 0) {
                reader.problem("user-properties",
                        "write name=value, or a comma-separated list of that ('\\,' for a comma within one)");
                break;
            }
            String name = property.substring(0, equals).trim();
            String value = property.substring(equals + 1).trim();
            String problem = WireText.problem("user property", name + value);
            if (problem != null) {
                reader.problem("user-properties", problem);
            }
            properties.add(new UserProperty(name, value));
        }
        return properties;
    }
}
