package io.quarkiverse.mqttx.connector.config.model;

import java.util.Locale;

/**
 * By what messages of a channel are kept in order: those with the same key are processed one after the other.
 *
 * @param name of the topic variable or the user property; {@code null} otherwise
 * @param level of the topic, counted from 1; 0 otherwise
 */
public record ConcurrencyKey(Source source, String name, int level) {

    /** What to use instead of something that is none. */
    public static final String CHOICES = "use topic, topic-level:N with N from 1, topic-variable:NAME, correlation-data or"
            + " user-property:NAME";

    private static final int MAX_LEVEL = 65535;

    /** Where in a message the key is. */
    public enum Source {
        TOPIC,
        TOPIC_LEVEL,
        TOPIC_VARIABLE,
        CORRELATION_DATA,
        USER_PROPERTY;

        /** As in {@code concurrency-key}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The key of this text, such as {@code topic-level:2}; {@code null} when it is none. */
    public static ConcurrencyKey parse(String text) {
        int colon = text.indexOf(':');
        String word = (colon < 0 ? text : text.substring(0, colon)).trim().toLowerCase(Locale.ROOT);
        String argument = colon < 0 ? "" : text.substring(colon + 1).trim();
        for (Source source : Source.values()) {
            if (source.toString().equals(word)) {
                return of(source, argument);
            }
        }
        return null;
    }

    private static ConcurrencyKey of(Source source, String argument) {
        return switch (source) {
            case TOPIC, CORRELATION_DATA -> argument.isEmpty() ? new ConcurrencyKey(source, null, 0) : null;
            case TOPIC_VARIABLE, USER_PROPERTY -> argument.isEmpty() ? null : new ConcurrencyKey(source, argument, 0);
            case TOPIC_LEVEL -> {
                int level = level(argument);
                yield level < 1 || level > MAX_LEVEL ? null : new ConcurrencyKey(source, null, level);
            }
        };
    }

    private static int level(String argument) {
        try {
            return Integer.parseInt(argument);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether it is in a property that messages have in MQTT 5 only. */
    public boolean needsMqtt5() {
        return source == Source.CORRELATION_DATA || source == Source.USER_PROPERTY;
    }

    /** As in {@code concurrency-key}. */
    @Override
    public String toString() {
        return source + (name != null ? ":" + name : level > 0 ? ":" + level : "");
    }
}
