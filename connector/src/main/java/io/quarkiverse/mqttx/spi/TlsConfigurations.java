package io.quarkiverse.mqttx.spi;

import java.util.Set;

/**
 * Checks the names in {@code tls-configuration-name}. Whoever integrates the connector provides it as a CDI bean, so
 * that an unknown name is reported together with all other problems. Without the bean every name is accepted. Called
 * once at the start, on the thread that starts the application.
 */
public interface TlsConfigurations {

    /** Whether there is a configuration of this name. */
    boolean contains(String name);

    /** The names as far as they are known, to suggest one of them. */
    Set<String> names();
}
