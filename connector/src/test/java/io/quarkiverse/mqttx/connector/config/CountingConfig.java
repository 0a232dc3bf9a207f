package io.quarkiverse.mqttx.connector.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

import io.quarkiverse.mqttx.connector.config.source.ForwardingConfig;

/** Notes every look-up. */
final class CountingConfig extends ForwardingConfig {

    private final List<String> lookups = new ArrayList<>();

    CountingConfig(Config config) {
        super(config);
    }

    List<String> lookups() {
        return lookups;
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
}
