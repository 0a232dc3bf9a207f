package io.quarkiverse.mqttx.connector.config;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * The attributes of a channel for the generated classes, which throw at a value that cannot be converted. Here it counts as not
 * set, and is remembered: so all of them can be reported, and what reads an attribute needs no lambda around each getter. (A
 * JVM makes a class for each lambda that it runs, which is a part of the start.)
 */
final class LenientConfig implements Config {

    private final Config config;
    private final Set<String> unreadable = new HashSet<>();

    LenientConfig(Config config) {
        this.config = config;
    }

    /** Whether the attribute was asked for and has a value that cannot be converted, or an expression that names nothing. */
    boolean isUnreadable(String attribute) {
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

    @Override
    public <T> T getValue(String attribute, Class<T> type) {
        return config.getValue(attribute, type);
    }

    @Override
    public ConfigValue getConfigValue(String attribute) {
        return config.getConfigValue(attribute);
    }

    @Override
    public Iterable<String> getPropertyNames() {
        return config.getPropertyNames();
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
