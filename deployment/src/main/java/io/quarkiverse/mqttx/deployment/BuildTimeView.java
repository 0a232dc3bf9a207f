package io.quarkiverse.mqttx.deployment;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

import io.quarkiverse.mqttx.connector.config.source.TextValue;

/**
 * The configuration as far as the build can see it: with the connectors that Quarkus attaches to channels, and with expressions
 * that name what only the running application has. Such an expression stands for itself, as text.
 *
 * @param attached properties that Quarkus sets for channels without a connector of their own
 */
record BuildTimeView(Config config, Map<String, String> attached) implements Config {

    /** Whether the value may be another one when the application runs. */
    boolean isDecidedAtRunTime(String property) {
        String raw = config.getConfigValue(property).getRawValue();
        return raw != null && raw.contains("${");
    }

    @Override
    public <T> T getValue(String property, Class<T> type) {
        return getOptionalValue(property, type).orElseThrow(() -> new NoSuchElementException(property));
    }

    @Override
    public <T> Optional<T> getOptionalValue(String property, Class<T> type) {
        if (type == String.class && attached.containsKey(property)) {
            return Optional.of(type.cast(attached.get(property)));
        }
        Optional<T> value = config.getOptionalValue(property, type);
        return value.isEmpty() && type == String.class && isDecidedAtRunTime(property)
                ? Optional.of(type.cast(config.getConfigValue(property).getRawValue()))
                : value;
    }

    @Override
    public ConfigValue getConfigValue(String property) {
        String connector = attached.get(property);
        return connector != null ? new TextValue(property, connector, connector, 0)
                : TextValue.orExpression(config.getConfigValue(property));
    }

    @Override
    public Iterable<String> getPropertyNames() {
        Set<String> names = new LinkedHashSet<>(attached.keySet());
        config.getPropertyNames().forEach(names::add);
        return names;
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
