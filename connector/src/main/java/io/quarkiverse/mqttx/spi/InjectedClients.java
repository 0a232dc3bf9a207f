package io.quarkiverse.mqttx.spi;

import java.util.Set;

/**
 * The clients that the application injects: an optional bean of whoever analyses the code. Their connections never give
 * up reconnecting for good, since the application may ask for another attempt.
 *
 * @param names those with an {@code @Identifier}
 * @param any whether one is injected without a name, or looked up by names that the code does not tell
 */
public record InjectedClients(Set<String> names, boolean any) {

    /** No code asks for a client. */
    public static final InjectedClients NONE = new InjectedClients(Set.of(), false);

    public InjectedClients {
        names = Set.copyOf(names);
    }

    public boolean contain(String name) {
        return any || names.contains(name);
    }
}
