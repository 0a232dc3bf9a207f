package io.quarkiverse.mqttx.session.packet;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.mqttx.topic.SafeText;

/**
 * The properties of an MQTT 5 packet in the order of the wire; immutable. Most packets have none, so they share {@link #EMPTY}.
 */
public final class Properties {

    public static final Properties EMPTY = new Properties(new Property[0], new Object[0]);

    private final Property[] names;
    private final Object[] values;

    private Properties(Property[] names, Object[] values) {
        this.names = names;
        this.values = values;
    }

    public static Builder builder() {
        return new Builder();
    }

    public int size() {
        return names.length;
    }

    public boolean isEmpty() {
        return names.length == 0;
    }

    /** The property at a position of the wire order. */
    public Property name(int index) {
        return names[index];
    }

    /** The value at a position, of the Java type that {@link Property.Type} names. */
    public Object value(int index) {
        return values[index];
    }

    public boolean has(Property property) {
        return indexOf(property) >= 0;
    }

    /** The value of a numeric property, or the default when it is absent. */
    public long number(Property property, long absent) {
        int index = indexOf(property);
        return index < 0 ? absent : ((Number) values[index]).longValue();
    }

    /** The value of a string property, or {@code null}. */
    public String string(Property property) {
        int index = indexOf(property);
        return index < 0 ? null : (String) values[index];
    }

    /** The value of a binary property, or {@code null}. */
    public byte[] binary(Property property) {
        int index = indexOf(property);
        return index < 0 ? null : (byte[]) values[index];
    }

    /** All user properties in their order. */
    public List<UserProperty> userProperties() {
        if (names.length == 0) {
            return List.of();
        }
        List<UserProperty> result = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            if (names[i] == Property.USER_PROPERTY) {
                result.add((UserProperty) values[i]);
            }
        }
        return result;
    }

    /** These, and of the others those that are not here. */
    public Properties or(Properties others) {
        if (names.length == 0) {
            return others;
        }
        Builder all = null;
        for (int i = 0; i < others.names.length; i++) {
            if (!has(others.names[i])) {
                all = all == null ? builder().addAll(this) : all;
                all.add(others.names[i], others.values[i]);
            }
        }
        return all == null ? this : all.build();
    }

    /** These and one more. */
    public Properties with(Property property, Object value) {
        return builder().addAll(this).add(property, value).build();
    }

    /** The same with another value of one that is there. */
    public Properties replace(Property property, Object value) {
        Object[] others = values.clone();
        others[indexOf(property)] = value;
        return new Properties(names, others);
    }

    private int indexOf(Property property) {
        for (int i = 0; i < names.length; i++) {
            if (names[i] == property) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < names.length; i++) {
            text.append(i == 0 ? "" : ", ").append(names[i]).append('=')
                    .append(values[i] instanceof byte[] bytes ? bytes.length + " bytes" : SafeText.of(values[i].toString()));
        }
        return text.append('}').toString();
    }

    /** Collects properties; a value must be of the Java type that {@link Property.Type} names. */
    public static final class Builder {

        private final List<Property> names = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();

        public Builder add(Property property, Object value) {
            names.add(property);
            values.add(value);
            return this;
        }

        private Builder addAll(Properties properties) {
            names.addAll(List.of(properties.names));
            values.addAll(List.of(properties.values));
            return this;
        }

        public boolean has(Property property) {
            return names.contains(property);
        }

        public Properties build() {
            return names.isEmpty() ? EMPTY : new Properties(names.toArray(new Property[0]), values.toArray());
        }
    }
}
