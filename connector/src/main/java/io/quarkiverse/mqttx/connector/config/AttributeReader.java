package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.ALLOW_CONTROL_CHARACTERS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.ConfigProvider;

import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.connector.config.attribute.Attribute;
import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.quarkiverse.mqttx.connector.config.attribute.Need;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.connector.config.source.CommaList;
import io.quarkiverse.mqttx.topic.MqttString;
import io.quarkiverse.mqttx.topic.TopicName;
import io.quarkiverse.mqttx.topic.WireLimits;

/**
 * Reads attributes and collects what is wrong with them, instead of stopping at the first. A wrong attribute yields a value
 * that is allowed, so that the reading can go on; nobody uses what was read when there are problems.
 */
final class AttributeReader {

    /** What the converter of MicroProfile Config takes for true, in small letters. */
    static final Set<String> TRUE = Set.of("true", "yes", "y", "on", "1");
    /** What people write for false; the converter silently takes all else for it. */
    static final Set<String> FALSE = Set.of("false", "no", "n", "off", "0");

    /** They may hold a URI. */
    private static final Set<String> ADDRESSES = Set.of("host", "servers");
    private static final List<String> SCHEMES = List.of("mqtt://", "mqtts://", "tcp://", "ssl://");

    private final ChannelAttributes config;
    private final ConfigurationProblems problems;
    private final Map<String, Object> asRead = new LinkedHashMap<>();

    AttributeReader(ChannelAttributes config, ConfigurationProblems problems) {
        this.config = config;
        this.problems = problems;
    }

    /** Every attribute read so far with its value, in the order of the reading. */
    Map<String, Object> asRead() {
        return asRead;
    }

    /** Takes back that they were read, because they make no difference. */
    void forget(Attribute<?>... attributes) {
        Stream.of(attributes).map(Attribute::name).forEach(asRead::remove);
    }

    boolean isSet(Attribute<?> attribute) {
        return config.isSet(attribute.name());
    }

    boolean isSetOnChannel(Attribute<?> attribute) {
        return config.isSetOnChannel(attribute.name());
    }

    /** Whether it is set to the empty text on purpose. */
    boolean isEmptyText(Attribute<String> attribute) {
        return config.isEmptyText(attribute.name());
    }

    /** The value, or its default. */
    <T> T get(Attribute<T> attribute) {
        return get(attribute, attribute.byDefault());
    }

    /** @param unlessSet what counts when it is not set */
    <T> T get(Attribute<T> attribute, T unlessSet) {
        Optional<?> value;
        try {
            value = isNeitherTrueNorFalse(attribute) ? null : config.getOptionalValue(attribute.name(), attribute.type());
            if (value != null && value.isEmpty() && attribute.alias() != null) {
                value = ConfigProvider.getConfig().getOptionalValue(attribute.alias(), attribute.type());
            }
        } catch (RuntimeException cannotBeConverted) {
            value = null;
        }
        if (value == null) {
            String ofExpression = config.remedyOfExpression(attribute.name());
            problem(attribute, ofExpression == null ? attribute.remedy() : ofExpression);
            return inPlace(attribute);
        }
        String problemOfList = attribute.isList() ? config.problemOfList(attribute.name()) : null;
        if (problemOfList != null) {
            problem(attribute, problemOfList);
        }
        T read = value.isEmpty() ? unlessSet : value(attribute, value.get());
        asRead.put(attribute.name(), read);
        if (read == null && !value.isEmpty() || !isInRange(attribute, value.orElse(null))) {
            problem(attribute, attribute.remedy());
            return inPlace(attribute);
        }
        return read;
    }

    private boolean isNeitherTrueNorFalse(Attribute<?> attribute) {
        String text = attribute.type() == Boolean.class ? config.text(attribute.name()) : null;
        String word = text == null ? "" : text.trim().toLowerCase(Locale.ROOT);
        return !word.isEmpty() && !TRUE.contains(word) && !FALSE.contains(word);
    }

    /** {@code null} where it is none of the choices. */
    @SuppressWarnings("unchecked")
    private static <T> T value(Attribute<T> attribute, Object read) {
        if (attribute.choices().isEmpty()) {
            return (T) read; // its type is that of the attribute
        }
        String name = read.toString().trim();
        return attribute.choices().entrySet().stream().filter(choice -> choice.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue).findFirst().orElse(null);
    }

    private static boolean isInRange(Attribute<?> attribute, Object read) {
        return !(read instanceof Number number)
                || number.longValue() >= attribute.min() && number.longValue() <= attribute.max();
    }

    /** What does least harm to the checks that follow, in place of a value that is wrong. */
    @SuppressWarnings("unchecked")
    private static <T> T inPlace(Attribute<T> attribute) {
        if (!attribute.choices().isEmpty()) {
            return attribute.choices().values().iterator().next();
        }
        Class<?> type = attribute.type();
        Object value = type == Integer.class ? (Object) (int) attribute.min()
                : type == Long.class ? (Object) attribute.min()
                        : type == Boolean.class ? attribute.byDefault() : null;
        return (T) value;
    }

    Duration seconds(Attribute<Integer> attribute) {
        return Duration.ofSeconds(get(attribute));
    }

    Duration millis(Attribute<Integer> attribute) {
        return Duration.ofMillis(get(attribute));
    }

    /** A text for which the empty one is not the same as none: {@code password=} asks for the empty password. */
    String textOrEmpty(Attribute<String> attribute) {
        if (!isEmptyText(attribute)) {
            return get(attribute);
        }
        asRead.put(attribute.name(), "");
        return "";
    }

    /** A text that MQTT can carry as a string (MQTT-5.0 §1.5.4). */
    String utf8(Attribute<String> attribute) {
        String text = get(attribute);
        if (text != null && !isEncodable(text)) {
            problem(attribute, "use at most 65535 bytes of UTF-8 text without NUL");
        }
        return text;
    }

    /** As {@link #utf8}, for what goes out as a string: also without what a broker may refuse, unless that is allowed. */
    String wireText(Attribute<String> attribute, String what) {
        String text = utf8(attribute);
        checkControls(attribute, what, text);
        return text;
    }

    /** The topic of a message, or {@code null}. */
    String topicName(Attribute<String> attribute) {
        String topic = get(attribute);
        if (topic != null) {
            checkTopicName(attribute, topic);
        }
        return topic;
    }

    void checkTopicName(Attribute<String> attribute, String topic) {
        String problem = TopicName.problem(topic);
        if (problem != null) {
            problem(attribute, problem);
        }
        checkControls(attribute, "topic name", topic);
    }

    /** @param what as in {@link MqttString#problem}; {@code text} may be {@code null} */
    void checkControls(Attribute<String> attribute, String what, String text) {
        String allowed = config.text(ALLOW_CONTROL_CHARACTERS.name());
        if (allowed == null || !TRUE.contains(allowed.trim().toLowerCase(Locale.ROOT))) {
            String problem = MqttString.controlProblem(what, text);
            if (problem != null && isEncodable(text)) {
                problem(attribute, problem, ALLOW_CONTROL_CHARACTERS);
            }
        }
    }

    /** User properties, in their order: {@code name=value, other=value}. */
    List<UserProperty> userProperties(Attribute<String> attribute) {
        String text = get(attribute);
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

    /** A number from 0 to 4,294,967,295 (MQTT-5.0 §1.5.3); below 0 when it is none. */
    static long fourByteInteger(String text) {
        try {
            long number = Long.parseLong(text.trim());
            return number > WireLimits.MAX_FOUR_BYTES ? -1 : number;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static boolean isEncodable(String text) {
        return text.isEmpty() || MqttString.problem("text", text) == null;
    }

    /**
     * What is wrong with an attribute that can be read.
     *
     * @param others the other attributes but for which it would not be wrong
     */
    void problem(Attribute<?> attribute, String remedy, Attribute<?>... others) {
        problem(attribute.name(), remedy, names(others));
    }

    /**
     * What is odd with an attribute.
     *
     * @param others the other attributes but for which there would be nothing to say
     */
    void warning(Attribute<?> attribute, String text, Attribute<?>... others) {
        problems.warning(config.channel(), attribute.name(), text, names(others));
    }

    private static String[] names(Attribute<?>... attributes) {
        return Stream.of(attributes).map(Attribute::name).toArray(String[]::new);
    }

    /** Nothing that is set to be used with what is not there can have been meant so. */
    void problemsWithout(Need need) {
        for (String attribute : Attributes.needing(config.isIncoming(), need)) {
            if (config.isSet(attribute)) {
                problem(attribute, need.text(), need.because());
            }
        }
    }

    private void problem(String attribute, String remedy, String... others) {
        problems.problem(config.channel(), attribute, printable(attribute), remedy, others);
    }

    private String printable(String attribute) {
        String value = Attributes.isSecret(attribute) ? null : config.text(attribute);
        int at = value == null || !ADDRESSES.contains(attribute) ? -1 : value.lastIndexOf('@');
        // User and password before a host
        String shown = at < 0 ? value
                : SCHEMES.stream().filter(value::startsWith).findFirst().orElse("") + "..." + value.substring(at);
        return shown == null ? null : MqttString.printable(shown);
    }
}
