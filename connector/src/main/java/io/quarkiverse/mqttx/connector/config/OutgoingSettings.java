package io.quarkiverse.mqttx.connector.config;

/**
 * An outgoing channel, as configured and checked.
 *
 * @param channel name of the channel
 * @param topic default topic, or null when every message names its own in its metadata (the default is the channel's name)
 * @param qos default QoS, 0 to 2
 * @param retain whether messages are retained by default
 * @param maxInflight messages accepted from the publisher and not settled yet, at most (attribute {@code max-inflight-queue})
 * @param merge whether several publishers may feed the channel
 * @param healthEnabled whether the channel takes part in the health checks
 */
public record OutgoingSettings(String channel, String topic, int qos, boolean retain, int maxInflight, boolean merge,
        boolean healthEnabled) {

    /** What a client says of a message when neither the message nor a channel does. */
    public static OutgoingSettings ofClient(String name) {
        return new OutgoingSettings(name, null, 0, false, 1, false, false);
    }
}
