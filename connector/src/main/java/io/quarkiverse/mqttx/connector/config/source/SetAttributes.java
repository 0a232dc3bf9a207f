package io.quarkiverse.mqttx.connector.config.source;

import java.util.Map;

/**
 * Attributes that are set.
 *
 * @param values what is known already
 * @param open what is known at run time only: expressions, and secrets, whose value is left out
 */
public record SetAttributes(Map<String, String> values, Map<String, String> open) {

    /** In place of a secret. */
    public static final String SECRET = "(secret)";
}
