package io.quarkiverse.mqttx.connector.config;

import java.util.Locale;
import java.util.Set;

/**
 * One thing that is wrong in the configuration.
 *
 * @param channel the channel, or several as {@code 'a' and 'b'}; the client or the connector where it is about one
 * @param attribute the attribute, or several
 * @param value what it is set to; {@code null} when it is not set; never a secret
 * @param remedy what is wrong with it and what would be right
 * @param others the other attributes but for which it would not be wrong
 * @param owner what it is about
 */
public record ConfigurationProblem(String channel, String attribute, String value, String remedy, Set<String> others,
        Owner owner) {

    /** What has attributes. */
    public enum Owner {
        /** A channel, or several. */
        CHANNEL,
        /** A client without a channel. */
        CLIENT,
        /** The connector, whose attributes are those of all its channels and clients. */
        CONNECTOR;

        /** As messages begin with it. */
        String named(String name) {
            return name().toLowerCase(Locale.ROOT) + " '" + name + "'";
        }
    }

    public ConfigurationProblem {
        others = Set.copyOf(others);
    }

    /** Of a channel, and wrong in itself, whatever the other attributes are. */
    public ConfigurationProblem(String channel, String attribute, String value, String remedy) {
        this(channel, attribute, value, remedy, Set.of(), Owner.CHANNEL);
    }

    @Override
    public String toString() {
        return owner.named(channel) + ", attribute '" + attribute + "'"
                + (value == null ? "" : ", value '" + value + "'")
                + ": " + remedy;
    }
}
