package io.quarkiverse.mqttx.connector.config.model;

import java.util.List;

import io.quarkiverse.mqttx.api.UserProperty;

/**
 * What counts for messages of an outgoing channel whose metadata does not say it.
 *
 * @param topic as configured, with its variables; or null when every message names its own in its metadata (the default is the
 *        channel's name)
 * @param qos 0 to 2
 * @param retain whether messages are retained
 * @param expirySeconds how long a message is worth sending, and the broker keeps it for a subscriber that is away, or
 *        {@link #NO_EXPIRY}
 * @param contentType what the payloads are and how they are written (attribute {@code content-type}); null when their types
 *        tell, empty when receivers are told nothing
 * @param userProperties sent with each message
 */
public record MessageDefaults(String topic, int qos, boolean retain, long expirySeconds, String contentType,
        List<UserProperty> userProperties) {

    /** Messages do not expire. */
    public static final long NO_EXPIRY = -1;

    public MessageDefaults {
        userProperties = List.copyOf(userProperties);
    }

    /** Of messages that do not expire and say nothing of their payload. */
    public static MessageDefaults of(String topic, int qos, boolean retain) {
        return new MessageDefaults(topic, qos, retain, NO_EXPIRY, null, List.of());
    }
}
