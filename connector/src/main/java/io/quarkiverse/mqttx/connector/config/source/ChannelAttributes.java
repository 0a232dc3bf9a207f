package io.quarkiverse.mqttx.connector.config.source;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.smallrye.reactive.messaging.providers.impl.ConnectorConfig;

/**
 * The attributes of one channel, or of a client without a channel, with those of the connector behind them: what Reactive
 * Messaging itself gives a connector, and besides where an attribute is set. What is set nowhere is not looked up.
 */
public final class ChannelAttributes extends ConnectorConfig {

    /** Of this connector: as Reactive Messaging, which also takes that of a connector without {@code smallrye-}. */
    public static final Set<String> CONNECTOR_NAMES = Set.of(Attributes.CONNECTOR,
            Attributes.CONNECTOR.substring("smallrye-".length()));

    /** Of the attributes of clients without a channel, followed by the name. */
    public static final String CLIENT_PREFIX = "mp.messaging.client.";

    private final boolean incoming;
    private final boolean client;
    private final AttributesOf onChannel;
    private final AttributesOf onConnector;
    private final Set<String> asked = new LinkedHashSet<>();

    /** @param connector the name of ours under which the channel has it */
    public ChannelAttributes(boolean incoming, MessagingProperties root, String connector, String channel) {
        this(incoming ? ConnectorFactory.INCOMING_PREFIX : ConnectorFactory.OUTGOING_PREFIX, root, connector, channel);
    }

    private ChannelAttributes(String prefix, MessagingProperties root, String connector, String channel) {
        super(prefix, root, connector, channel);
        this.incoming = !prefix.equals(ConnectorFactory.OUTGOING_PREFIX);
        this.client = prefix.equals(CLIENT_PREFIX);
        this.onChannel = new AttributesOf(root, channelKey(""), incoming);
        this.onConnector = new AttributesOf(root, connectorKey(""), incoming);
    }

    /** A client that has no channel. It receives, so it has some attributes of incoming channels. */
    public static ChannelAttributes ofClient(MessagingProperties root, String name) {
        return new ChannelAttributes(CLIENT_PREFIX, root, Attributes.CONNECTOR, name);
    }

    public String channel() {
        return name;
    }

    /** Whether it is a client without a channel. */
    public boolean isClient() {
        return client;
    }

    public boolean isIncoming() {
        return incoming;
    }

    /** The names of all attributes that anybody has asked for. */
    public Set<String> asked() {
        return asked;
    }

    @Override
    public <T> Optional<T> getOptionalValue(String attribute, Class<T> type) {
        if (isFixed(attribute)) {
            return super.getOptionalValue(attribute, type);
        }
        asked.add(attribute);
        Optional<T> value = onChannel.optional(attribute, type);
        return value.isPresent() ? value : onConnector.optional(attribute, type);
    }

    /** The value of an attribute that is no list. */
    public <T> Optional<T> single(String attribute, Class<T> type) {
        Optional<T> value = onChannel.single(attribute, type);
        return value.isPresent() ? value : onConnector.single(attribute, type);
    }

    @Override
    public ConfigValue getConfigValue(String attribute) {
        if (isFixed(attribute)) {
            return super.getConfigValue(attribute);
        }
        asked.add(attribute);
        return valueOf(attribute);
    }

    private ConfigValue valueOf(String attribute) {
        ConfigValue value = onChannel.value(attribute);
        return value.getRawValue() != null ? value : onConnector.value(attribute);
    }

    /** Whether the attribute has a value, on the channel or on the connector. */
    public boolean isSet(String attribute) {
        return isSetOnChannel(attribute) || onConnector.isSet(attribute);
    }

    /** Whether the attribute has a value on the channel itself. */
    public boolean isSetOnChannel(String attribute) {
        asked.add(attribute);
        return onChannel.isSet(attribute);
    }

    /** Whether what is wrong with these attributes is wrong on the connector, whatever the channel sets. */
    public boolean areOfConnector(Collection<String> attributes) {
        return attributes.stream().noneMatch(onChannel::isSet) && attributes.stream().anyMatch(onConnector::isSet);
    }

    /** What is wrong with the elements of a list; {@code null} when nothing is. */
    public String problemOfList(String attribute) {
        String problem = onChannel.problemOfList(attribute);
        return problem != null || onChannel.isSet(attribute) ? problem : onConnector.problemOfList(attribute);
    }

    /** Whether the attribute is set to nothing, as in {@code topic=}. */
    public boolean isBlank(String attribute) {
        String raw = getConfigValue(attribute).getRawValue();
        return raw != null && raw.isBlank();
    }

    /**
     * Whether the attribute is set to the empty text on purpose, which is no value for MicroProfile Config: not by the
     * default of an expression, as in {@code ${PASSWORD:}}, which says that it may be missing.
     */
    public boolean isEmptyText(String attribute) {
        ConfigValue value = getConfigValue(attribute);
        String raw = value.getRawValue();
        return raw != null && !raw.contains(":}") && (raw.isEmpty() || "".equals(Expressions.resolved(value)));
    }

    /** The value as people wrote it, with expressions resolved when they can be; {@code null} when there is none. */
    public String text(String attribute) {
        return text(getConfigValue(attribute));
    }

    private static String text(ConfigValue value) {
        String resolved = Expressions.resolved(value);
        return resolved != null ? resolved : value.getRawValue();
    }

    /** What to do about the value, whose expression names what is not set; {@code null} when there is no such one. */
    public String remedyOfExpression(String attribute) {
        ConfigValue value = valueOf(attribute);
        return Expressions.isUnresolved(value) ? Expressions.remedy(value.getRawValue(), overall) : null;
    }

    /** Of the properties of the channel, and of those of its connector. */
    public List<String> prefixes() {
        return List.of(channelKey(""), connectorKey(""));
    }

    /** The name of ours under which the channel has the connector. */
    public String connector() {
        return getValue(ConnectorFactory.CONNECTOR_ATTRIBUTE, String.class);
    }

    /** The names of all attributes that are set on the channel or on the connector, as they are written. */
    @Override
    public Iterable<String> getPropertyNames() {
        Set<String> names = new TreeSet<>();
        names.add(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE);
        List<String> prefixes = prefixes();
        for (String property : overall.getPropertyNames()) {
            for (String prefix : prefixes) {
                if (property.startsWith(prefix)) {
                    names.add(property.substring(prefix.length()));
                }
            }
        }
        return names;
    }

    /** Which of the attributes the channel itself sets, and to what: as {@link #text}. */
    public Map<String, String> onChannel(List<String> attributes) {
        Map<String, String> values = new HashMap<>();
        for (String attribute : attributes) {
            asked.add(attribute);
            String text = text(onChannel.value(attribute));
            if (text != null) {
                values.put(attribute, text);
            }
        }
        return values;
    }

    /** Which of the attributes are set, and to what. */
    public SetAttributes read(Set<String> attributes) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> open = new LinkedHashMap<>();
        for (String attribute : attributes) {
            String raw = getConfigValue(attribute).getRawValue();
            if (raw != null && Attributes.isSecret(attribute)) {
                open.put(attribute, SetAttributes.SECRET);
            } else if (raw != null && raw.contains("${")) {
                open.put(attribute, raw);
            } else if (raw != null) {
                values.put(attribute, text(attribute));
            }
        }
        return new SetAttributes(values, open);
    }

    /** Whether it is known before anything is looked up. */
    public static boolean isFixed(String attribute) {
        return ConnectorFactory.CHANNEL_NAME_ATTRIBUTE.equalsIgnoreCase(attribute)
                || ConnectorFactory.CONNECTOR_ATTRIBUTE.equalsIgnoreCase(attribute) || "type".equalsIgnoreCase(attribute);
    }
}
