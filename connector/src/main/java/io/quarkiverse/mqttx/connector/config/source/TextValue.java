package io.quarkiverse.mqttx.connector.config.source;

import org.eclipse.microprofile.config.ConfigValue;

/**
 * The value of a property that was put together here.
 *
 * @param value {@code null} when an expression in it names what is not set
 * @param rawValue as people wrote it
 */
public record TextValue(String name, String value, String rawValue, int ordinal) implements ConfigValue {

    /** The value; an expression that names what is not set stands for itself, as text. */
    public static ConfigValue orExpression(ConfigValue value) {
        return Expressions.isUnresolved(value)
                ? new TextValue(value.getName(), value.getRawValue(), value.getRawValue(), value.getSourceOrdinal())
                : value;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getValue() {
        return value;
    }

    @Override
    public String getRawValue() {
        return rawValue;
    }

    @Override
    public String getSourceName() {
        return null;
    }

    @Override
    public int getSourceOrdinal() {
        return ordinal;
    }
}
