package io.quarkiverse.mqttx.connector.config;

import java.util.Set;

/**
 * One thing that is wrong in the configuration.
 *
 * @param channel the channel, or several as {@code 'a' and 'b'}
 * @param attribute the attribute, or several
 * @param value what it is set to; {@code null} when it is not set; never a secret
 * @param remedy what is wrong with it and what would be right
 * @param others the other attributes but for which it would not be wrong
 * @param ofClient whether it is about a client without a channel, whose name is in place of the channel's
 */
public record ConfigurationProblem(String channel, String attribute, String value, String remedy, Set<String> others,
        boolean ofClient) {

    public ConfigurationProblem {
        others = Set.copyOf(others);
    }

    /** Of a channel. */
    public ConfigurationProblem(String channel, String attribute, String value, String remedy, Set<String> others) {
        this(channel, attribute, value, remedy, others, false);
    }

    /** Wrong in itself, whatever the other attributes are. */
    public ConfigurationProblem(String channel, String attribute, String value, String remedy) {
        this(channel, attribute, value, remedy, Set.of());
    }

    @Override
    public String toString() {
        return (ofClient ? "client" : "channel") + " '" + channel + "', attribute '" + attribute + "'"
                + (value == null ? "" : ", value '" + value + "'")
                + ": " + remedy;
    }
}
