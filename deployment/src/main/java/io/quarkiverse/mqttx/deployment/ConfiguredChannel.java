package io.quarkiverse.mqttx.deployment;

import io.quarkiverse.mqttx.runtime.ChannelKey;

/** A channel of this connector. */
public record ConfiguredChannel(boolean incoming, String name) {

    /** The property that sets an attribute of the channel. */
    public String property(String attribute) {
        return ChannelKey.property(incoming, name, attribute);
    }
}
