package io.quarkiverse.mqttx.session.model;

import io.quarkiverse.mqttx.topic.WireLimits;

/**
 * How messages are labelled on the wire in MQTT 5, and what bounds them before it.
 *
 * @param topicAliasMaximum how many topic aliases the broker may use, 0 to 65535; announced in CONNECT (MQTT-5.0 §3.1.2.11.5)
 * @param outgoingTopicAliases how many topic aliases we use at most, 0 to 65535; the broker's own maximum counts if it is less
 * @param firstSubscriptionIdentifier where the identifiers of this session's subscriptions begin, 1 or more; where the broker
 *        may still have messages with those of an earlier process, another number than there
 * @param qos2WindowBefore5 how many QoS 2 messages may wait for the broker's acknowledgement in MQTT 3.x, 1 to 65535, where the
 *        broker cannot tell its limit; no more than {@link LimitOptions#maxInflight()} in any case
 * @param controlCharacters whether what the application sends may contain characters for which a broker may end the
 *        connection (MQTT-5.0 §1.5.4)
 */
public record FlowOptions(int topicAliasMaximum, int outgoingTopicAliases, int firstSubscriptionIdentifier,
        int qos2WindowBefore5, boolean controlCharacters) {

    /** No aliases, identifiers from 1, no bound of its own, and no control characters. */
    public static final FlowOptions DEFAULT = new FlowOptions(0, 0, 1, WireLimits.MAX_TWO_BYTES, false);

    /** The same with identifiers from another number. */
    public FlowOptions identifiersFrom(int first) {
        return new FlowOptions(topicAliasMaximum, outgoingTopicAliases, first, qos2WindowBefore5, controlCharacters);
    }
}
