package io.quarkiverse.mqttx.deployment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

import org.eclipse.microprofile.config.Config;

import io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.connector.support.NearestName;
import io.quarkiverse.mqttx.runtime.ChannelKey;
import io.quarkiverse.mqttx.runtime.TlsNames;
import io.smallrye.config.NameIterator;
import io.smallrye.reactive.messaging.providers.impl.ConcurrencyConnectorConfig;

/**
 * Finds properties that nobody will ever read because a name in them is wrong: of the connector, of a channel, of a TLS
 * configuration. The connector itself cannot see them, because it asks by the right names.
 *
 * @param config what the build knows
 * @param connectors the names of all connectors of the application
 * @param used the channels that the application's code uses, of all connectors
 */
record NamesCheck(Config config, Set<String> connectors, Set<ConfiguredChannel> used) {

    private static final String PREFIX = "mp.messaging.";
    private static final String CONNECTORS_PREFIX = PREFIX + "connector.";
    private static final Set<String> PARTS = Set.of("incoming", "outgoing", "connector", "client");
    /** With one of these a channel is not merely misspelt. */
    private static final Set<String> LEFT_TO_THE_START = Set.of("connector", "type", "enabled");
    private static final String ENVIRONMENT = "EnvConfigSource";
    private static final String TLS_NAME = ConnectionAttributes.TLS_CONFIGURATION_NAME.name();

    /** Channels whose connector is none, but nearly this one, and channels that nobody has. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (ConfiguredChannel channel : used) {
            String property = channel.property("connector");
            String connector = config.getOptionalValue(property, String.class).orElse(null);
            if (connector != null && isNearlyOurs(connector)) {
                problems.add(
                        property + "=" + connector + ": there is no such connector; did you mean " + MqttX.CONNECTOR + "?");
            }
        }
        unusedWithoutConnector(problems);
        return problems;
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        parts(warnings);
        connectorAttributes(warnings);
        saidTwice(warnings);
        tlsNames(warnings);
        return warnings;
    }

    /** The official one is a case of its own: there are hints to migrate for it. */
    private boolean isNearlyOurs(String connector) {
        return !connector.equals(MqttX.OFFICIAL_CONNECTOR) && connectors.stream().noneMatch(connector::equalsIgnoreCase)
                && NearestName.of(connector, ChannelAttributes.CONNECTOR_NAMES) != null;
    }

    private void parts(List<String> warnings) {
        for (String property : config.getPropertyNames()) {
            int end = property.indexOf('.', PREFIX.length());
            if (property.startsWith(PREFIX) && end > 0) {
                String part = property.substring(PREFIX.length(), end);
                String nearest = PARTS.contains(part) ? null : NearestName.of(part, PARTS);
                if (nearest != null) {
                    warnings.add(
                            property + ": has no effect; did you mean " + PREFIX + nearest + property.substring(end) + "?");
                }
            }
        }
    }

    private void connectorAttributes(List<String> warnings) {
        for (String property : config.getPropertyNames()) {
            if (property.startsWith(CONNECTORS_PREFIX)) {
                NameIterator segments = new NameIterator(property, CONNECTORS_PREFIX.length() - 1);
                String connector = segments.getNextSegment();
                segments.next();
                if (segments.hasNext() && connectors.stream().noneMatch(connector::equals)
                        && NearestName.of(connector, ChannelAttributes.CONNECTOR_NAMES) != null) {
                    warnings.add(property + ": has no effect, because there is no connector '" + connector
                            + "'; did you mean " + MqttX.CONNECTOR_PREFIX + property.substring(segments.getPosition() + 1)
                            + "?");
                }
            }
        }
    }

    /**
     * Reactive Messaging does not start with a channel that has attributes, but no connector, and only a channel that is used
     * gets one. What only the environment says is left to the start, which checks it again.
     */
    private void unusedWithoutConnector(List<String> problems) {
        Map<String, ConfiguredChannel> unused = new TreeMap<>();
        Set<ConfiguredChannel> known = new LinkedHashSet<>(used);
        for (String property : config.getPropertyNames()) {
            ChannelKey key = ChannelKey.parse(property);
            if (key != null) {
                ConfiguredChannel channel = new ConfiguredChannel(key.incoming(), key.channel());
                if (LEFT_TO_THE_START.contains(key.attribute())) {
                    known.add(channel);
                }
                if (!ENVIRONMENT.equals(config.getConfigValue(property).getSourceName())) {
                    unused.put(channel.property("*"), channel);
                }
            }
        }
        unused.values().removeAll(known);
        unused.values().removeIf(channel -> ConcurrencyConnectorConfig.isConcurrencyChannelName(channel.name()));
        boolean alone = connectors.equals(Set.of(MqttX.CONNECTOR));
        unused.forEach((properties, channel) -> {
            // Besides other connectors only what is evidently meant for another name
            if (alone || used.contains(opposite(channel)) || nearest(channel) != null) {
                problems.add(properties + ": there is no connector for it, because " + unused(channel));
            }
        });
    }

    private static ConfiguredChannel opposite(ConfiguredChannel channel) {
        return new ConfiguredChannel(!channel.incoming(), channel.name());
    }

    private String nearest(ConfiguredChannel channel) {
        return NearestName.of(channel.name(), names(channel.incoming()));
    }

    private Collection<String> names(boolean incoming) {
        return new TreeSet<>(
                used.stream().filter(other -> other.incoming() == incoming).map(ConfiguredChannel::name).toList());
    }

    /** Why nobody uses the channel, and what may be meant. */
    String unused(ConfiguredChannel channel) {
        String direction = channel.incoming() ? "incoming" : "outgoing";
        ConfiguredChannel opposite = opposite(channel);
        if (used.contains(opposite)) {
            return "the application " + (channel.incoming() ? "sends to" : "receives from") + " the channel '" + channel.name()
                    + "'; did you mean " + opposite.property("*") + "?";
        }
        String nearest = nearest(channel);
        return "no method and no injection point uses the " + direction + " channel '" + channel.name() + "'; "
                + (nearest == null ? "correct the name, or remove it." : "did you mean '" + nearest + "'?") + " Used are: "
                + names(channel.incoming());
    }

    /** Each property of a channel has two names, and the one of Quarkus wins, wherever the other is set. */
    private void saidTwice(List<String> warnings) {
        Set<String> names = new TreeSet<>();
        config.getConfigSources().forEach(source -> names.addAll(source.getPropertyNames()));
        for (String name : names) {
            ChannelKey key = name.startsWith("mp.") ? ChannelKey.parse(name) : null;
            String winner = key == null ? null : "quarkus" + name.substring(2);
            if (winner != null && names.contains(winner) && used.contains(new ConfiguredChannel(key.incoming(), key.channel()))
                    && !Objects.equals(raw(name), raw(winner))) {
                warnings.add(name + ": has no effect, because " + winner + " is set to another value and wins; remove one of"
                        + " them");
            }
        }
    }

    private String raw(String name) {
        return StreamSupport.stream(config.getConfigSources().spliterator(), false).map(source -> source.getValue(name))
                .filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** Only misspelt ones: what the registry has is known at the start, when the rest is an error. */
    private void tlsNames(List<String> warnings) {
        Set<String> known = TlsNames.in(config);
        Set<String> properties = new TreeSet<>();
        used.forEach(channel -> properties.add(channel.property(TLS_NAME)));
        properties.add(MqttX.CONNECTOR_PREFIX + TLS_NAME);
        for (String property : properties) {
            String name = config.getConfigValue(property).getRawValue();
            String nearest = name == null || name.contains("${") || known.contains(name) ? null
                    : NearestName.of(name, known);
            if (nearest != null) {
                warnings.add(property + "=" + name + ": nothing configures quarkus.tls." + name + ".*; did you mean " + nearest
                        + "?");
            }
        }
    }
}
