package io.quarkiverse.mqttx.connector.config.source;

import java.util.List;
import java.util.Map;

/**
 * Attributes that are set.
 *
 * @param names of all attributes there are, also of those that are not set
 * @param values what is known already
 * @param open what is known at run time only: expressions, and secrets, whose value is left out
 */
public record SetAttributes(List<String> names, Map<String, String> values, Map<String, String> open) {

    /** In place of a secret. */
    public static final String SECRET = "(secret)";
}
