package io.quarkiverse.mqttx.connector.config.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.smallrye.reactive.messaging.providers.impl.ConcurrencyConnectorConfig;

/**
 * A configuration cut down to what is set of messaging, found in one pass over the names of all properties. A look-up is
 * expensive, since every source and every interceptor is asked; most attributes are set nowhere, and this says so beforehand.
 * <p>
 * It errs on the safe side: names are compared by their letters and digits alone, in any case, so that the spelling of
 * environment variables is the same name; and as soon as a source does not list its names, everything may be set. What is said
 * to be set is looked up as ever.
 */
public final class MessagingProperties implements Config {

    private static final String MESSAGING = "messaging";
    /** What channels, clients and connectors have; Quarkus has a few more of its own, which it lists at the build alone. */
    private static final List<String> PARTS = List.of("incoming", "outgoing", "connector", "client");
    /** Where sources come from that say so when they have nothing; any other one without names may merely not tell them. */
    private static final List<String> LISTING = List.of("io.smallrye.config.", "io.quarkus.runtime.",
            "io.quarkus.devservice.runtime.");
    private static final String NOT_LISTING = "io.smallrye.config.common.AbstractConfigSource";

    private final Config config;
    private final List<String> names = new ArrayList<>();
    private final VariableNames variables;
    /** What follows {@code mp.messaging} or {@code quarkus.messaging} in the names that count whatever the profile. */
    private final Set<String> inAnyProfile = new HashSet<>();
    /** What follows {@code mp.messaging} or {@code quarkus.messaging}; {@code null} when a source does not list its names. */
    private final Set<String> set;

    private MessagingProperties(Config config, Set<String> clients) {
        this.config = config;
        Set<String> found = new HashSet<>();
        for (String name : config.getPropertyNames()) {
            int start = afterMessaging(name);
            if (start > 0) {
                names.add(name);
                add(name, start, found);
            }
        }
        variables = new VariableNames(List.copyOf(names), name -> Expressions.resolved(getConfigValue(name)), clients);
        if (variables.areThere()) {
            names.clear();
            names.addAll(variables.resolved());
        }
        // The names may have been listed before the program set this one
        for (String name : System.getProperties().stringPropertyNames()) {
            int start = afterMessaging(name);
            if (start > 0) {
                add(name, start, found);
            }
        }
        this.set = allAreListed(config) ? found : null;
    }

    private void add(String name, int start, Set<String> found) {
        String simple = simple(name, start);
        found.add(simple);
        if (name.charAt(0) != '%' && isOfPart(simple)) {
            inAnyProfile.add(simple);
        }
    }

    /** Without a stream, since the start asks it of each property. */
    private static boolean isOfPart(String simple) {
        for (String part : PARTS) {
            if (simple.startsWith(part)) {
                return true;
            }
        }
        return false;
    }

    /** @param clients those that the code names */
    public static MessagingProperties of(Config config, Set<String> clients) {
        return config instanceof MessagingProperties properties ? properties : new MessagingProperties(config, clients);
    }

    /**
     * What is set, for {@link #isAs}; {@code null} when a property is listed that has no value, and when an expression says
     * which channels there are.
     *
     * @param prefixes of the properties whose values count, without those that say which channels there are
     */
    public RecordedProperties recorded(Collection<String> prefixes) {
        Map<String, String> values = new TreeMap<>();
        for (String listed : names) {
            // Quarkus takes what is set under its own prefix for the other's, and may list it under one or both
            String name = listed.startsWith("quarkus.") ? "mp." + listed.substring("quarkus.".length()) : listed;
            String attribute = name.substring(name.lastIndexOf('.') + 1);
            boolean saysWhetherThere = attribute.equals("connector") || attribute.equals("enabled");
            if (name.charAt(0) != '%' && isOfPart(simple(name, afterMessaging(name))) && !Attributes.isSecret(attribute)
                    && (saysWhetherThere || prefixes.stream().anyMatch(name::startsWith))) {
                String value = getConfigValue(name).getRawValue();
                if (value == null || saysWhetherThere && value.contains("${")) {
                    return null;
                }
                values.put(name, value);
            }
        }
        return new RecordedProperties(Set.copyOf(inAnyProfile), values);
    }

    /** Whether the same is set as then, but for the values of secrets; {@code false} also when that cannot be told. */
    public boolean isAs(RecordedProperties recorded) {
        if (set == null || variables.areThere() || !inAnyProfile.equals(recorded.names())) {
            return false;
        }
        for (Map.Entry<String, String> property : recorded.values().entrySet()) {
            if (!property.getValue().equals(getConfigValue(property.getKey()).getRawValue())) {
                return false;
            }
        }
        return true;
    }

    /** Environment variables that may stand for several attributes. */
    public List<VariableNames.Ambiguous> ambiguous() {
        return variables.ambiguous();
    }

    /** Whether an environment variable sets the property. */
    public boolean isVariable(String name) {
        return variables.isVariable(name);
    }

    /** A name by its letters and digits alone, in lower case: {@code keep-alive-seconds} is {@code KEEP_ALIVE_SECONDS}. */
    public static String simple(String name) {
        return simple(name, 0);
    }

    private static String simple(String name, int start) {
        StringBuilder simple = new StringBuilder(name.length() - start);
        for (int i = start; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
                simple.append(c);
            } else if (c >= 'A' && c <= 'Z') {
                simple.append((char) (c + ('a' - 'A')));
            }
        }
        return simple.toString();
    }

    /** A name as that of an environment variable: {@code KEEP_ALIVE_SECONDS}. */
    public static String asVariable(String name) {
        StringBuilder variable = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            variable.append(Character.isLetterOrDigit(c) ? Character.toUpperCase(c) : '_');
        }
        return variable.toString();
    }

    /**
     * The attributes below a prefix such as {@code mp.messaging.incoming.prices.} that may be set, by their {@link #simple}
     * names; {@code null} when any may be.
     */
    Set<String> setBelow(String prefix) {
        if (set == null) {
            return null;
        }
        String start = simple(prefix, afterMessaging(prefix));
        Set<String> attributes = new HashSet<>();
        for (String name : set) {
            if (name.startsWith(start)) {
                attributes.add(name.substring(start.length()));
            }
        }
        return attributes;
    }

    /** Where the name goes on after {@code mp.messaging} or {@code quarkus.messaging} in any spelling; -1 for another name. */
    private static int afterMessaging(String name) {
        int start = name.startsWith("%") ? name.indexOf('.') + 1 : 0;
        int end = name.regionMatches(true, start, "mp", 0, 2) ? start + 3
                : name.regionMatches(true, start, "quarkus", 0, 7) ? start + 8 : -1;
        return end > 0 && name.regionMatches(true, end, MESSAGING, 0, MESSAGING.length()) ? end + MESSAGING.length() : -1;
    }

    private static boolean allAreListed(Config config) {
        for (ConfigSource source : config.getConfigSources()) {
            if (source.getPropertyNames().isEmpty() && !isListing(source)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isListing(ConfigSource source) {
        for (Class<?> type = source.getClass(); type != null; type = type.getSuperclass()) {
            String name = type.getName();
            if (!name.equals(NOT_LISTING) && LISTING.stream().anyMatch(name::startsWith)) {
                return true;
            }
        }
        return false;
    }

    /** The channel that a concurrency copy, {@code name$1}, is a copy of; any other name as it is. */
    public String baseName(String channel) {
        if (!ConcurrencyConnectorConfig.isConcurrencyChannelName(channel)) {
            return channel;
        }
        String base = ConcurrencyConnectorConfig.stripChannelNameOfSeparator(channel);
        return ConcurrencyConnectorConfig.getConcurrency(base, this).isPresent() ? base : channel;
    }

    /** Those of messaging only. */
    @Override
    public Iterable<String> getPropertyNames() {
        return names;
    }

    @Override
    public <T> T getValue(String name, Class<T> type) {
        return config.getValue(name, type);
    }

    @Override
    public ConfigValue getConfigValue(String name) {
        return config.getConfigValue(name);
    }

    @Override
    public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
        return config.getOptionalValue(name, type);
    }

    @Override
    public Iterable<ConfigSource> getConfigSources() {
        return config.getConfigSources();
    }

    @Override
    public <T> Optional<Converter<T>> getConverter(Class<T> type) {
        return config.getConverter(type);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return config.unwrap(type);
    }
}
