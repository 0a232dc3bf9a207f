package io.quarkiverse.mqttx.session;

/**
 * How messages are labelled on the wire, in MQTT 5.
 *
 * @param topicAliasMaximum how many topic aliases the broker may use, 0 to 65535; announced in CONNECT (MQTT-5.0 §3.1.2.11.5)
 * @param outgoingTopicAliases how many topic aliases we use at most, 0 to 65535; the broker's own maximum counts if it is less
 * @param firstSubscriptionIdentifier where the identifiers of this session's subscriptions begin, 1 or more; where the broker
 *        may still have messages with those of an earlier process, another number than there
 */
public record FlowOptions(int topicAliasMaximum, int outgoingTopicAliases, int firstSubscriptionIdentifier) {

    /** No aliases, and identifiers from 1. */
    public static final FlowOptions DEFAULT = new FlowOptions(0, 0, 1);

    /** The same with identifiers from another number. */
    public FlowOptions identifiersFrom(int first) {
        return new FlowOptions(topicAliasMaximum, outgoingTopicAliases, first);
    }
}
