package io.quarkiverse.mqttx.connector.outgoing;

import java.util.List;

import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.connector.config.model.MessageDefaults;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

/**
 * Computes the MQTT 5 properties of outgoing messages: from the metadata of the message, from its payload, and from the
 * settings of the channel. For any thread.
 */
final class OutgoingProperties {

    /** For messages without properties of their own, which are most. */
    private final Properties ofChannel;
    /** Most messages have the same kind of payload as the one before. */
    private Merged last;

    private record Merged(Properties ofPayload, Properties all) {
    }

    OutgoingProperties(OutgoingSettings settings) {
        Properties.Builder properties = Properties.builder();
        if (settings.defaults().expirySeconds() != MessageDefaults.NO_EXPIRY) {
            properties.add(Property.MESSAGE_EXPIRY_INTERVAL, settings.defaults().expirySeconds());
        }
        settings.defaults().userProperties().forEach(property -> properties.add(Property.USER_PROPERTY, property));
        ofChannel = properties.build();
    }

    /** @param ofPayload content type and payload format, the same object for all payloads of a kind */
    Properties of(Properties ofMessage, Properties ofPayload) {
        if (!ofMessage.isEmpty()) {
            Properties own = ofMessage.or(ofPayload);
            return ofChannel.isEmpty() ? own : merged(own);
        }
        if (ofChannel.isEmpty() || ofPayload.isEmpty()) {
            return ofChannel.or(ofPayload);
        }
        Merged recent = last;
        if (recent == null || recent.ofPayload != ofPayload) {
            recent = new Merged(ofPayload, merged(ofPayload));
            last = recent;
        }
        return recent.all;
    }

    /** What the message says counts; the channel's user properties come first. */
    private Properties merged(Properties ofMessage) {
        List<UserProperty> own = ofMessage.userProperties();
        Properties.Builder merged = Properties.builder();
        for (int i = 0; i < ofChannel.size(); i++) {
            boolean said = ofChannel.value(i) instanceof UserProperty property
                    ? own.stream().anyMatch(each -> each.name().equals(property.name()))
                    : ofMessage.has(ofChannel.name(i));
            if (!said) {
                merged.add(ofChannel.name(i), ofChannel.value(i));
            }
        }
        for (int i = 0; i < ofMessage.size(); i++) {
            merged.add(ofMessage.name(i), ofMessage.value(i));
        }
        return merged.build();
    }
}
