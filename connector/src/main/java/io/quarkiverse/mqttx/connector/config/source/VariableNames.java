package io.quarkiverse.mqttx.connector.config.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which properties the environment variables stand for. MicroProfile Config finds the value of a property among them, but does
 * not know where the name of a variable has dots and where dashes: it takes {@code MP_MESSAGING_INCOMING_ABC_DEF_QOS} for the
 * attribute {@code def.qos} of a channel {@code abc}, which Reactive Messaging then misses. What channels there are tells the
 * rest of the configuration.
 */
public final class VariableNames {

    private static final String CONNECTOR = "connector";
    private static final String CLIENT = "client";
    private static final List<String> PARTS = List.of("incoming", "outgoing", CLIENT, CONNECTOR);
    private static final List<String> ROOTS = List.of("mp.messaging.", "quarkus.messaging.");

    private final Set<String> all = new LinkedHashSet<>();
    private final Set<String> variables = new LinkedHashSet<>();
    /** By part, {@code incoming}: names of channels as properties have them, with quotes where there are dots. */
    private final Map<String, Set<String>> known = new LinkedHashMap<>();
    private final List<Ambiguous> ambiguous = new ArrayList<>();

    /**
     * @param connector the value of a property that names the connector of a channel, {@code null} when there is none
     * @param clients those that the code names
     */
    VariableNames(Iterable<String> names, Function<String, String> connector, Collection<String> clients) {
        for (String name : names) {
            String variable = variable(name);
            if (variable == null) {
                all.add(name);
            } else {
                variables.add(variable);
            }
        }
        if (!variables.isEmpty()) {
            findKnown(connector, clients);
        }
    }

    /** The part of a variable's name behind that of a profile; {@code null} when it is none of messaging. */
    private static String variable(String name) {
        if (name.isEmpty() || "MQ_".indexOf(name.charAt(0)) < 0) {
            return null;
        }
        for (String root : ROOTS) {
            String variable = MessagingProperties.asVariable(root);
            int start = name.charAt(0) == '_' ? name.indexOf('_' + variable) + 1 : 0;
            if (name.startsWith(variable, start)) {
                return name.substring(start);
            }
        }
        return null;
    }

    private void findKnown(Function<String, String> connector, Collection<String> clients) {
        PARTS.forEach(part -> known.put(part, new TreeSet<>()));
        known.get(CONNECTOR).addAll(ChannelAttributes.CONNECTOR_NAMES);
        clients.forEach(client -> known.get(CLIENT).add(client.indexOf('.') < 0 ? client : '"' + client + '"'));
        for (String name : all) {
            String part = part(name);
            if (part != null && !isVariable(name)) {
                String start = start(name, part);
                String segment = segment(name, start.length());
                if (segment != null && !part.equals(CONNECTOR)
                        && (part.equals(CLIENT) || isOurs(connector.apply(start + segment + "." + CONNECTOR)))) {
                    known.get(part).add(segment);
                }
            }
        }
    }

    private static boolean isOurs(String connector) {
        return connector != null && ChannelAttributes.CONNECTOR_NAMES.contains(connector);
    }

    /** All names, with those that variables stand for in place of the variables. */
    Set<String> resolved() {
        Set<String> resolved = new LinkedHashSet<>();
        for (String name : all) {
            String part = variables.isEmpty() ? null : part(name);
            resolved.add(part != null && isVariable(name) ? resolve(name, part) : name);
        }
        return resolved;
    }

    boolean areThere() {
        return !variables.isEmpty();
    }

    /** Variables that stand for more than one attribute; known after {@link #resolved()}. */
    List<Ambiguous> ambiguous() {
        return ambiguous;
    }

    private String resolve(String name, String part) {
        String start = start(name, part);
        String rest = MessagingProperties.asVariable(name.substring(start.length()));
        List<String> candidates = known.get(part).stream()
                .filter(segment -> rest.startsWith(MessagingProperties.asVariable(segment) + "_"))
                .sorted(Comparator.comparing(String::length).reversed()).toList();
        if (candidates.isEmpty()) {
            return name;
        }
        List<String> exact = candidates.size() == 1 ? candidates
                : candidates.stream().filter(segment -> isAttribute(rest, segment, part)).toList();
        if (exact.size() > 1) {
            ambiguous.add(new Ambiguous(MessagingProperties.asVariable(name), part, exact.stream()
                    .map(segment -> start + segment + "." + attribute(rest, segment)).toList(), unquoted(exact.get(0)),
                    attribute(rest, exact.get(0))));
        }
        String segment = exact.isEmpty() ? candidates.get(0) : exact.get(0);
        return start + segment + name.substring(start.length() + segment.length());
    }

    private static boolean isAttribute(String rest, String segment, String part) {
        String simple = MessagingProperties.simple(rest.substring(segment.length() + 1));
        return KnownNames.isKnownSimple(CommaList.withoutIndexSimple(simple), !part.equals("outgoing"));
    }

    private static String attribute(String rest, String segment) {
        return rest.substring(segment.length() + 1).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String unquoted(String segment) {
        return segment.startsWith("\"") ? segment.substring(1, segment.length() - 1) : segment;
    }

    /** Whether one of the variables may set the property. */
    boolean isVariable(String name) {
        String variable = MessagingProperties.asVariable(name);
        return variables.contains(variable)
                // Quarkus lists each under both of its names
                || variables.contains(variable.startsWith("MP") ? "QUARKUS" + variable.substring(2)
                        : "MP" + variable.substring("QUARKUS".length()));
    }

    private static String part(String name) {
        for (String root : ROOTS) {
            if (name.startsWith(root)) {
                for (String part : PARTS) {
                    if (name.startsWith(part + ".", root.length())) {
                        return part;
                    }
                }
            }
        }
        return null;
    }

    private static String start(String name, String part) {
        return name.substring(0, name.indexOf(part + ".") + part.length() + 1);
    }

    /** The name of the channel with its quotes; {@code null} when there is no attribute behind it. */
    private static String segment(String name, int start) {
        boolean quoted = name.startsWith("\"", start);
        int end = quoted ? name.indexOf("\".", start + 1) + 1 : name.indexOf('.', start);
        return end <= start ? null : name.substring(start, end);
    }

    /**
     * A variable that stands for more than one attribute.
     *
     * @param properties which
     */
    public record Ambiguous(String variable, String part, List<String> properties, String channel, String attribute) {
    }
}
