package io.quarkiverse.mqttx.connector.config;

import java.util.Optional;
import java.util.Set;

import io.quarkiverse.mqttx.spi.EnhancedAuthentication;
import io.quarkiverse.mqttx.spi.SessionStore;
import io.quarkiverse.mqttx.spi.TlsConfigurations;
import io.vertx.core.net.NetClientOptions;

/** What the application's CDI beans offer to the configuration. */
public interface BeanLookup {

    /** The options under this identifier. They belong to the application: copy, never change. */
    Optional<NetClientOptions> clientOptions(String identifier);

    /**
     * Whether anybody gives credentials.
     *
     * @param bean who, or {@code null} for the one that there is
     */
    default boolean hasCredentials(String bean) {
        return true;
    }

    /** The names of the clients that the application's code asks for, as far as it tells them. */
    default Set<String> clients() {
        return Set.of();
    }

    /** The mechanism under this identifier, one of those there are; not at build time. */
    default EnhancedAuthentication authentication(String identifier) {
        throw new IllegalStateException("there is no bean yet: " + identifier);
    }

    /** The identifiers of the beans of a type that attributes can name. */
    Set<String> identifiers(Class<?> type);

    /** What opens the stores of {@code session-store=<identifier>}, one of those there are; not at build time. */
    default SessionStore.Factory sessionStore(String identifier) {
        throw new IllegalStateException("there is no bean yet: " + identifier);
    }

    /** Whether anybody changes the options of connections, as the Quarkus extension does for its TLS registry. */
    boolean hasOptionsCustomizer();

    /** What {@code tls-configuration-name} can name; empty when nobody knows yet, or at all. */
    default Optional<TlsConfigurations> tlsConfigurations() {
        return Optional.empty();
    }
}
