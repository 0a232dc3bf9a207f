package io.quarkiverse.mqttx.connector.config.attribute;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One attribute of channels, of clients and of the connector.
 *
 * @param <T> the type of its values
 */
public final class Attribute<T> {

    /** Seconds that still fit an int when counted in milliseconds. */
    private static final int MAX_SECONDS = Integer.MAX_VALUE / 1000;

    private final Theme theme;
    private final String name;
    private final String description;
    private final Direction direction;
    private final Class<?> type;
    /** By the names that they have in the configuration; empty where a value is no choice. */
    private final Map<String, T> choices;
    private final Set<Need> needs = EnumSet.noneOf(Need.class);
    private T byDefault;
    private long min;
    private long max = Long.MAX_VALUE;
    private String alias;
    private boolean list;
    private boolean secret;
    private boolean advanced;

    Attribute(Direction direction, Theme theme, String name, String description, Class<?> type, Map<String, T> choices) {
        this.direction = direction;
        this.theme = theme;
        this.name = name;
        this.description = description;
        this.type = type;
        this.choices = choices;
    }

    Attribute<T> orElse(T value) {
        byDefault = value;
        return this;
    }

    Attribute<T> from(long least, long most) {
        min = least;
        max = most;
        return this;
    }

    Attribute<T> atLeast(long least) {
        return from(least, type == Integer.class ? Integer.MAX_VALUE : Long.MAX_VALUE);
    }

    Attribute<T> seconds(long least) {
        return from(least, MAX_SECONDS);
    }

    Attribute<T> alias(String other) {
        alias = other;
        return this;
    }

    Attribute<T> list() {
        list = true;
        return this;
    }

    Attribute<T> secret() {
        secret = true;
        return this;
    }

    Attribute<T> advanced() {
        advanced = true;
        return this;
    }

    Attribute<T> needs(Need... others) {
        needs.addAll(List.of(others));
        return this;
    }

    public String name() {
        return name;
    }

    public Theme theme() {
        return theme;
    }

    /** In Markdown; its first sentence says what the attribute is for. */
    public String description() {
        return description;
    }

    public Direction direction() {
        return direction;
    }

    /** What the configuration holds: a {@code Boolean}, {@code Integer}, {@code Long} or {@code String}. */
    public Class<?> type() {
        return type;
    }

    /** By the names that they have in the configuration; empty where a value is no choice. */
    public Map<String, T> choices() {
        return choices;
    }

    /** The value that counts unless it is set; {@code null} where there is none, or it follows from other attributes. */
    public T byDefault() {
        return byDefault;
    }

    /** The same as it would be configured, or {@code null}. */
    public String defaultText() {
        return choices.isEmpty() || byDefault == null ? byDefault == null ? null : byDefault.toString()
                : choices.entrySet().stream().filter(choice -> choice.getValue().equals(byDefault)).findFirst().orElseThrow()
                        .getKey();
    }

    /** Of a number. */
    public long min() {
        return min;
    }

    /** Of a number. */
    public long max() {
        return max;
    }

    /** Whether there is a greatest number that people may want. */
    public boolean isBounded() {
        return max != Integer.MAX_VALUE && max != Long.MAX_VALUE && max != MAX_SECONDS;
    }

    /** Another property that sets it, whole, for all channels; or {@code null}. */
    public String alias() {
        return alias;
    }

    /** Whether the value may be a list. */
    public boolean isList() {
        return list;
    }

    /** Whether nobody may see the value. */
    public boolean isSecret() {
        return secret;
    }

    /** Whether few need it. */
    public boolean isAdvanced() {
        return advanced;
    }

    /** Without what it has no effect. */
    public Set<Need> needs() {
        return needs;
    }

    /** What to write in place of a value that it cannot have. */
    public String remedy() {
        if (!choices.isEmpty()) {
            return "use one of " + String.join(", ", choices.keySet());
        }
        if (type == Boolean.class) {
            return "use true or false";
        }
        if (type == String.class) {
            return "give it a value";
        }
        if (min == 0 && max == 2) {
            return "use 0, 1 or 2";
        }
        return isBounded() ? "use a whole number from " + min + " to " + max : "use a whole number, " + min + " or more";
    }

    @Override
    public String toString() {
        return name;
    }
}
