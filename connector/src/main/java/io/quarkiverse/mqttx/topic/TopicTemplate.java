package io.quarkiverse.mqttx.topic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A topic with names for some of its levels, as in <code>plant/{line}/+/temperature</code>. It can be subscribed to, it tells
 * what the names stand for in the topic of a message, and it makes a topic of values for the names. MQTT does not know it: on
 * the wire there are the {@link #filter} and the topics that are made of it.
 * <table>
 * <caption>What a template is made of</caption>
 * <tr>
 * <td><code>{line}</code></td>
 * <td>one whole level; subscribed to as {@code +}</td>
 * </tr>
 * <tr>
 * <td><code>{path#}</code></td>
 * <td>all the rest, as the last level only; subscribed to as {@code #}</td>
 * </tr>
 * <tr>
 * <td><code>{{</code>, <code>}}</code></td>
 * <td>a brace that belongs to the topic</td>
 * </tr>
 * <tr>
 * <td>all else</td>
 * <td>itself: levels, the wildcards {@code +} and {@code #}, and <code>$share/group/</code> at the beginning</td>
 * </tr>
 * </table>
 * A name consists of letters, digits, {@code _} and {@code -}, begins with a letter or {@code _}, and occurs once. A text
 * without braces is a template without variables, and means what it says. Immutable, for any thread.
 */
public final class TopicTemplate {

    private final String text;
    /** What stands before each variable, and after the last. */
    private final String[] literals;
    private final List<String> names;
    private final boolean takesRest;
    private final String filter;
    /** The level of each variable, counted from 0 and without the group of a shared subscription. */
    private final int[] levels;
    /** Whether there are some without a name. */
    private final boolean wildcards;

    private TopicTemplate(TemplateParser parsed) {
        this.text = parsed.text;
        this.literals = parsed.literals.toArray(String[]::new);
        this.names = List.copyOf(parsed.names);
        this.takesRest = parsed.takesRest;
        this.filter = parsed.filter();
        this.levels = parsed.levels();
        String rest = String.join("", literals);
        this.wildcards = rest.indexOf('+') >= 0 || rest.indexOf('#') >= 0;
    }

    /**
     * The template of this text.
     *
     * @throws IllegalArgumentException with what {@link #problem} says
     */
    public static TopicTemplate of(String text) {
        TemplateParser parsed = new TemplateParser(text);
        if (parsed.problem != null) {
            throw new IllegalArgumentException(parsed.problem);
        }
        return new TopicTemplate(parsed);
    }

    /** Why this is no template, with the value and the remedy, or {@code null} when it is one. */
    public static String problem(String text) {
        return new TemplateParser(text).problem;
    }

    /** Why this cannot be subscribed to, with the value and the remedy, or {@code null} when it can. */
    public static String problemOfSubscribing(String text) {
        TemplateParser parsed = new TemplateParser(text);
        return parsed.problem != null ? parsed.problem : TopicFilter.problem(parsed.filter());
    }

    /** Why no message can be published to topics made of this, with the value and the remedy, or {@code null} when it can. */
    public static String problemOfPublishing(String text) {
        TemplateParser parsed = new TemplateParser(text);
        if (parsed.problem != null) {
            return parsed.problem;
        }
        // With a value of one character for each variable
        return TopicName.problem(String.join("x", parsed.literals));
    }

    /** As it is written. */
    public String text() {
        return text;
    }

    /** Whether there is any variable in it. */
    public boolean hasVariables() {
        return !names.isEmpty();
    }

    /** The names of the variables, in their order. */
    public List<String> names() {
        return names;
    }

    /**
     * What to subscribe to.
     *
     * @throws IllegalArgumentException with what {@link #problemOfSubscribing} says
     */
    public TopicFilter filter() {
        return TopicFilter.of(filter);
    }

    /**
     * What a variable stands for in a topic that matches the {@link #filter}. Walks through the levels up to it.
     *
     * @return {@code null} when the template has no such variable, and for <code>{path#}</code> in the topic that ends before
     *         it
     *         (<code>plant/{path#}</code> matches {@code plant} too); may be empty, since levels may
     */
    public String value(String name, String topic) {
        int variable = names.indexOf(name);
        return variable < 0 ? null : value(variable, topic);
    }

    private String value(int variable, String topic) {
        int from = 0;
        for (int level = levels[variable]; level > 0; level--) {
            int end = topic.indexOf('/', from);
            if (end < 0) {
                return null;
            }
            from = end + 1;
        }
        boolean rest = takesRest && variable == levels.length - 1;
        return topic.substring(from, rest ? topic.length() : TopicFilter.levelEnd(topic, from));
    }

    /** What the variables stand for in a topic that matches the {@link #filter}: those that have a value, in their order. */
    public Map<String, String> values(String topic) {
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < levels.length; i++) {
            String value = value(i, topic);
            if (value != null) {
                values.put(names.get(i), value);
            }
        }
        return Collections.unmodifiableMap(values);
    }

    /**
     * The topic with these values. A value is at least one character, without wildcards and NUL, and without {@code /} except
     * for the one of <code>{path#}</code>.
     *
     * @param values gives the value of each name
     * @throws IllegalArgumentException which names the variable, if a value is missing or not allowed; or if there are
     *         wildcards
     *         without a name
     */
    public String fill(Function<String, String> values) {
        if (wildcards) {
            throw new IllegalArgumentException("the topic " + MqttString.quote(text)
                    + " has a wildcard, for which there is no value; give it a name, as in {level}");
        }
        StringBuilder topic = new StringBuilder(text.length() + 16 * levels.length).append(literals[0]);
        for (int i = 0; i < levels.length; i++) {
            String value = values.apply(names.get(i));
            check(i, value);
            topic.append(value).append(literals[i + 1]);
        }
        return topic.toString();
    }

    /**
     * What the topics have in common that are made of it, when something is known of some values: they may have wildcards.
     *
     * @param known gives what is known of a value, or {@code null}
     * @throws IllegalArgumentException when that makes no filter
     */
    public TopicFilter filter(Function<String, String> known) {
        StringBuilder topics = new StringBuilder(literals[0]);
        for (int i = 0; i < levels.length; i++) {
            String value = known.apply(names.get(i));
            topics.append(value != null ? value : takesRest && i == levels.length - 1 ? "#" : "+").append(literals[i + 1]);
        }
        return TopicFilter.of(topics.toString());
    }

    private void check(int variable, String value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("the value of " + variable(variable) + " in the topic " + MqttString.quote(text)
                    + " is " + (value == null ? "missing (null)" : "empty") + "; give one of at least one character");
        }
        boolean rest = takesRest && variable == levels.length - 1;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '+' || c == '#' || c == 0 || c == '/' && !rest) {
                throw new IllegalArgumentException("the value " + MqttString.quote(value) + " of " + variable(variable)
                        + " in the topic " + MqttString.quote(text) + " contains "
                        + (c == 0 ? "the character NUL" : "'" + c + "'")
                        + " at index " + i + remedy(c, names.get(variable)));
            }
        }
    }

    private static String remedy(char c, String name) {
        return switch (c) {
            case 0 -> "; remove it";
            case '/' -> ", which would make several levels of it; only a variable at the end, {" + name + "#}, takes these";
            default -> ", which is a wildcard; replace it";
        };
    }

    private String variable(int variable) {
        return "{" + names.get(variable) + (takesRest && variable == levels.length - 1 ? "#}" : "}");
    }

    @Override
    public String toString() {
        return text;
    }
}
