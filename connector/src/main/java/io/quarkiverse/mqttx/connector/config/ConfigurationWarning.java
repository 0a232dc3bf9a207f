package io.quarkiverse.mqttx.connector.config;

import java.util.Set;

/**
 * One thing that is odd in the configuration, but does not prevent the start.
 *
 * @param channel the channel, or several as {@code 'a' and 'b'}; {@code null} when it is about the connector
 * @param attributes those but for which there would be nothing to say
 * @param text the whole message; never with a secret
 */
public record ConfigurationWarning(String channel, Set<String> attributes, String text) {

    public ConfigurationWarning {
        attributes = Set.copyOf(attributes);
    }
}
