package io.quarkiverse.mqttx.connector.config.model;

import java.util.List;

import io.quarkiverse.mqttx.api.UserProperty;

/**
 * An outgoing channel, as configured and checked.
 *
 * @param channel name of the channel
 * @param topic default topic, as configured, with its variables; or null when every message names its own in its metadata (the
 *        default is the channel's name)
 * @param qos default QoS, 0 to 2
 * @param retain whether messages are retained by default
 * @param merge whether several publishers may feed the channel
 * @param healthEnabled whether the channel takes part in the health checks
 * @param messageExpirySeconds how long a message is worth sending, and the broker keeps it for a subscriber that is away, or
 *        {@link #NO_EXPIRY}
 * @param contentType what the payloads are and how they are written (attribute {@code content-type}); null when their types
 *        tell, empty when receivers are told nothing
 * @param userProperties sent with each message
 * @param replyTopics topic filters of where requests may want their replies; empty where messages are no replies
 * @param ackStrategy when the application's message is acked
 * @param requests for requests that wait for replies; {@code null} where none are sent
 */
public record OutgoingSettings(String channel, String topic, int qos, boolean retain, boolean merge,
        boolean healthEnabled, long messageExpirySeconds, String contentType, List<UserProperty> userProperties,
        List<String> replyTopics, OutgoingAckStrategy ackStrategy, RequestSettings requests) {

    /** Messages do not expire. */
    public static final long NO_EXPIRY = -1;

    public OutgoingSettings {
        userProperties = List.copyOf(userProperties);
        replyTopics = List.copyOf(replyTopics);
    }

    /** Whether a message that comes from a request goes to where that wants its reply. */
    public boolean reply() {
        return !replyTopics.isEmpty();
    }

    /** What a client says of a message when neither the message nor a channel does. */
    public static OutgoingSettings ofClient(String name) {
        return new OutgoingSettings(name, null, 0, false, false, false, NO_EXPIRY, null, List.of(), List.of(),
                OutgoingAckStrategy.ON_DELIVERY, null);
    }
}
