package io.quarkiverse.mqttx.connector.config.source;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.eclipse.microprofile.config.Config;

/**
 * The attributes of a channel for the generated classes, which throw at a value that cannot be converted. Here it counts as not
 * set, and is remembered: so all of them can be reported, and what reads an attribute needs no lambda around each getter. (A
 * JVM makes a class for each lambda that it runs, which is a part of the start.)
 */
public final class LenientConfig extends ForwardingConfig {

    private final Set<String> unreadable = new HashSet<>();

    public LenientConfig(Config config) {
        super(config);
    }

    /** Whether the attribute was asked for and has a value that cannot be converted, or an expression that names nothing. */
    public boolean isUnreadable(String attribute) {
        return unreadable.contains(attribute);
    }

    @Override
    public <T> Optional<T> getOptionalValue(String attribute, Class<T> type) {
        try {
            return config.getOptionalValue(attribute, type);
        } catch (RuntimeException e) {
            unreadable.add(attribute);
            return Optional.empty();
        }
    }
}
