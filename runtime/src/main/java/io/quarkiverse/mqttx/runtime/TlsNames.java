package io.quarkiverse.mqttx.runtime;

import java.util.Set;
import java.util.TreeSet;

import org.eclipse.microprofile.config.Config;

import io.smallrye.config.NameIterator;

/** The configurations of the TLS registry that properties name: {@code quarkus.tls.<name>.*}. */
public final class TlsNames {

    private static final String PREFIX = "quarkus.tls.";

    /** What stands in the place of a name in properties of the default configuration and of the registry itself. */
    private static final Set<String> NO_NAMES = Set.of("key-store", "trust-store", "lets-encrypt");

    private TlsNames() {
    }

    /** Those that the configuration has. Code may register more. */
    public static Set<String> in(Config config) {
        Set<String> names = new TreeSet<>();
        for (String property : config.getPropertyNames()) {
            if (property.startsWith(PREFIX)) {
                NameIterator segments = new NameIterator(property, PREFIX.length() - 1);
                String name = segments.getNextSegment();
                segments.next();
                if (segments.hasNext() && !NO_NAMES.contains(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
