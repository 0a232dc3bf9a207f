package io.quarkiverse.mqttx.connector.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

/** Notes every look-up. */
record CountingConfig(Config config, List<String> lookups) implements Config {

    CountingConfig(Config config) {
        this(config, new ArrayList<>());
    }

    @Override
    public <T> T getValue(String name, Class<T> type) {
        lookups.add(name);
        return config.getValue(name, type);
    }

    @Override
    public ConfigValue getConfigValue(String name) {
        lookups.add(name);
        return config.getConfigValue(name);
    }

    @Override
    public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
        lookups.add(name);
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
