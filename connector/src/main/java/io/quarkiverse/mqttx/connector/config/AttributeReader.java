package io.quarkiverse.mqttx.connector.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads attributes and collects what is wrong with them, instead of stopping at the first. A wrong attribute yields a value
 * that is allowed, so that the reading can go on; nobody uses what was read when there are problems.
 */
final class AttributeReader {

    /** Seconds that still fit an int when counted in milliseconds. */
    static final int MAX_SECONDS = Integer.MAX_VALUE / 1000;

    /** What the converter of MicroProfile Config takes for true and for false; all else it silently takes for false. */
    private static final Set<String> BOOLEANS = Set.of("true", "yes", "y", "on", "1", "false", "no", "n", "off", "0");

    private static final Set<String> SECRETS = Set.of("password", "ssl.keystore.password", "ssl.truststore.password");

    private final ChannelConfig config;
    private final Findings findings;
    private final Map<String, Object> asRead = new LinkedHashMap<>();

    AttributeReader(ChannelConfig config, Findings findings) {
        this.config = config;
        this.findings = findings;
    }

    static boolean isSecret(String attribute) {
        return SECRETS.contains(attribute);
    }

    /** Every attribute read so far with its value, in the order of the reading. */
    Map<String, Object> asRead() {
        return asRead;
    }

    boolean bool(String attribute, Supplier<Boolean> getter) {
        return bool(attribute, getter, false);
    }

    /** @param fallback what does least harm to the checks that follow when the value is neither true nor false */
    boolean bool(String attribute, Supplier<Boolean> getter, boolean fallback) {
        String text = config.text(attribute);
        if (text != null && !text.isBlank() && !BOOLEANS.contains(text.trim().toLowerCase(Locale.ROOT))) {
            problem(attribute, "use true or false");
            return fallback;
        }
        return read(attribute, getter, fallback, () -> "use true or false");
    }

    int number(String attribute, Supplier<Integer> getter, int min, int max) {
        return (int) number(attribute, () -> getter.get().longValue(), (long) min, max);
    }

    long number(String attribute, Supplier<Long> getter, long min, long max) {
        long value = read(attribute, getter, min, () -> range(min, max));
        if (value < min || value > max) {
            problem(attribute, range(min, max));
            return min;
        }
        return value;
    }

    int optionalNumber(String attribute, Supplier<Optional<Integer>> getter, int min, int max, int absent) {
        if (!config.isSet(attribute)) {
            asRead.put(attribute, absent);
            return absent;
        }
        return number(attribute, () -> getter.get().orElseThrow(), min, max);
    }

    String text(String attribute, Supplier<Optional<String>> getter) {
        return read(attribute, () -> getter.get().orElse(null), null, () -> "give it a value");
    }

    /** One of the names, in any case. */
    <T> T choice(String attribute, Supplier<String> getter, Map<String, T> choices) {
        T any = choices.values().iterator().next();
        Supplier<String> remedy = () -> "use one of " + String.join(", ", choices.keySet());
        T value = read(attribute, () -> choice(getter.get().trim(), choices), any, remedy);
        if (value == null) {
            problem(attribute, remedy.get());
            return any;
        }
        return value;
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
        findings.problem(config.channel(), attribute, printable(attribute), remedy, others);
    }

    private String printable(String attribute) {
        String value = isSecret(attribute) ? null : config.text(attribute);
        // User and password in a URI
        return value == null ? null : value.replaceAll("//[^/,]*@", "//...@");
    }

    private <T> T read(String attribute, Supplier<T> getter, T fallback, Supplier<String> remedy) {
        try {
            T value = getter.get();
            asRead.put(attribute, value);
            return value;
        } catch (RuntimeException e) {
            String text = config.text(attribute);
            problem(attribute, text != null && text.contains("${")
                    ? "what the expression names is not set; set it, or give the expression a default as in ${NAME:default}"
                    : remedy.get());
            return fallback;
        }
    }

    private static String range(long min, long max) {
        if (min == 0 && max == 2) {
            return "use 0, 1 or 2";
        }
        boolean unbounded = max == Integer.MAX_VALUE || max == MAX_SECONDS;
        return unbounded ? "use a whole number, " + min + " or more" : "use a whole number from " + min + " to " + max;
    }
}
