package io.quarkiverse.mqttx.api;

import io.quarkiverse.mqttx.topic.SafeText;

/**
 * The settings of a connection that client and broker have agreed on in CONNECT and CONNACK (MQTT-5.0 §3.2.2.3). In
 * MQTT 3.x the broker states nothing, and the limits are those of the protocol.
 *
 * @param clientId ours, or the one the broker assigned
 * @param keepAliveSeconds ours, or the broker's Server Keep Alive
 * @param receiveMaximum how many unacknowledged QoS 1 and 2 messages the broker takes
 * @param maximumPacketSize the largest packet the broker takes, in bytes
 * @param maximumQos the highest QoS the broker takes in a PUBLISH
 * @param subscriptionIdentifierAvailable false in MQTT 3.x, which has none
 * @param topicAliasMaximum how many topic aliases the broker takes
 * @param responseInformation what response topics should begin with, when the broker was asked and has said, else {@code null}
 *        (MQTT-5.0 §3.2.2.3.15)
 * @param clientReceiveMaximum how many unacknowledged QoS 1 and 2 messages we take, as the broker was told in MQTT 5
 * @param clientMaximumPacketSize the largest packet we take, in bytes; the broker was told in MQTT 5
 * @param clientTopicAliasMaximum how many topic aliases we take
 */
public record NegotiatedSettings(ProtocolVersion version, String clientId, boolean sessionPresent, int keepAliveSeconds,
        long sessionExpirySeconds, int receiveMaximum, long maximumPacketSize, int maximumQos, boolean retainAvailable,
        boolean wildcardSubscriptionAvailable, boolean sharedSubscriptionAvailable, boolean subscriptionIdentifierAvailable,
        int topicAliasMaximum, String responseInformation, int clientReceiveMaximum,
        int clientMaximumPacketSize, int clientTopicAliasMaximum) {

    /** What the broker said, as it may be logged. */
    @Override
    public String toString() {
        return "NegotiatedSettings[version=" + version + ", clientId=" + SafeText.of(clientId) + ", sessionPresent="
                + sessionPresent + ", keepAliveSeconds=" + keepAliveSeconds + ", sessionExpirySeconds=" + sessionExpirySeconds
                + ", receiveMaximum=" + receiveMaximum + ", maximumPacketSize=" + maximumPacketSize + ", maximumQos="
                + maximumQos + ", retainAvailable=" + retainAvailable + ", wildcardSubscriptionAvailable="
                + wildcardSubscriptionAvailable + ", sharedSubscriptionAvailable=" + sharedSubscriptionAvailable
                + ", subscriptionIdentifierAvailable=" + subscriptionIdentifierAvailable + ", topicAliasMaximum="
                + topicAliasMaximum + ", responseInformation=" + SafeText.of(responseInformation) + ", clientReceiveMaximum="
                + clientReceiveMaximum + ", clientMaximumPacketSize=" + clientMaximumPacketSize + ", clientTopicAliasMaximum="
                + clientTopicAliasMaximum + "]";
    }
}
