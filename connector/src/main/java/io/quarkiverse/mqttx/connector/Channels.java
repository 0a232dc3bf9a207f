package io.quarkiverse.mqttx.connector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Function;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.SendQueueStatus;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.clients.ClientResolver;
import io.quarkiverse.mqttx.connector.clients.ClientResources;
import io.quarkiverse.mqttx.connector.config.ChannelConfiguration;
import io.quarkiverse.mqttx.connector.config.ConnectorConfiguration;
import io.quarkiverse.mqttx.connector.config.StartReading;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.Lifecycle;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.connection.ApplicationBeans;
import io.quarkiverse.mqttx.connector.connection.ConnectionRegistry;
import io.quarkiverse.mqttx.connector.connection.SharedConnection;
import io.quarkiverse.mqttx.connector.convert.PayloadEncoder;
import io.quarkiverse.mqttx.connector.incoming.ChannelPublisher;
import io.quarkiverse.mqttx.connector.incoming.FailureStrategies;
import io.quarkiverse.mqttx.connector.incoming.IncomingChannel;
import io.quarkiverse.mqttx.connector.outgoing.OutgoingChannel;
import io.quarkiverse.mqttx.connector.outgoing.ReplyRoute;
import io.quarkiverse.mqttx.connector.reply.ReplyInbox;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.vertx.core.Vertx;

/** The channels of the application, made as they are asked for. Its caller holds a lock. */
final class Channels {

    private static final Logger log = Logger.getLogger(MqttConnector.class);

    private final Vertx vertx;
    private final ApplicationBeans beans;
    private final PayloadEncoder encoder;
    private final StartReading reader;
    private final ConnectorConfiguration configuration;
    private final ConnectionRegistry connections;
    /** By channel or client. */
    private final Map<String, SharedConnection> used = new HashMap<>();
    private final Map<String, IncomingChannel> incoming = new LinkedHashMap<>();
    private final Map<String, ChannelPublisher> publishers = new HashMap<>();
    private final Map<String, OutgoingChannel> outgoing = new LinkedHashMap<>();
    private final ClientResolver connectionsOfClients;
    private final Map<String, ReplyRoute> replies = new LinkedHashMap<>();

    /**
     * Reads and checks the whole configuration.
     *
     * @throws io.quarkiverse.mqttx.connector.config.InvalidConfigurationException with all that is wrong
     */
    Channels(Vertx vertx, Config config, ApplicationBeans beans, PayloadEncoder encoder) {
        this.vertx = vertx;
        this.beans = beans;
        this.encoder = encoder;
        reader = new StartReading(config, beans.plan(), beans, vertx);
        configuration = reader.read();
        configuration.warnings().forEach(log::warn);
        connections = new ConnectionRegistry(configuration, beans,
                (settings, routes) -> ReconnectingClient.create(vertx, settings, routes));
        connectionsOfClients = new ClientResolver(reader, configuration, this::connectionOf, this::failureStrategies,
                beans, encoder);
    }

    /** @param channel the name, with the suffix of a concurrency copy */
    Flow.Publisher<? extends Message<?>> publisher(String channel) {
        String name = reader.baseName(channel);
        ChannelPublisher publisher = incoming
                .computeIfAbsent(name, ignored -> createIncoming(known(configuration.incoming(), name)))
                .publisher();
        publishers.put(channel, publisher);
        return publisher;
    }

    /** What {@link #publisher} has returned for this name; {@code null} for a name that is not known here. */
    ChannelPublisher registered(String channel) {
        return publishers.get(channel);
    }

    Flow.Subscriber<? extends Message<?>> subscriber(String channel) {
        return outgoing.computeIfAbsent(channel, ignored -> createOutgoing(known(configuration.outgoing(), channel)));
    }

    private IncomingChannel createIncoming(ChannelConfiguration<IncomingSettings> channel) {
        SharedConnection connection = connectionOf(channel);
        return new IncomingChannel(channel.settings(), connection.client(),
                failureStrategies(channel.settings(), connection), connection.client()::start);
    }

    private FailureStrategies failureStrategies(IncomingSettings settings, SharedConnection own) {
        return new FailureStrategies(settings.failure().strategies().stream().map(beans::failureStrategy).toList(),
                own.client(), own::renewal, !own.configuration().settings().session().cleanStart());
    }

    private OutgoingChannel createOutgoing(ChannelConfiguration<OutgoingSettings> channel) {
        SharedConnection connection = connectionOf(channel);
        return new OutgoingChannel(channel.settings(), channel.sendQueue(), connection.client(),
                connection.client()::start,
                encoder.forChannel(channel.channel(), channel.settings().defaults().contentType()));
    }

    /** Where the replies to the channel's requests arrive: on the connection of the channel. */
    ReplyInbox replies(String channel) {
        return replies.computeIfAbsent(channel, name -> createReplies(known(configuration.outgoing(), name)));
    }

    private ReplyRoute createReplies(ChannelConfiguration<OutgoingSettings> channel) {
        OutgoingChannel requests = outgoing.computeIfAbsent(channel.channel(), ignored -> createOutgoing(channel));
        SharedConnection connection = connectionOf(channel);
        TopicFilter expected = ReplyRoute.expected(channel.channel(), channel.settings().requests());
        connection.overlapping(expected).ifPresent(other -> log.warnf(
                "Channel '%s' and its replies on '%s' are on one connection with channel '%s', whose topic overlaps: that channel"
                        + " gets the replies too, and the broker may send them twice; give '%s' a client-id of its own",
                channel.channel(), expected.text(), other, channel.channel()));
        ReplyRoute route = new ReplyRoute(channel.channel(), channel.settings().requests(), connection.client());
        requests.replies(route);
        return route;
    }

    /** The connection of a channel or of a client that has none. */
    private SharedConnection connectionOf(ChannelConfiguration<?> channel) {
        return used.computeIfAbsent(channel.channel(), name -> {
            SharedConnection connection = connections.of(channel);
            if (beans.injectedClients().contain(name)) {
                connection.client().hold();
            }
            return connection;
        });
    }

    /**
     * What the client of this name works with; all channels are there then, so that nothing that arrives early is lost.
     *
     * @param name {@code null} for the only connection of the application
     */
    ClientResources client(String name) {
        configuration.incoming().forEach((channel, config) -> incoming.computeIfAbsent(channel, key -> createIncoming(config)));
        return connectionsOfClients.of(name);
    }

    private static <S> ChannelConfiguration<S> known(Map<String, ChannelConfiguration<S>> channels, String name) {
        ChannelConfiguration<S> channel = channels.get(name);
        if (channel == null) {
            throw new IllegalArgumentException("channel '" + name + "' is not in the configuration of the application with"
                    + " connector=" + MqttConnector.NAME + "; set it there");
        }
        return channel;
    }

    /** Those that the application uses, and that do not wait until it subscribes to them. */
    List<IncomingChannel> eager() {
        return publishers.values().stream().map(ChannelPublisher::channel).distinct()
                .filter(channel -> !configuration.incoming().get(channel.name()).settings().subscription().onDemand()).toList();
    }

    List<SharedConnection> connections() {
        return connections.connections();
    }

    /**
     * The end of all that was made so far.
     *
     * @param ofClients the channels that clients have opened
     */
    Shutdown shutdown(List<IncomingChannel> ofClients) {
        List<IncomingChannel> receiving = new ArrayList<>(incoming.values());
        receiving.addAll(ofClients);
        return new Shutdown(vertx, connections.connections(), receiving, List.copyOf(outgoing.values()),
                List.copyOf(replies.values()), longest(Lifecycle::shutdown), longest(Lifecycle::disconnect),
                beans.observers()::delivered);
    }

    private Duration longest(Function<Lifecycle, Duration> bound) {
        return configuration.channels().map(channel -> bound.apply(channel.lifecycle())).max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** By channel. */
    Map<String, SendQueueStatus> sendQueues() {
        Map<String, SendQueueStatus> sendQueues = new LinkedHashMap<>();
        outgoing.forEach((name, channel) -> sendQueues.put(name, channel.sendQueue()));
        return sendQueues;
    }

    /**
     * Of the channels that take part in the health checks.
     *
     * @param ofClients the channels that clients have opened; what is not acknowledged in them counts under the name of the
     *        client
     */
    List<ChannelHealth> health(List<IncomingChannel> ofClients) {
        List<ChannelHealth> health = new ArrayList<>();
        incoming.forEach((name, channel) -> {
            if (configuration.incoming().get(name).settings().healthEnabled()) {
                health.add(channel.health());
            }
        });
        configuration.clients().forEach((name, client) -> {
            if (client.settings().healthEnabled() && used.containsKey(name)) {
                health.add(used.get(name).health(name));
            }
        });
        outgoing.forEach((name, channel) -> {
            if (configuration.outgoing().get(name).settings().healthEnabled()) {
                health.add(channel.health());
            }
        });
        for (IncomingChannel subscription : ofClients) {
            ChannelHealth found = subscription.unacknowledged.addTo(ChannelHealth.ok(subscription.name()));
            if (!found.ready() && health.stream().noneMatch(of -> of.channel().equals(found.channel()) && !of.ready())) {
                health.removeIf(of -> of.channel().equals(found.channel()));
                health.add(found);
            }
        }
        return health;
    }

    /** @throws IllegalArgumentException if there is none of this name */
    IncomingChannel incoming(String channel) {
        IncomingChannel source = incoming.get(channel);
        if (source == null) {
            throw new IllegalArgumentException("there is no incoming channel '" + channel + "'; known: " + incoming.keySet());
        }
        return source;
    }
}
