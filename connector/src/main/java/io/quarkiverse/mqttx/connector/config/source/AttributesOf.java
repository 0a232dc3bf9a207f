package io.quarkiverse.mqttx.connector.config.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.eclipse.microprofile.config.ConfigValue;

/** What is set of attributes in one place: on a channel, on a client, or on the connector. What is not set is not looked up. */
final class AttributesOf {

    private static final ConfigValue NOTHING = new TextValue(null, null, null, 0);
    /** No list has as many elements. */
    private static final int MAX_INDEX = 999;

    private final MessagingProperties root;
    private final String prefix;
    private final boolean incoming;
    /** Whether {@link #set} is known. */
    private boolean found;
    private Set<String> set;

    /** @param prefix of the properties, such as {@code mp.messaging.incoming.prices.} */
    AttributesOf(MessagingProperties root, String prefix, boolean incoming) {
        this.root = root;
        this.prefix = prefix;
        this.incoming = incoming;
    }

    /** By their {@link MessagingProperties#simple} names; {@code null} when that cannot be told. */
    private Set<String> set() {
        if (!found) {
            set = root.setBelow(prefix);
            found = true;
        }
        return set;
    }

    /**
     * The value, whole or put together from its elements; without one when there is none.
     *
     * @throws NoSuchElementException when its expression names what is not set
     */
    <T> Optional<T> optional(String attribute, Class<T> type) {
        ConfigValue list = list(attribute);
        if (list == null) {
            return single(attribute, type);
        }
        String value = Expressions.resolved(list);
        if (value == null && Expressions.isUnresolved(list)) {
            throw new NoSuchElementException(prefix + attribute);
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    /** As {@link #optional}, of an attribute that is no list. */
    <T> Optional<T> single(String attribute, Class<T> type) {
        if (!mayBeSet(attribute)) {
            return Optional.empty();
        }
        Optional<T> value = root.getOptionalValue(prefix + attribute, type);
        if (value.isEmpty() && Expressions.isUnresolved(root.getConfigValue(prefix + attribute))) {
            throw new NoSuchElementException(prefix + attribute);
        }
        return value;
    }

    ConfigValue value(String attribute) {
        ConfigValue list = list(attribute);
        return list != null ? list : whole(attribute);
    }

    private ConfigValue whole(String attribute) {
        return mayBeSet(attribute) ? root.getConfigValue(prefix + attribute) : NOTHING;
    }

    boolean isSet(String attribute) {
        return Expressions.isSet(value(attribute));
    }

    private boolean mayBeSet(String attribute) {
        return set() == null || !set().isEmpty() && set().contains(MessagingProperties.simple(attribute));
    }

    /** What is wrong with the elements of a list; {@code null} when nothing is. */
    String problemOfList(String attribute) {
        List<ConfigValue> elements = elements(attribute);
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).getRawValue() == null) {
                return "has no element [" + i + "], but one after it; count the elements from 0";
            }
        }
        ConfigValue whole = elements.isEmpty() ? NOTHING : whole(attribute);
        return whole.getRawValue() != null && whole.getSourceOrdinal() == ordinal(elements)
                && !CommaList.split(whole.getRawValue()).equals(CommaList.split(join(attribute, elements).getRawValue()))
                        ? "is set as a whole and by its elements, " + attribute + "[0]; leave out one of the two"
                        : null;
    }

    /** The elements as one value; {@code null} when there are none, or what is set as a whole comes from further above. */
    private ConfigValue list(String attribute) {
        List<ConfigValue> elements = elements(attribute);
        if (elements.isEmpty()) {
            return null;
        }
        ConfigValue whole = whole(attribute);
        return whole.getRawValue() != null && whole.getSourceOrdinal() > ordinal(elements) ? null : join(attribute, elements);
    }

    private ConfigValue join(String attribute, List<ConfigValue> elements) {
        List<String> values = new ArrayList<>();
        List<String> raw = new ArrayList<>();
        boolean resolved = true;
        for (ConfigValue element : elements) {
            if (element.getRawValue() != null) {
                String value = Expressions.resolved(element);
                resolved &= value != null;
                values.add(value == null ? "" : CommaList.escape(value));
                raw.add(CommaList.escape(element.getRawValue()));
            }
        }
        return new TextValue(prefix + attribute, resolved ? String.join(",", values) : null, String.join(",", raw),
                ordinal(elements));
    }

    private static int ordinal(List<ConfigValue> elements) {
        return elements.stream().mapToInt(ConfigValue::getSourceOrdinal).max().orElse(0);
    }

    /** One for each index up to the highest that is set. */
    private List<ConfigValue> elements(String attribute) {
        List<ConfigValue> elements = new ArrayList<>();
        for (int index : indexes(attribute)) {
            ConfigValue element = root.getConfigValue(prefix + attribute + "[" + index + "]");
            if (element.getRawValue() != null) {
                while (elements.size() < index) {
                    elements.add(NOTHING);
                }
                elements.add(element);
            } else if (set() == null) {
                break;
            }
        }
        return elements;
    }

    /** Those that may be set, in their order. */
    private Collection<Integer> indexes(String attribute) {
        if (set() == null) {
            return CommaList.is(attribute, incoming) ? IntStream.rangeClosed(0, MAX_INDEX).boxed().toList() : List.of();
        }
        String simple = MessagingProperties.simple(attribute);
        Set<Integer> indexes = new TreeSet<>();
        for (String name : set()) {
            int index = name.startsWith(simple) ? number(name, simple.length()) : -1;
            if (index >= 0) {
                indexes.add(index);
            }
        }
        return indexes.isEmpty() || CommaList.is(attribute, incoming) ? indexes : List.of();
    }

    /** -1 where the text does not end in a number of elements. */
    private static int number(String text, int start) {
        int number = start < text.length() ? 0 : -1;
        for (int i = start; i < text.length() && number >= 0; i++) {
            char c = text.charAt(i);
            number = c >= '0' && c <= '9' && number <= MAX_INDEX / 10 ? 10 * number + c - '0' : -1;
        }
        return number;
    }
}
