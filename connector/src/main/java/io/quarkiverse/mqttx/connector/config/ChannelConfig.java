package io.quarkiverse.mqttx.connector.config;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkiverse.mqttx.connector.config.Survey.SetAttributes;
import io.smallrye.reactive.messaging.providers.impl.ConnectorConfig;

/**
 * The attributes of one channel, or of a client without a channel, with those of the connector behind them: what Reactive
 * Messaging itself gives a connector, and besides where an attribute is set. What is set nowhere is not looked up.
 */
public final class ChannelConfig extends ConnectorConfig {

    /** Of the attributes of clients without a channel, followed by the name. */
    static final String CLIENT_PREFIX = "mp.messaging.client.";

    private static final ConfigValue NOTHING = new ConfigValueImpl(null, null);

    private final boolean incoming;
    private final boolean client;
    private final Set<String> onChannel;
    private final Set<String> onConnector;
    private final Set<String> asked = new LinkedHashSet<>();

    /** @param connector the name of ours under which the channel has it */
    ChannelConfig(boolean incoming, MessagingProperties root, String connector, String channel) {
        this(incoming ? ConnectorFactory.INCOMING_PREFIX : ConnectorFactory.OUTGOING_PREFIX, root, connector, channel);
    }

    private ChannelConfig(String prefix, MessagingProperties root, String connector, String channel) {
        super(prefix, root, connector, channel);
        this.incoming = !prefix.equals(ConnectorFactory.OUTGOING_PREFIX);
        this.client = prefix.equals(CLIENT_PREFIX);
        this.onChannel = root.setBelow(channelKey(""));
        this.onConnector = root.setBelow(connectorKey(""));
    }

    /** A client that has no channel. It receives, so it has some attributes of incoming channels. */
    static ChannelConfig ofClient(MessagingProperties root, String name) {
        return new ChannelConfig(CLIENT_PREFIX, root, MqttConnector.NAME, name);
    }

    String channel() {
        return name;
    }

    /** Whether it is a client without a channel. */
    boolean isClient() {
        return client;
    }

    boolean isIncoming() {
        return incoming;
    }

    /** The names of all attributes that anybody has asked for. */
    Set<String> asked() {
        return asked;
    }

    @Override
    public <T> Optional<T> getOptionalValue(String attribute, Class<T> type) {
        if (isFixed(attribute)) {
            return super.getOptionalValue(attribute, type);
        }
        if (mayBeOnChannel(attribute)) {
            Optional<T> value = overall.getOptionalValue(channelKey(attribute), type);
            if (value.isPresent()) {
                return value;
            }
        }
        return mayBeOnConnector(attribute) ? overall.getOptionalValue(connectorKey(attribute), type) : Optional.empty();
    }

    @Override
    public ConfigValue getConfigValue(String attribute) {
        if (isFixed(attribute)) {
            return super.getConfigValue(attribute);
        }
        if (mayBeOnChannel(attribute)) {
            ConfigValue value = overall.getConfigValue(channelKey(attribute));
            if (value.getRawValue() != null) {
                return value;
            }
        }
        return mayBeOnConnector(attribute) ? overall.getConfigValue(connectorKey(attribute)) : NOTHING;
    }

    /** Whether the attribute has a value, on the channel or on the connector. */
    boolean isSet(String attribute) {
        return isSetOnChannel(attribute) || mayBeOnConnector(attribute) && isValue(connectorKey(attribute));
    }

    /** Whether the attribute has a value on the channel itself. */
    boolean isSetOnChannel(String attribute) {
        return mayBeOnChannel(attribute) && isValue(channelKey(attribute));
    }

    /** Whether the attribute is set to nothing, as in {@code topic=}. */
    boolean isBlank(String attribute) {
        String raw = getConfigValue(attribute).getRawValue();
        return raw != null && raw.isBlank();
    }

    /** The value as people wrote it, with expressions resolved when they can be; {@code null} when there is none. */
    String text(String attribute) {
        ConfigValue value = getConfigValue(attribute);
        try {
            return value.getValue() != null ? value.getValue() : value.getRawValue();
        } catch (RuntimeException e) {
            return value.getRawValue();
        }
    }

    /** The names of all attributes that are set on the channel or on the connector, as they are written. */
    @Override
    public Iterable<String> getPropertyNames() {
        Set<String> names = new TreeSet<>();
        names.add(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE);
        List<String> prefixes = List.of(channelKey(""), connectorKey(""), MessagingProperties.asVariable(channelKey("")),
                MessagingProperties.asVariable(connectorKey("")));
        for (String property : overall.getPropertyNames()) {
            for (String prefix : prefixes) {
                if (property.startsWith(prefix)) {
                    names.add(property.substring(prefix.length()));
                }
            }
        }
        return names;
    }

    /**
     * What the channel itself sets besides attributes that were asked for already and those of Reactive Messaging, by their
     * {@link MessagingProperties#simple} names; {@code null} when that cannot be told.
     */
    Set<String> restOnChannel() {
        if (onChannel == null) {
            return null;
        }
        Set<String> rest = new HashSet<>(onChannel);
        asked.forEach(attribute -> rest.remove(MessagingProperties.simple(attribute)));
        UnknownAttributes.FRAMEWORK.forEach(attribute -> rest.remove(MessagingProperties.simple(attribute)));
        return rest;
    }

    /** The value on the channel alone as people wrote it; {@code null} when there is none. */
    String rawOnChannel(String attribute) {
        return mayBeOnChannel(attribute) ? overall.getConfigValue(channelKey(attribute)).getValue() : null;
    }

    /** Which of the attributes are set, and to what. */
    SetAttributes read(Set<String> attributes) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> open = new LinkedHashMap<>();
        for (String attribute : attributes) {
            String raw = getConfigValue(attribute).getRawValue();
            if (raw != null && AttributeReader.isSecret(attribute)) {
                open.put(attribute, SetAttributes.SECRET);
            } else if (raw != null && raw.contains("${")) {
                open.put(attribute, raw);
            } else if (raw != null) {
                values.put(attribute, text(attribute));
            }
        }
        return new SetAttributes(List.copyOf(attributes), values, open);
    }

    private static boolean isFixed(String attribute) {
        return ConnectorFactory.CHANNEL_NAME_ATTRIBUTE.equalsIgnoreCase(attribute)
                || ConnectorFactory.CONNECTOR_ATTRIBUTE.equalsIgnoreCase(attribute) || "type".equalsIgnoreCase(attribute);
    }

    private boolean mayBeOnChannel(String attribute) {
        asked.add(attribute);
        return onChannel == null || !onChannel.isEmpty() && onChannel.contains(MessagingProperties.simple(attribute));
    }

    private boolean mayBeOnConnector(String attribute) {
        asked.add(attribute);
        return onConnector == null || !onConnector.isEmpty() && onConnector.contains(MessagingProperties.simple(attribute));
    }

    private boolean isValue(String key) {
        ConfigValue value = overall.getConfigValue(key);
        if (value.getRawValue() == null || value.getRawValue().isBlank()) {
            return false;
        }
        try {
            // An expression may resolve to nothing, as in port=${MQTT_PORT:}
            return value.getValue() == null || !value.getValue().isBlank();
        } catch (NoSuchElementException unresolved) {
            return true;
        }
    }
}
