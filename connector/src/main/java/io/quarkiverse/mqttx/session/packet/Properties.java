package io.quarkiverse.mqttx.session.packet;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.topic.MqttString;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * The properties of an MQTT 5 packet in the order of the wire; immutable. Most packets have none, so they share {@link #EMPTY}.
 * <p>
 * Those that have been received stay bytes until somebody wants to see them all, because as objects they take many times as
 * much memory, and most are never looked at. A single one is found in the bytes.
 */
public final class Properties {

    /** A packet may have more, but they are not made objects of. */
    public static final int MAX_READ = 1_000;

    public static final Properties EMPTY = new Properties(null, new Entries(new Property[0], new Object[0]), 0);

    /** What a broker that takes small packets only, or an over-long text, would spoil is not worth the packet. */
    private static final int LONGEST_REASON = 200;
    private static final int LEAST_FOR_REASON = 1024;

    /** What decoding adds for a property, besides its text. */
    private static final int OBJECTS = 128;

    /** As on the wire, and known to be right; {@code null} for those that were never there. */
    private final byte[] wire;
    private final int size;
    /** {@code null} while nobody has asked. Whoever sees it sees all of it, on any thread; it may be made twice. */
    private Entries entries;

    private record Entries(Property[] names, Object[] values) {
    }

    private Properties(byte[] wire, Entries entries, int size) {
        this.wire = wire;
        this.entries = entries;
        this.size = size;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * A reason string for whoever reads the broker's log, with an escape for what a broker may refuse; left out where it might
     * exceed what the broker takes [MQTT-3.4.2-2] [MQTT-3.5.2-2] [MQTT-3.14.2-3], and where it is long.
     *
     * @param text may be {@code null}
     */
    public static Properties reason(String text, long maximumPacketSize) {
        String shown = text == null ? "" : MqttString.printable(text);
        return shown.isEmpty() || shown.length() > LONGEST_REASON || maximumPacketSize < LEAST_FOR_REASON ? EMPTY
                : builder().add(Property.REASON_STRING, shown).build();
    }

    /**
     * Properties as they were received, without the length before them.
     *
     * @param wire known to follow the rules; not copied
     * @param size how many they are
     */
    public static Properties received(byte[] wire, int size) {
        return new Properties(wire, null, size);
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * The property at a position of the wire order.
     *
     * @throws IllegalStateException when there are more than {@value #MAX_READ}, as do all that want to see all properties
     */
    public Property name(int index) {
        return entries().names[index];
    }

    /** The value at a position, of the Java type that {@link Property.Type} names. */
    public Object value(int index) {
        return entries().values[index];
    }

    public boolean has(Property property) {
        return next(property, -1) >= 0;
    }

    /** The value of a numeric property, or the default when it is absent. */
    public long number(Property property, long absent) {
        int place = next(property, -1);
        return place < 0 ? absent : numberAt(place, property);
    }

    /** The value of a string property, or {@code null}. */
    public String string(Property property) {
        return (String) first(property);
    }

    /** The value of a binary property, or {@code null}. */
    public byte[] binary(Property property) {
        return (byte[]) first(property);
    }

    /** The value of the first user property of this name, or {@code null}; however many there are. */
    public String userProperty(String name) {
        for (int place = next(Property.USER_PROPERTY, -1); place >= 0; place = next(Property.USER_PROPERTY, place)) {
            UserProperty property = (UserProperty) valueAt(place, Property.USER_PROPERTY);
            if (property.name().equals(name)) {
                return property.value();
            }
        }
        return null;
    }

    /** All user properties in their order. */
    public List<UserProperty> userProperties() {
        if (size == 0) {
            return List.of();
        }
        Entries all = entries();
        List<UserProperty> result = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (all.names[i] == Property.USER_PROPERTY) {
                result.add((UserProperty) all.values[i]);
            }
        }
        return result;
    }

    /** As {@link #userProperties}; none when there are more properties than are read. */
    public List<UserProperty> readableUserProperties() {
        return size > MAX_READ ? List.of() : userProperties();
    }

    /**
     * The place of the next property of this kind, for {@link #numberAt}; below zero when there is none. Allocates nothing.
     *
     * @param place of the one before, -1 for the first
     */
    public int next(Property property, int place) {
        if (wire != null) {
            return WireProperties.next(wire, property, place);
        }
        for (int i = place + 1; i < size; i++) {
            if (entries.names[i] == property) {
                return i;
            }
        }
        return -1;
    }

    /** The number at a place that {@link #next} has named. */
    public long numberAt(int place, Property property) {
        return wire == null ? ((Number) entries.values[place]).longValue() : WireProperties.number(wire, place, property);
    }

    private Object valueAt(int place, Property property) {
        return wire == null ? entries.values[place] : WireProperties.value(wire, place, property);
    }

    private Object first(Property property) {
        int place = next(property, -1);
        return place < 0 ? null : valueAt(place, property);
    }

    /** The memory that they take, or will, in bytes and roughly. */
    public int memory() {
        return wire == null ? size * OBJECTS : 3 * wire.length + Math.min(size, MAX_READ) * OBJECTS;
    }

    private Entries entries() {
        Entries all = entries;
        if (all == null) {
            if (size > MAX_READ) {
                throw new IllegalStateException("The packet has " + size + " properties, and more than " + MAX_READ
                        + " are not read, because of the memory that they take; have its publisher send fewer");
            }
            Property[] names = new Property[size];
            Object[] values = new Object[size];
            WireProperties.read(wire, names, values);
            all = new Entries(names, values);
            entries = all;
        }
        return all;
    }

    /** These, and of the others those that are not here. */
    public Properties or(Properties others) {
        if (size == 0) {
            return others;
        }
        Builder all = null;
        for (int i = 0; i < others.size; i++) {
            if (!has(others.name(i))) {
                all = all == null ? builder().addAll(this) : all;
                all.add(others.name(i), others.value(i));
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
        Entries all = entries();
        Object[] others = all.values.clone();
        others[List.of(all.names).indexOf(property)] = value;
        return new Properties(null, new Entries(all.names, others), size);
    }

    @Override
    public String toString() {
        if (size > MAX_READ) {
            return "{" + size + " properties}";
        }
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : ", ").append(name(i)).append('=')
                    .append(value(i) instanceof byte[] bytes ? bytes.length + " bytes" : SafeText.of(value(i).toString()));
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
            names.addAll(List.of(properties.entries().names));
            values.addAll(List.of(properties.entries().values));
            return this;
        }

        public boolean has(Property property) {
            return names.contains(property);
        }

        public Properties build() {
            return names.isEmpty() ? EMPTY
                    : new Properties(null,
                            new Entries(names.toArray(new Property[0]), values.toArray()), names.size());
        }
    }
}
