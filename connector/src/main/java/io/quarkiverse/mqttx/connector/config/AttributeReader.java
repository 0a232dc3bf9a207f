package io.quarkiverse.mqttx.connector.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.eclipse.microprofile.config.Config;

import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.connector.config.source.CommaList;
import io.quarkiverse.mqttx.connector.config.source.LenientConfig;
import io.quarkiverse.mqttx.topic.MqttString;

/**
 * Reads attributes and collects what is wrong with them, instead of stopping at the first. A wrong attribute yields a value
 * that is allowed, so that the reading can go on; nobody uses what was read when there are problems.
 */
final class AttributeReader {

    /** Seconds that still fit an int when counted in milliseconds. */
    static final int MAX_SECONDS = Integer.MAX_VALUE / 1000;

    /** What the converter of MicroProfile Config takes for true, in small letters. */
    static final Set<String> TRUE = Set.of("true", "yes", "y", "on", "1");
    /** What people write for false; the converter silently takes all else for it. */
    static final Set<String> FALSE = Set.of("false", "no", "n", "off", "0");

    /** Bytes of a string or of binary data, at most (MQTT-5.0 §1.5.4, §1.5.6). */
    static final int MAX_STRING = MqttString.MAX_BYTES;

    static final String CONTROLS = "allow-control-characters";

    /** They may hold a URI. */
    private static final Set<String> ADDRESSES = Set.of("host", "servers");
    private static final List<String> SCHEMES = List.of("mqtt://", "mqtts://", "tcp://", "ssl://");

    private final ChannelAttributes config;
    private final LenientConfig readable;
    private final ConfigurationProblems problems;
    private final Map<String, Object> asRead = new LinkedHashMap<>();

    AttributeReader(ChannelAttributes config, ConfigurationProblems problems) {
        this.config = config;
        this.readable = new LenientConfig(config);
        this.problems = problems;
    }

    /** Where the values given to this reader come from. */
    Config readable() {
        return readable;
    }

    /** Every attribute read so far with its value, in the order of the reading. */
    Map<String, Object> asRead() {
        return asRead;
    }

    boolean bool(String attribute, boolean value) {
        return bool(attribute, value, false);
    }

    /** @param fallback what does least harm to the checks that follow when the value is neither true nor false */
    boolean bool(String attribute, boolean value, boolean fallback) {
        String text = config.text(attribute);
        String word = text == null ? "" : text.trim().toLowerCase(Locale.ROOT);
        if (readable.isUnreadable(attribute) || !word.isEmpty() && !TRUE.contains(word) && !FALSE.contains(word)) {
            unreadable(attribute, "use true or false");
            return fallback;
        }
        asRead.put(attribute, value);
        return value;
    }

    int number(String attribute, int value, int min, int max) {
        return (int) number(attribute, (long) value, (long) min, max);
    }

    long number(String attribute, long value, long min, long max) {
        if (readable.isUnreadable(attribute)) {
            unreadable(attribute, range(min, max));
            return min;
        }
        asRead.put(attribute, value);
        if (value < min || value > max) {
            problem(attribute, range(min, max));
            return min;
        }
        return value;
    }

    int optionalNumber(String attribute, Optional<Integer> value, int min, int max, int absent) {
        if (!config.isSet(attribute)) {
            asRead.put(attribute, absent);
            return absent;
        }
        if (value.isEmpty()) {
            unreadable(attribute, range(min, max));
            return min;
        }
        return number(attribute, value.get(), min, max);
    }

    long optionalNumber(String attribute, Optional<Long> value, long min, long max, long absent) {
        if (!config.isSet(attribute)) {
            asRead.put(attribute, absent);
            return absent;
        }
        return number(attribute, value.orElse(min), min, max);
    }

    String text(String attribute, Optional<String> value) {
        if (readable.isUnreadable(attribute)) {
            unreadable(attribute, "give it a value");
            return null;
        }
        String problemOfList = config.problemOfList(attribute);
        if (problemOfList != null) {
            problem(attribute, problemOfList);
        }
        asRead.put(attribute, value.orElse(null));
        return value.orElse(null);
    }

    /** A text for which the empty one is not the same as none: {@code password=} asks for the empty password. */
    String textOrEmpty(String attribute, Optional<String> value) {
        if (!config.isEmptyText(attribute)) {
            return text(attribute, value);
        }
        asRead.put(attribute, "");
        return "";
    }

    /** A text that MQTT can carry as a string (MQTT-5.0 §1.5.4). */
    String utf8(String attribute, Optional<String> value) {
        String text = text(attribute, value);
        if (text != null && !isEncodable(text)) {
            problem(attribute, "use at most 65535 bytes of UTF-8 text without NUL");
        }
        return text;
    }

    /** As {@link #utf8}, for what goes out as a string: also without what a broker may refuse, unless that is allowed. */
    String wireText(String attribute, String what, Optional<String> value) {
        String text = utf8(attribute, value);
        checkControls(attribute, what, text);
        return text;
    }

    /** @param what as in {@link MqttString#problem}; {@code text} may be {@code null} */
    void checkControls(String attribute, String what, String text) {
        String allowed = config.text(CONTROLS);
        if (allowed == null || !TRUE.contains(allowed.trim().toLowerCase(Locale.ROOT))) {
            String problem = MqttString.controlProblem(what, text);
            if (problem != null && isEncodable(text)) {
                problem(attribute, problem, CONTROLS);
            }
        }
    }

    /** User properties, in their order: {@code name=value, other=value}. */
    List<UserProperty> userProperties(String attribute, Optional<String> value) {
        String text = text(attribute, value);
        if (text == null) {
            return List.of();
        }
        List<UserProperty> properties = new ArrayList<>();
        for (String element : CommaList.split(text)) {
            int equals = element.indexOf('=');
            UserProperty property = equals < 1 ? null
                    : new UserProperty(CommaList.withoutBlanks(element.substring(0, equals)),
                            CommaList.withoutBlanks(element.substring(equals + 1)));
            if (property == null) {
                problem(attribute, "use a comma-separated list of name=value, with \\, for a comma within one");
            } else if (!isEncodable(property.name()) || !isEncodable(property.value())) {
                problem(attribute, "use at most 65535 bytes of UTF-8 text without NUL for each name and value");
            } else {
                checkControls(attribute, "name of a user property", property.name());
                checkControls(attribute, "value of the user property '" + MqttString.printable(property.name()) + "'",
                        property.value());
                properties.add(property);
            }
        }
        return properties;
    }

    private static boolean isEncodable(String text) {
        return text.isEmpty() || MqttString.problem("text", text) == null;
    }

    /** One of the names, in any case. */
    <T> T choice(String attribute, String value, Map<String, T> choices) {
        T any = choices.values().iterator().next();
        if (readable.isUnreadable(attribute)) {
            unreadable(attribute, oneOf(choices));
            return any;
        }
        T chosen = choice(value.trim(), choices);
        asRead.put(attribute, chosen);
        if (chosen == null) {
            problem(attribute, oneOf(choices));
            return any;
        }
        return chosen;
    }

    private static String oneOf(Map<String, ?> choices) {
        return "use one of " + String.join(", ", choices.keySet());
    }

    private static <T> T choice(String name, Map<String, T> choices) {
        for (Map.Entry<String, T> choice : choices.entrySet()) {
            if (choice.getKey().equalsIgnoreCase(name)) {
                return choice.getValue();
            }
        }
        return null;
    }

    /**
     * What is wrong with an attribute that can be read.
     *
     * @param others the other attributes but for which it would not be wrong
     */
    void problem(String attribute, String remedy, String... others) {
        problems.problem(config.channel(), attribute, printable(attribute), remedy, others);
    }

    private String printable(String attribute) {
        String value = ChannelAttributes.isSecret(attribute) ? null : config.text(attribute);
        int at = value == null || !ADDRESSES.contains(attribute) ? -1 : value.lastIndexOf('@');
        // User and password before a host
        String shown = at < 0 ? value
                : SCHEMES.stream().filter(value::startsWith).findFirst().orElse("") + "..." + value.substring(at);
        return shown == null ? null : MqttString.printable(shown);
    }

    private void unreadable(String attribute, String remedy) {
        String ofExpression = config.remedyOfExpression(attribute);
        problem(attribute, ofExpression == null ? remedy : ofExpression);
    }

    private static String range(long min, long max) {
        if (min == 0 && max == 2) {
            return "use 0, 1 or 2";
        }
        boolean unbounded = max == Integer.MAX_VALUE || max == Long.MAX_VALUE || max == MAX_SECONDS;
        return unbounded ? "use a whole number, " + min + " or more" : "use a whole number from " + min + " to " + max;
    }
}
