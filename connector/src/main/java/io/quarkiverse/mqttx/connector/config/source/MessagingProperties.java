package io.quarkiverse.mqttx.connector.config.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

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
    /** Where sources come from that say so when they have nothing; any other one without names may merely not tell them. */
    private static final List<String> LISTING = List.of("io.smallrye.config.", "io.quarkus.runtime.",
            "io.quarkus.devservice.runtime.");
    private static final String NOT_LISTING = "io.smallrye.config.common.AbstractConfigSource";

    private final Config config;
    private final List<String> names = new ArrayList<>();
    private final VariableNames variables;
    /** What follows {@code mp.messaging} or {@code quarkus.messaging}; {@code null} when a source does not list its names. */
    private final Set<String> set;

    private MessagingProperties(Config config, Set<String> clients) {
        this.config = config;
        Set<String> found = new HashSet<>();
        for (String name : config.getPropertyNames()) {
            int start = afterMessaging(name);
            if (start > 0) {
                names.add(name);
                found.add(simple(name, start));
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
                found.add(simple(name, start));
            }
        }
        this.set = allAreListed(config) ? found : null;
    }

    /** @param clients those that the code names */
    public static MessagingProperties of(Config config, Set<String> clients) {
        return config instanceof MessagingProperties properties ? properties : new MessagingProperties(config, clients);
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
