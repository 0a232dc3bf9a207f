package io.quarkiverse.mqttx.connector.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import io.quarkiverse.mqttx.connector.config.BuildTimeReading.SurveyedChannel;
import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.quarkiverse.mqttx.connector.config.model.ChannelSettings;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.connector.config.source.FrameworkAttributes;
import io.quarkiverse.mqttx.connector.config.source.KnownNames;
import io.quarkiverse.mqttx.connector.config.source.MessagingProperties;
import io.quarkiverse.mqttx.connector.config.source.RecordedProperties;
import io.quarkiverse.mqttx.connector.config.source.SetAttributes;
import io.quarkiverse.mqttx.connector.config.source.VariableNames;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.smallrye.reactive.messaging.providers.impl.ConnectorConfig;
import io.vertx.core.Vertx;

/** Reads all channels of the connector, so that whatever is wrong with any of them is reported at once. */
public final class ConfigurationReader {

    private final MessagingProperties root;
    private final BeanLookup beans;
    private final Vertx vertx;
    private final Set<String> failureStrategies;
    private final ConnectionPlan plan;
    private final ConnectionsReader connections;
    private final ConfigurationProblems problems = new ConfigurationProblems();
    private final UnknownAttributes unknown = new UnknownAttributes(problems);
    private final List<Reading> readings = new ArrayList<>();
    /** The channels of this connector, also those that are not enabled. */
    private final Set<String> incoming = new TreeSet<>();
    private final Set<String> outgoing = new TreeSet<>();

    /** Reads without a plan. */
    public ConfigurationReader(Config root, BeanLookup beans, Vertx vertx) {
        this(MessagingProperties.of(root, beans.clients()), ConnectionPlan.NONE, beans, vertx);
    }

    /**
     * @param plan what it says of single channels counts as long as nothing is set otherwise
     * @param vertx opens the key and trust stores; {@code null} leaves them closed, where their files need not be
     */
    ConfigurationReader(MessagingProperties root, ConnectionPlan plan, BeanLookup beans, Vertx vertx) {
        this.root = root;
        this.beans = beans;
        this.vertx = vertx;
        this.failureStrategies = beans.identifiers(MqttFailureHandler.Factory.class);
        this.plan = plan;
        this.connections = new ConnectionsReader(beans, vertx);
    }

    /**
     * All channels that are enabled, in the order of their names.
     *
     * @throws InvalidConfigurationException with all that is wrong
     */
    public ConnectorConfiguration read() {
        ConnectorConfiguration configuration = readAll();
        new ChannelsWithoutConnector(root, incoming, outgoing, problems).find();
        if (!problems.all().isEmpty()) {
            throw new InvalidConfigurationException(problems.all());
        }
        OverlappingTopics.find(configuration.incoming().values(), problems);
        return new ConnectorConfiguration(configuration.incoming(), configuration.outgoing(), configuration.clients(),
                problems.warnings().stream().map(ConfigurationWarning::text).toList());
    }

    /**
     * Reads when the application is built, where not everything is known yet: what is wrong is among the problems and may turn
     * out to be right.
     */
    public BuildTimeReading survey() {
        ConnectorConfiguration configuration = readAll();
        if (problems.all().isEmpty()) {
            OverlappingTopics.find(configuration.incoming().values(), problems);
        }
        return new BuildTimeReading(problems.all(), problems.warnings(), surveyed(false), surveyed(true), recordable());
    }

    /** {@code null} when there is a channel of which the start has something to say. */
    private RecordedProperties recordable() {
        ConfigurationProblems ofStart = new ConfigurationProblems();
        new ChannelsWithoutConnector(root, incoming, outgoing, ofStart).find();
        List<String> prefixes = new ArrayList<>(List.of(ChannelAttributes.CLIENT_PREFIX));
        readings.forEach(reading -> prefixes.addAll(reading.connection().config().prefixes()));
        return ofStart.count() == 0 ? root.recorded(prefixes) : null;
    }

    /** What was odd in what was read so far; also when {@link #read()} has failed. */
    public List<ConfigurationWarning> warnings() {
        return problems.warnings();
    }

    private List<SurveyedChannel> surveyed(boolean clients) {
        return readings.stream().filter(reading -> reading.connection().isOfClient() == clients).map(this::surveyed).toList();
    }

    private SurveyedChannel surveyed(Reading reading) {
        ChannelAttributes config = reading.connection().config();
        Set<String> ofConnection = new TreeSet<>(Attributes.ofConnections());
        Set<String> own = new TreeSet<>(config.asked());
        own.removeIf(attribute -> ofConnection.contains(attribute) || !KnownNames.isKnown(attribute, config.isIncoming()));
        SetAttributes attributes = config.read(own);
        return new SurveyedChannel(reading.settings(), reading.connection(), attributes,
                config.read(ofConnection), reading.clean() && attributes.open().isEmpty() && !isDoubtful(reading));
    }

    private static boolean isDoubtful(Reading reading) {
        ConfigurationProblems doubts = new ConfigurationProblems();
        doubt(reading.connection().channel(), reading.settings().settings(), doubts);
        return doubts.count() > 0;
    }

    private ConnectorConfiguration readAll() {
        root.ambiguous().forEach(this::ambiguous);
        Map<String, ChannelConfiguration<IncomingSettings>> incoming = channels(true, ChannelReader::incoming);
        Map<String, ChannelConfiguration<OutgoingSettings>> outgoing = channels(false, ChannelReader::outgoing);
        Map<String, ChannelConfiguration<IncomingSettings>> clients = clients();
        List<ConnectionConfiguration> wanted = new ArrayList<>();
        incoming.values().forEach(channel -> wanted.add(channel.connection()));
        outgoing.values().forEach(channel -> wanted.add(channel.connection()));
        clients.values().forEach(client -> wanted.add(client.connection()));
        problems.complete(wanted.size());
        new SharingCheck(problems).find(wanted);
        incoming.keySet().stream().filter(outgoing::containsKey).forEach(this::usedTwice);
        clients.keySet().stream().filter(name -> incoming.containsKey(name) || outgoing.containsKey(name))
                .forEach(this::clientOfChannel);
        return new ConnectorConfiguration(incoming, outgoing, clients, List.of());
    }

    private Map<String, ChannelConfiguration<IncomingSettings>> clients() {
        Map<String, ChannelConfiguration<IncomingSettings>> clients = new LinkedHashMap<>();
        for (String name : clientNames(root)) {
            ChannelAttributes config = ChannelAttributes.ofClient(root, name);
            if (isEnabled(config)) {
                clients.put(name, channel(config, ChannelReader::client));
            }
        }
        return clients;
    }

    /** The clients without a channel that the configuration names, whether they are enabled or not. */
    public static Set<String> clientNames(Config config) {
        Set<String> names = new TreeSet<>();
        for (String key : MessagingProperties.of(config, Set.of()).getPropertyNames()) {
            String name = clientName(key);
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * Everything that has a connection, by name: the channels of this connector, and the clients without a channel.
     *
     * @param clients those that the code names
     */
    public static Set<String> connectionNames(Config config, Set<String> clients) {
        MessagingProperties root = MessagingProperties.of(config, clients);
        Set<String> names = clientNames(root);
        names.addAll(connectors(root, ConnectorFactory.INCOMING_PREFIX).keySet());
        names.addAll(connectors(root, ConnectorFactory.OUTGOING_PREFIX).keySet());
        return names;
    }

    /** The client whose attribute the property is; {@code null} when it is none. A name with a dot in it is quoted. */
    public static String clientName(String property) {
        int start = ChannelAttributes.CLIENT_PREFIX.length();
        if (!property.startsWith(ChannelAttributes.CLIENT_PREFIX)) {
            return null;
        }
        boolean quoted = property.startsWith("\"", start);
        int end = quoted ? property.indexOf("\".", start + 1) : property.indexOf('.', start);
        return end <= start ? null : property.substring(quoted ? start + 1 : start, end);
    }

    /**
     * A client that the configuration does not name: it has the attributes of the connector.
     *
     * @throws InvalidConfigurationException with all that is wrong
     */
    public ChannelConfiguration<IncomingSettings> client(String name) {
        int known = problems.problemCount();
        ChannelConfiguration<IncomingSettings> client = channel(ChannelAttributes.ofClient(root, name),
                ChannelReader::client);
        if (problems.problemCount() > known) {
            throw new InvalidConfigurationException(List.copyOf(problems.all()));
        }
        return client;
    }

    private <S> Map<String, ChannelConfiguration<S>> channels(boolean incoming,
            Function<ChannelReader, ChannelSettings<S>> reader) {
        Map<String, ChannelConfiguration<S>> channels = new LinkedHashMap<>();
        connectors(root, incoming ? ConnectorFactory.INCOMING_PREFIX : ConnectorFactory.OUTGOING_PREFIX)
                .forEach((name, connector) -> {
                    (incoming ? this.incoming : outgoing).add(name);
                    ChannelAttributes config = new ChannelAttributes(incoming, root, connector, name);
                    if (isEnabled(config)) {
                        channels.put(name, channel(config, reader));
                    }
                });
        return channels;
    }

    private boolean isEnabled(ChannelAttributes config) {
        problems.reads(config);
        for (String attribute : FrameworkAttributes.INCOMING) {
            String remedy = ChannelAttributes.isFixed(attribute) ? null : config.remedyOfExpression(attribute);
            if (remedy != null) {
                problems.problem(config.channel(), attribute, config.text(attribute), remedy);
            }
        }
        try {
            return config.getOptionalValue(ConnectorConfig.CHANNEL_ENABLED_PROPERTY, Boolean.class).orElse(true);
        } catch (RuntimeException unreadable) {
            return true;
        }
    }

    private <S> ChannelConfiguration<S> channel(ChannelAttributes config,
            Function<ChannelReader, ChannelSettings<S>> reader) {
        problems.reads(config);
        int before = problems.problemCount();
        int found = problems.count();
        ChannelSettings<S> settings = reader.apply(
                new ChannelReader(config, new AttributeReader(config, problems), failureStrategies, beans, plan));
        boolean clean = problems.count() == found;
        ConnectionConfiguration connection = connections.read(config, settings.maxInflight(), problems);
        readings.add(new Reading(settings, connection, clean));
        unknown.find(config);
        if (config.isIncoming()) {
            unknown.findOnCopies(config.channel(), root);
        }
        // Only of what could be read: what stands in for a wrong value is nobody's doing
        if (problems.problemCount() == before) {
            if (settings.settings() instanceof IncomingSettings receiving) {
                new FailureCheck(receiving, connection.settings().session(), problems).find();
            }
            new IneffectiveAttributes(config, connection, problems).find(settings.settings());
            new TopicLint(config.channel(), problems).find(connection.settings().session());
            doubt(config.channel(), settings.settings(), problems);
        }
        if (settings.settings() instanceof IncomingSettings receiving) {
            FailureCheck.circles(receiving, problems);
        }
        return ChannelConfiguration.of(settings, connection);
    }

    private static void doubt(String channel, Object settings, ConfigurationProblems problems) {
        TopicLint text = new TopicLint(channel, problems);
        if (settings instanceof IncomingSettings incoming) {
            text.filters(incoming.filters());
        } else if (settings instanceof OutgoingSettings outgoing && outgoing.defaults().topic() != null) {
            text.topic("topic", outgoing.defaults().topic());
        }
    }

    /** The channels with this connector, and the name under which they have it. */
    private static SortedMap<String, String> connectors(MessagingProperties root, String prefix) {
        SortedMap<String, String> connectors = new TreeMap<>();
        for (String key : root.getPropertyNames()) {
            if (key.startsWith(prefix) && key.endsWith('.' + ConnectorFactory.CONNECTOR_ATTRIBUTE)) {
                String connector = root.getOptionalValue(key, String.class).orElse("");
                String name = key.substring(prefix.length(), key.lastIndexOf('.'));
                if (name.startsWith("\"") && name.endsWith("\"")) {
                    name = name.substring(1, name.length() - 1);
                }
                if (ChannelAttributes.CONNECTOR_NAMES.contains(connector) && root.baseName(name).equals(name)) {
                    connectors.put(name, connector);
                }
            }
        }
        return connectors;
    }

    private void ambiguous(VariableNames.Ambiguous variable) {
        problems.problem(variable.channel(), variable.attribute(), null, "the environment variable " + variable.variable()
                + " may be " + String.join(" or ", variable.properties()) + "; set the one that is meant as a property, and"
                + " to an expression where the environment has its value: " + variable.properties().get(0) + "=${NAME}");
    }

    private void usedTwice(String channel) {
        problems.problem(channel, ConnectorFactory.CONNECTOR_ATTRIBUTE, Attributes.CONNECTOR, "is an incoming and an outgoing"
                + " channel at once; give them different names, and the attribute topic to both if the topic is the same");
    }

    private void clientOfChannel(String name) {
        problems.problem(name, ConnectorFactory.CONNECTOR_ATTRIBUTE, Attributes.CONNECTOR,
                "is the name of a channel and of a client at once; a client for the connection"
                        + " of a channel needs no configuration, and one with a connection of its own needs another name");
    }

    /** @param clean whether nothing was found in the settings of the channel alone */
    private record Reading(ChannelSettings<?> settings, ConnectionConfiguration connection, boolean clean) {
    }
}
