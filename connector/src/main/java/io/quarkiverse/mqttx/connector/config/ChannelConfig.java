package io.quarkiverse.mqttx.connector.config;

import java.util.NoSuchElementException;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

import io.smallrye.reactive.messaging.providers.impl.ConnectorConfig;

/**
 * The attributes of one channel, with those of the connector behind them: what Reactive Messaging itself gives a connector,
 * and besides where an attribute is set.
 */
public final class ChannelConfig extends ConnectorConfig {

    /** @param prefix {@code mp.messaging.incoming.} or {@code mp.messaging.outgoing.} */
    ChannelConfig(String prefix, Config root, String channel) {
        super(prefix, root, channel);
    }

    String channel() {
        return name;
    }

    /** Whether the attribute has a value, on the channel or on the connector. */
    boolean isSet(String attribute) {
        return isSetOnChannel(attribute) || isValue(connectorKey(attribute));
    }

    /** Whether the attribute has a value on the channel itself. */
    boolean isSetOnChannel(String attribute) {
        return isValue(channelKey(attribute));
    }

    /** Whether the attribute is set to nothing, as in {@code topic=}. */
    boolean isBlank(String attribute) {
        String raw = getConfigValue(attribute).getRawValue();
        return raw != null && raw.isBlank();
    }

    /** The value as people wrote it, with expressions resolved when they can be; {@code null} when there is none. */
    String text(String attribute) {
        try {
            String value = getConfigValue(attribute).getValue();
            return value != null ? value : getConfigValue(attribute).getRawValue();
        } catch (RuntimeException e) {
            return getConfigValue(attribute).getRawValue();
        }
    }

    private boolean isValue(String key) {
        ConfigValue value = overall.getConfigValue(key);
        if (value.getRawValue() == null || value.getRawValue().isBlank()) {
            return false;
        }
        try {
            // An expression may resolve to nothing, as in port=${MQTT_PORT:}
            return value.getValue() == null || !value.getValue().isBlank();
        } catch (NoSuchElementException unresolved) {
            return true;
        }
    }
}
