package io.quarkiverse.mqttx.connector.config.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.connector.config.attribute.Attributes;

/**
 * Lists in one attribute, as MicroProfile Config writes them: separated by commas, {@code \,} is a comma in an element; or one
 * property for each element, {@code topic[0]}, as YAML does.
 */
public final class CommaList {

    private static final Set<String> INCOMING = Set.copyOf(Attributes.lists(true));
    private static final Set<String> OUTGOING = Set.copyOf(Attributes.lists(false));
    private static final Set<String> SIMPLE = Stream.of(INCOMING, OUTGOING).flatMap(Set::stream)
            .map(MessagingProperties::simple).collect(Collectors.toUnmodifiableSet());

    private CommaList() {
    }

    /** Whether the attribute may hold a list. */
    public static boolean is(String attribute, boolean incoming) {
        return (incoming ? INCOMING : OUTGOING).contains(attribute);
    }

    /** The name of the property of which this one sets an element, {@code topic} of {@code topic[0]}; else the name itself. */
    public static String withoutIndex(String name) {
        int bracket = name.endsWith("]") ? name.lastIndexOf('[') : -1;
        return bracket > 0 ? name.substring(0, bracket) : name;
    }

    /** The same of a {@link MessagingProperties#simple} name, {@code topic0}. */
    static String withoutIndexSimple(String name) {
        int end = name.length();
        while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
            end--;
        }
        String list = name.substring(0, end);
        return SIMPLE.contains(list) ? list : name;
    }

    /** The elements without blanks around them; empty ones are left in. */
    public static List<String> split(String text) {
        List<String> elements = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == ',') {
                element.append(',');
                i++;
            } else if (c == ',') {
                elements.add(withoutBlanks(element.toString()));
                element.setLength(0);
            } else {
                element.append(c);
            }
        }
        elements.add(withoutBlanks(element.toString()));
        return elements;
    }

    /**
     * Without the spaces, tabs and ends of lines around it. Not by {@link String#trim}, which also cuts the control characters
     * that are refused elsewhere in the text.
     */
    public static String withoutBlanks(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isBlank(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /** An element, so that {@link #split} gives it back whatever is in it. */
    static String escape(String element) {
        return element.replace(",", "\\,");
    }
}
