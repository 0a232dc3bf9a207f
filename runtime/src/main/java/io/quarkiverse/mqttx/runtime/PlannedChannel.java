package io.quarkiverse.mqttx.runtime;

/**
 * What the build found out about a channel of this connector.
 *
 * @param payloadType what the application takes from the channel or gives to it; {@code null} when its code does not say
 * @param usedBy the method or the injection point
 */
public record PlannedChannel(String name, boolean incoming, String payloadType, String usedBy) {

    @Override
    public String toString() {
        return (incoming ? "incoming" : "outgoing") + " channel '" + name + "', "
                + (payloadType == null ? "payload of any type" : "payload " + payloadType) + ", used by " + usedBy;
    }
}
