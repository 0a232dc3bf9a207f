package io.quarkiverse.mqttx.connector.config.model;

import java.util.List;

/**
 * An outgoing channel, as configured and checked.
 *
 * @param channel name of the channel
 * @param defaults what counts for messages whose metadata does not say it
 * @param merge whether several publishers may feed the channel
 * @param healthEnabled whether the channel takes part in the health checks
 * @param replyTopics topic filters of where requests may want their replies; empty where messages are no replies
 * @param ackStrategy when the application's message is acked
 * @param requests for requests that wait for replies; {@code null} where none are sent
 */
public record OutgoingSettings(String channel, MessageDefaults defaults, boolean merge, boolean healthEnabled,
        List<String> replyTopics, OutgoingAckStrategy ackStrategy, RequestSettings requests) {

    public OutgoingSettings {
        replyTopics = List.copyOf(replyTopics);
    }

    /** Whether a message that comes from a request goes to where that wants its reply. */
    public boolean reply() {
        return !replyTopics.isEmpty();
    }

    /** What a client says of a message when neither the message nor a channel does. */
    public static OutgoingSettings ofClient(String name) {
        return new OutgoingSettings(name, MessageDefaults.of(null, 0, false), false, false, List.of(),
                OutgoingAckStrategy.ON_DELIVERY, null);
    }
}
