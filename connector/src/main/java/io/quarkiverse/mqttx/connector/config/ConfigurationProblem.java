package io.quarkiverse.mqttx.connector.config;

/**
 * One thing that is wrong in the configuration.
 *
 * @param channel the channel, or several as {@code 'a' and 'b'}
 * @param attribute the attribute, or several
 * @param value what it is set to; {@code null} when it is not set; never a secret
 * @param remedy what is wrong with it and what would be right
 */
public record ConfigurationProblem(String channel, String attribute, String value, String remedy) {

    @Override
    public String toString() {
        return "channel '" + channel + "', attribute '" + attribute + "'" + (value == null ? "" : ", value '" + value + "'")
                + ": " + remedy;
    }
}
