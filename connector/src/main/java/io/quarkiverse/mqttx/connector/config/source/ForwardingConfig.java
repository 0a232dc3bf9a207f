package io.quarkiverse.mqttx.connector.config.source;

import java.util.Optional;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

/** A configuration that is seen through another one: each method asks that, unless a subclass knows better. */
public abstract class ForwardingConfig implements Config {

    protected final Config config;

    protected ForwardingConfig(Config config) {
        this.config = config;
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
