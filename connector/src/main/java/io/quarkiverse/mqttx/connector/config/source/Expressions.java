package io.quarkiverse.mqttx.connector.config.source;

import java.util.NoSuchElementException;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/**
 * Expressions in values, {@code ${NAME}}. MicroProfile Config takes an optional property whose expression names what is not set
 * for one that is not set, which would connect without a password because of a slip of the pen.
 */
public final class Expressions {

    private static final String START = "${";
    /** Of properties that name each other in a circle. */
    private static final int DEPTH = 8;

    private Expressions() {
    }

    /** Whether the value is an expression that yields nothing, not even the empty text. */
    public static boolean isUnresolved(ConfigValue value) {
        return value.getRawValue() != null && value.getRawValue().contains(START) && resolved(value) == null;
    }

    /** Whether there is a value, be it one that is known later; an expression may resolve to nothing, {@code ${MQTT_PORT:}}. */
    public static boolean isSet(ConfigValue value) {
        if (value.getRawValue() == null || value.getRawValue().isBlank()) {
            return false;
        }
        String resolved = resolved(value);
        return resolved == null || !resolved.isBlank();
    }

    /** {@code null} when there is no value, or its expression names what is not set. */
    public static String resolved(ConfigValue value) {
        try {
            return value.getValue();
        } catch (NoSuchElementException unresolved) {
            return null;
        }
    }

    /** What to do about an expression that names what is not set. */
    public static String remedy(String raw, Config config) {
        String name = missing(raw, config, DEPTH);
        return name == null
                ? "what the expression names is not set; set it, or give the expression a default as in ${NAME:default}"
                : name + ", which the expression names, is not set; set it, or give the expression a default as in ${" + name
                        + ":default}, which is empty in ${" + name + ":}";
    }

    /** The first name without a default that has no value; {@code null} when there is none. */
    private static String missing(String raw, Config config, int depth) {
        for (int start = raw.indexOf(START); start >= 0; start = raw.indexOf(START, start + 1)) {
            int end = endOfName(raw, start + START.length());
            if (end < raw.length() && raw.charAt(end) == '}') {
                String name = raw.substring(start + START.length(), end);
                ConfigValue named = config.getConfigValue(name);
                if (named.getRawValue() == null) {
                    return name;
                }
                String further = depth > 0 && isUnresolved(named) ? missing(named.getRawValue(), config, depth - 1) : null;
                if (further != null) {
                    return further;
                }
            }
        }
        return null;
    }

    private static int endOfName(String raw, int start) {
        int end = start;
        while (end < raw.length() && raw.charAt(end) != '}' && raw.charAt(end) != ':' && raw.charAt(end) != '$') {
            end++;
        }
        return end;
    }
}
