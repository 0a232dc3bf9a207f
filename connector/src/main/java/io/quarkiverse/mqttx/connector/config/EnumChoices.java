package io.quarkiverse.mqttx.connector.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** What an attribute may be that is one of several names, in the order in which messages list them. */
final class EnumChoices {

    private EnumChoices() {
    }

    /** The constants by the names that they have in the configuration, which are their {@code toString}. */
    static <E extends Enum<E>> Map<String, E> of(E[] values) {
        Map<String, E> choices = new LinkedHashMap<>();
        for (E value : values) {
            choices.put(value.toString(), value);
        }
        return choices;
    }

    /** One of two. */
    static <T> Map<String, T> of(String first, T ifFirst, String second, T ifSecond) {
        Map<String, T> choices = new LinkedHashMap<>();
        choices.put(first, ifFirst);
        choices.put(second, ifSecond);
        return choices;
    }
}
