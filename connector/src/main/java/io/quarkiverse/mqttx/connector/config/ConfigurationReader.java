package io.quarkiverse.mqttx.connector.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.smallrye.reactive.messaging.providers.impl.ConcurrencyConnectorConfig;
import io.smallrye.reactive.messaging.providers.impl.ConnectorConfig;
import io.vertx.core.Vertx;

/** Reads all channels of the connector, so that whatever is wrong with any of them is reported at once. */
public final class ConfigurationReader {

    private static final String SHORT_NAME = MqttConnector.NAME.substring("smallrye-".length());

    private final Config root;
    private final Beans beans;
    private final Vertx vertx;
    private final Findings findings = new Findings();

    /** @param vertx opens the key and trust stores; {@code null} leaves them closed, where their files need not be */
    public ConfigurationReader(Config root, Beans beans, Vertx vertx) {
        this.root = root;
        this.beans = beans;
        this.vertx = vertx;
    }

    /**
     * All channels that are enabled, in the order of their names.
     *
     * @throws InvalidConfigurationException with all that is wrong
     */
    public ConnectorConfiguration read() {
        Map<String, ChannelConfiguration<IncomingSettings>> incoming = channels(ConnectorFactory.INCOMING_PREFIX,
                ChannelReader::incoming);
        Map<String, ChannelConfiguration<OutgoingSettings>> outgoing = channels(ConnectorFactory.OUTGOING_PREFIX,
                ChannelReader::outgoing);
        List<ConnectionConfiguration> connections = new ArrayList<>();
        incoming.values().forEach(channel -> connections.add(channel.connection()));
        outgoing.values().forEach(channel -> connections.add(channel.connection()));
        findings.complete(connections.size());
        checkSharing(connections);
        incoming.keySet().stream().filter(outgoing::containsKey).forEach(this::usedTwice);
        if (!findings.problems().isEmpty()) {
            throw new InvalidConfigurationException(findings.problems());
        }
        OverlappingTopics.find(incoming.values(), findings);
        return new ConnectorConfiguration(incoming, outgoing,
                findings.warnings().stream().map(ConfigurationWarning::text).toList());
    }

    /** What was odd in what was read so far; also when {@link #read()} has failed. */
    public List<ConfigurationWarning> warnings() {
        return findings.warnings();
    }

    private <S> Map<String, ChannelConfiguration<S>> channels(String prefix,
            Function<ChannelReader, ChannelConfiguration<S>> reader) {
        Map<String, ChannelConfiguration<S>> channels = new LinkedHashMap<>();
        for (String name : names(prefix)) {
            ChannelConfig config = new ChannelConfig(prefix, root, name);
            if (config.getOptionalValue(ConnectorConfig.CHANNEL_ENABLED_PROPERTY, Boolean.class).orElse(true)) {
                boolean incoming = prefix.equals(ConnectorFactory.INCOMING_PREFIX);
                UnknownAttributes.find(config, incoming, findings);
                if (incoming) {
                    UnknownAttributes.findOnCopies(name, root, findings);
                }
                int problems = findings.problems().size();
                ChannelConfiguration<S> channel = reader.apply(new ChannelReader(config, findings, beans, vertx));
                if (findings.problems().size() == problems) {
                    doubt(config, channel);
                }
                channels.put(name, channel);
            }
        }
        return channels;
    }

    /** Only of what could be read: what stands in for a wrong value is nobody's doing. */
    private void doubt(ChannelConfig config, ChannelConfiguration<?> channel) {
        new IdleAttributes(config, channel.connection(), findings).find();
        DoubtfulText text = new DoubtfulText(channel.channel(), findings);
        text.find(channel.connection().session());
        if (channel.settings() instanceof IncomingSettings incoming) {
            text.filters(incoming.filters());
        } else if (channel.settings() instanceof OutgoingSettings outgoing && outgoing.topic() != null) {
            text.topic("topic", outgoing.topic());
        }
    }

    private SortedSet<String> names(String prefix) {
        SortedSet<String> names = new TreeSet<>();
        for (String key : root.getPropertyNames()) {
            int end = key.lastIndexOf('.' + ConnectorFactory.CONNECTOR_ATTRIBUTE);
            if (key.startsWith(prefix) && key.endsWith('.' + ConnectorFactory.CONNECTOR_ATTRIBUTE)
                    && isOurs(root.getOptionalValue(key, String.class).orElse(""))) {
                String name = key.substring(prefix.length(), end);
                if (name.startsWith("\"") && name.endsWith("\"")) {
                    name = name.substring(1, name.length() - 1);
                }
                if (!isCopy(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** As Reactive Messaging, which also takes the name of a connector without {@code smallrye-}. */
    private static boolean isOurs(String connector) {
        return connector.equals(MqttConnector.NAME) || connector.equals(SHORT_NAME);
    }

    private boolean isCopy(String name) {
        return !baseName(name).equals(name);
    }

    /** The channel that a concurrency copy, {@code name$1}, is a copy of; any other name as it is. */
    public String baseName(String name) {
        if (!ConcurrencyConnectorConfig.isConcurrencyChannelName(name)) {
            return name;
        }
        String base = ConcurrencyConnectorConfig.stripChannelNameOfSeparator(name);
        return ConcurrencyConnectorConfig.getConcurrency(base, root).isPresent() ? base : name;
    }

    private void usedTwice(String channel) {
        findings.problem(channel, ConnectorFactory.CONNECTOR_ATTRIBUTE, MqttConnector.NAME, "is an incoming and an outgoing"
                + " channel at once; give them different names, and the attribute topic to both if the topic is the same");
    }

    private void checkSharing(List<ConnectionConfiguration> connections) {
        for (int i = 0; i < connections.size(); i++) {
            for (int j = i + 1; j < connections.size(); j++) {
                ConnectionConfiguration one = connections.get(i);
                ConnectionConfiguration other = connections.get(j);
                if (one.isSameClientAs(other) && !one.canShareWith(other)) {
                    findings.problem(one.channel() + "' and '" + other.channel(), "client-id", one.session().clientId(),
                            "a broker lets a client connect once, but the channels differ in "
                                    + String.join(", ", one.differences(other))
                                    + "; give them the same values, or client ids of their own");
                }
            }
        }
    }
}
