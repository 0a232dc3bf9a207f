package io.quarkiverse.mqttx.connector.config.attribute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Gathers the attributes of a part of the table while they are declared. */
final class Table {

    private final List<Attribute<?>> attributes = new ArrayList<>();
    private final Direction direction;

    Table(Direction direction) {
        this.direction = direction;
    }

    List<Attribute<?>> attributes() {
        return attributes;
    }

    Attribute<String> text(Theme theme, String name, String description) {
        return add(theme, name, description, String.class, Map.of());
    }

    Attribute<Boolean> flag(Theme theme, String name, String description) {
        return add(theme, name, description, Boolean.class, Map.of());
    }

    Attribute<Integer> number(Theme theme, String name, String description) {
        return add(theme, name, description, Integer.class, Map.of());
    }

    Attribute<Long> bigNumber(Theme theme, String name, String description) {
        return add(theme, name, description, Long.class, Map.of());
    }

    /** @param values whose names in the configuration are theirs in small letters, with dashes */
    <E extends Enum<E>> Attribute<E> choice(Theme theme, String name, String description, E[] values) {
        Map<String, E> choices = new LinkedHashMap<>();
        for (E value : values) {
            choices.put(value.name().toLowerCase(Locale.ROOT).replace('_', '-'), value);
        }
        return choice(theme, name, description, choices);
    }

    /** One of two, of which the first is the default. */
    <T> Attribute<T> choice(Theme theme, String name, String description, String first, T ifFirst, String second, T ifSecond) {
        Map<String, T> choices = new LinkedHashMap<>();
        choices.put(first, ifFirst);
        choices.put(second, ifSecond);
        return choice(theme, name, description, choices).orElse(ifFirst);
    }

    /** @param choices in the order in which messages list them */
    <T> Attribute<T> choice(Theme theme, String name, String description, Map<String, T> choices) {
        return add(theme, name, description, String.class, choices);
    }

    private <T> Attribute<T> add(Theme theme, String name, String description, Class<?> type, Map<String, T> choices) {
        Attribute<T> attribute = new Attribute<>(direction, theme, name, description, type, choices);
        attributes.add(attribute);
        return attribute;
    }
}
