package io.quarkiverse.mqttx.connector;

import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING_AND_OUTGOING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.OUTGOING;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Predicate;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.SendQueueStatus;
import io.quarkiverse.mqttx.connector.clients.ClientResolver;
import io.quarkiverse.mqttx.connector.clients.ClientResources;
import io.quarkiverse.mqttx.connector.clients.DefaultMqttClient;
import io.quarkiverse.mqttx.connector.config.InvalidConfigurationException;
import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.quarkiverse.mqttx.connector.connection.ApplicationBeans;
import io.quarkiverse.mqttx.connector.connection.SharedConnection;
import io.quarkiverse.mqttx.connector.convert.PayloadEncoder;
import io.quarkiverse.mqttx.connector.incoming.ChannelPublisher;
import io.quarkiverse.mqttx.connector.incoming.IncomingChannel;
import io.quarkiverse.mqttx.connector.reply.ReplyInbox;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.smallrye.reactive.messaging.MessageConverter;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.smallrye.reactive.messaging.providers.connectors.ExecutionHolder;

/**
 * Connects channels to MQTT topics: {@code mp.messaging.incoming.<channel>.connector=smallrye-mqtt-x}. Reads and checks the
 * whole configuration before the first channel is wired; connects when channels are subscribed to, or else when the
 * application has started.
 */
@ApplicationScoped
@Connector(MqttConnector.NAME)

// @formatter:off: it would put each attribute on one line
// Written by AttributeTableTest
@ConnectorAttribute(name = "topic", type = "string", direction = INCOMING,
        description = "Topic filter to subscribe to, with the wildcards `+` and `#` and `$share/<group>/<filter>`")
@ConnectorAttribute(name = "qos", type = "string", direction = INCOMING, defaultValue = "0",
        description = "QoS of the subscription")
@ConnectorAttribute(name = "no-local", type = "string", direction = INCOMING, defaultValue = "false",
        description = "Whether the broker leaves out what this very connection publishes")
@ConnectorAttribute(name = "retain-as-published", type = "string", direction = INCOMING, defaultValue = "false",
        description = "Whether messages keep the retain flag with which they were published")
@ConnectorAttribute(name = "retain-handling", type = "string", direction = INCOMING, defaultValue = "send",
        description = "Whether the broker sends what it has retained when the channel subscribes")
@ConnectorAttribute(name = "topic", type = "string", direction = OUTGOING,
        description = "Topic of messages whose metadata names none")
@ConnectorAttribute(name = "qos", type = "int", direction = OUTGOING, defaultValue = "0",
        description = "QoS of messages whose metadata names none")
@ConnectorAttribute(name = "retain", type = "boolean", direction = OUTGOING, defaultValue = "false",
        description = "Whether messages are retained by the broker when their metadata does not say")
@ConnectorAttribute(name = "content-type", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "MIME type of the payloads")
@ConnectorAttribute(name = "host", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "localhost",
        description = "Host name or IP address of the broker")
@ConnectorAttribute(name = "port", type = "int", direction = INCOMING_AND_OUTGOING,
        description = "Port of the broker")
@ConnectorAttribute(name = "servers", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Comma-separated list of brokers to try in turn, for example `mqtts://a.example.org,mqtts://b.example.org:8884`")
@ConnectorAttribute(name = "version", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "auto",
        description = "MQTT version")
@ConnectorAttribute(name = "client-options-name", type = "string", direction = INCOMING_AND_OUTGOING, alias = "mqtt-client-options-name",
        description = "Identifier of a CDI bean of type `io.vertx.core.net.NetClientOptions` (`@Identifier(\"name\")`) on which the options of the network connection are based")
@ConnectorAttribute(name = "username", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "User name sent to the broker")
@ConnectorAttribute(name = "password", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Password sent to the broker")
@ConnectorAttribute(name = "credentials-provider", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Name under which a bean is asked for user name and password before each attempt to connect")
@ConnectorAttribute(name = "authentication", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Enhanced authentication")
@ConnectorAttribute(name = "ssl", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether the connection is encrypted with TLS")
@ConnectorAttribute(name = "tls-configuration-name", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Quarkus only")
@ConnectorAttribute(name = "ssl.keystore.location", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Path of the key store")
@ConnectorAttribute(name = "ssl.keystore.password", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Password of the key store")
@ConnectorAttribute(name = "ssl.keystore.type", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "pkcs12",
        description = "Type of the key store with the client's certificate")
@ConnectorAttribute(name = "ssl.truststore.location", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Path of the trust store")
@ConnectorAttribute(name = "ssl.truststore.password", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Password of the trust store")
@ConnectorAttribute(name = "ssl.truststore.type", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "pkcs12",
        description = "Type of the trust store")
@ConnectorAttribute(name = "ssl.hostname-verification-algorithm", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "HTTPS",
        description = "How the broker's certificate is checked against the host name")
@ConnectorAttribute(name = "trust-all", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether every certificate is trusted")
@ConnectorAttribute(name = "server-name", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Server name sent in the TLS handshake (SNI)")
@ConnectorAttribute(name = "client-id", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Client identifier")
@ConnectorAttribute(name = "auto-clean-session", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "true",
        description = "Whether each connection begins with a clean session (Clean Start in MQTT 5)")
@ConnectorAttribute(name = "session-expiry-seconds", type = "long", direction = INCOMING_AND_OUTGOING,
        description = "How long the broker keeps the session after the connection has ended, 4294967295 never expires")
@ConnectorAttribute(name = "session-on-shutdown", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "keep",
        description = "What becomes of the session when the application ends")
@ConnectorAttribute(name = "session-store", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "memory",
        description = "Where the session is kept")
@ConnectorAttribute(name = "session-store-path", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "mqtt-sessions",
        description = "Directory of the files, one for each `client-id`")
@ConnectorAttribute(name = "receive-maximum", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "1024",
        description = "How many QoS 1 and QoS 2 messages the broker may send ahead of the application's acknowledgements")
@ConnectorAttribute(name = "max-message-size", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "16777216",
        description = "Largest packet accepted from the broker, in bytes")
@ConnectorAttribute(name = "auto-generated-client-id", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "true",
        description = "Whether a client identifier is generated when `client-id` is not set")
@ConnectorAttribute(name = "allow-control-characters", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether topics, topic filters, properties, client id and user name may contain control characters and non-characters (MQTT-5.0 §1.5.4)")
@ConnectorAttribute(name = "topic-alias-maximum", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "0",
        description = "How many topic aliases the broker may use in place of topics that it has sent before on the connection")
@ConnectorAttribute(name = "keep-alive-seconds", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "60",
        description = "Longest time without a packet sent, or without one received, before the connection is checked with PINGREQ")
@ConnectorAttribute(name = "connect-timeout-seconds", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "60",
        description = "How long the TCP connection with its TLS handshake may take, and after that the broker's CONNACK")
@ConnectorAttribute(name = "ack-timeout-seconds", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "60",
        description = "How long to wait for SUBACK, UNSUBACK, PUBACK, PUBREC and PUBCOMP before the connection counts as broken")
@ConnectorAttribute(name = "reconnect-attempts", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "-1",
        description = "Failed attempts in a row before giving up")
@ConnectorAttribute(name = "reconnect-interval-seconds", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "1",
        description = "First delay before another attempt")
@ConnectorAttribute(name = "reconnect-max-interval-seconds", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "60",
        description = "Longest delay between two attempts")
@ConnectorAttribute(name = "auto-reconnect", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "true",
        description = "Whether a lost or refused connection is tried again")
@ConnectorAttribute(name = "auto-keep-alive", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "true",
        description = "Whether PINGREQ is sent by itself")
@ConnectorAttribute(name = "follow-redirects", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether to go where a broker refers the client to (reason codes 0x9C Use another server and 0x9D Server moved), with the same credentials and TLS settings")
@ConnectorAttribute(name = "reason-codes", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "What follows when the broker refuses or ends a connection with a reason code, where that is to differ from the table in docs/connection.md")
@ConnectorAttribute(name = "tcp-keep-alive", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether TCP checks a silent connection as well (`SO_KEEPALIVE`)")
@ConnectorAttribute(name = "tcp-keep-alive-count", type = "int", direction = INCOMING_AND_OUTGOING,
        description = "TCP keep-alive probes without an answer before the connection counts as dead")
@ConnectorAttribute(name = "tcp-keep-alive-idle-seconds", type = "int", direction = INCOMING_AND_OUTGOING,
        description = "Silence before the first TCP keep-alive probe")
@ConnectorAttribute(name = "tcp-keep-alive-interval-seconds", type = "int", direction = INCOMING_AND_OUTGOING,
        description = "Time between two TCP keep-alive probes")
@ConnectorAttribute(name = "ack-strategy", type = "string", direction = INCOMING, defaultValue = "on-completion",
        description = "When QoS 1 and 2 messages are acknowledged to the broker")
@ConnectorAttribute(name = "buffer-size", type = "int", direction = INCOMING, defaultValue = "128",
        description = "How many QoS 0 messages wait for the application at most, unless it keeps up with a burst")
@ConnectorAttribute(name = "broadcast", type = "boolean", direction = INCOMING, defaultValue = "false",
        description = "Whether every consumer of the channel receives every message")
@ConnectorAttribute(name = "unsubscribe-on-disconnection", type = "boolean", direction = INCOMING, defaultValue = "false",
        description = "Whether the channel has its subscriptions at the broker only while the application subscribes to it")
@ConnectorAttribute(name = "concurrency-key", type = "string", direction = INCOMING,
        description = "What messages have in common that must be processed one after the other, in order, while those with another key overtake them")
@ConnectorAttribute(name = "max-concurrency", type = "int", direction = INCOMING, defaultValue = "16",
        description = "How many messages, each with another key, are in process at most")
@ConnectorAttribute(name = "batch", type = "boolean", direction = INCOMING, defaultValue = "false",
        description = "Whether messages are handed over in batches, to methods that take a `List`, a `Message<List>` or an `IncomingMqttBatch`")
@ConnectorAttribute(name = "batch-size", type = "int", direction = INCOMING, defaultValue = "100",
        description = "How many messages a batch has at most")
@ConnectorAttribute(name = "batch-window-ms", type = "int", direction = INCOMING, defaultValue = "100",
        description = "How long the first message of a batch waits for others before it is handed over with fewer than `batch-size`")
@ConnectorAttribute(name = "unacknowledged-message-max-age-seconds", type = "int", direction = INCOMING, defaultValue = "60",
        description = "After how long a QoS 1 or 2 message that the application has not acknowledged, or not taken, is logged, and the channel not ready until it is")
@ConnectorAttribute(name = "validate-payload-format", type = "boolean", direction = INCOMING, defaultValue = "true",
        description = "Whether a message whose publisher states that it is UTF-8 text (MQTT 5, payload format indicator 1), and which is not, is rejected with 0x99 before the application sees it")
@ConnectorAttribute(name = "failure-strategy", type = "string", direction = INCOMING, defaultValue = "fail",
        description = "What happens when the application nacks a message")
@ConnectorAttribute(name = "dead-letter-topic", type = "string", direction = INCOMING, defaultValue = "dead-letter/{channel}/{topic#}",
        description = "Where messages go")
@ConnectorAttribute(name = "dead-letter-format", type = "string", direction = INCOMING, defaultValue = "payload",
        description = "`payload` publishes the payload of the message, with what has happened as user properties in MQTT 5")
@ConnectorAttribute(name = "retry-max-attempts", type = "int", direction = INCOMING, defaultValue = "4",
        description = "How often a message is delivered at most, the first time included")
@ConnectorAttribute(name = "retry-delay-ms", type = "int", direction = INCOMING, defaultValue = "1000",
        description = "Milliseconds before the second attempt")
@ConnectorAttribute(name = "reject-reason-codes", type = "string", direction = INCOMING,
        description = "Reason codes by exception, `com.acme.Invalid=0x99,java.lang.SecurityException=0x87`")
@ConnectorAttribute(name = "redeliver-delay-seconds", type = "int", direction = INCOMING, defaultValue = "5",
        description = "How long after a message was left to the broker the connection is renewed, so that the broker sends it again")
@ConnectorAttribute(name = "ack-strategy", type = "string", direction = OUTGOING, defaultValue = "on-delivery",
        description = "When messages are acked")
@ConnectorAttribute(name = "merge", type = "boolean", direction = OUTGOING, defaultValue = "false",
        description = "Whether several publishers may feed the channel")
@ConnectorAttribute(name = "message-expiry-seconds", type = "long", direction = OUTGOING,
        description = "How long a message is worth sending, when its metadata does not say")
@ConnectorAttribute(name = "user-properties", type = "string", direction = OUTGOING,
        description = "User properties sent with each message")
@ConnectorAttribute(name = "max-inflight-queue", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "1024",
        description = "How many messages may wait for the broker's acknowledgement")
@ConnectorAttribute(name = "send-queue-max-messages", type = "int", direction = INCOMING_AND_OUTGOING,
        description = "How many messages wait to be sent at most")
@ConnectorAttribute(name = "send-queue-max-bytes", type = "long", direction = INCOMING_AND_OUTGOING,
        description = "How many bytes of topics, payloads and properties wait to be sent at most")
@ConnectorAttribute(name = "send-queue-overflow", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "back-pressure",
        description = "What happens when as much waits as may")
@ConnectorAttribute(name = "send-queue-dropped", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "nack",
        description = "What the publisher gets for a message that is dropped because the send queue is full or the message has expired")
@ConnectorAttribute(name = "send-queue-qos0-offline", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "keep",
        description = "What happens to QoS 0 messages while there is no connection")
@ConnectorAttribute(name = "send-queue-compaction", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether a newer message takes the place of one that waits for the same topic, which is acked then")
@ConnectorAttribute(name = "reply", type = "boolean", direction = OUTGOING, defaultValue = "false",
        description = "Whether the messages are replies")
@ConnectorAttribute(name = "reply-allowed-topics", type = "string", direction = OUTGOING, defaultValue = "#",
        description = "Topic filters, separated by commas, of where requests may want their replies")
@ConnectorAttribute(name = "reply-topic", type = "string", direction = OUTGOING,
        description = "Topic at which this application gets its replies")
@ConnectorAttribute(name = "reply-timeout-seconds", type = "int", direction = OUTGOING, defaultValue = "5",
        description = "How long a request waits for its reply, and for another one when several are wanted")
@ConnectorAttribute(name = "reply-failure-handler", type = "string", direction = OUTGOING,
        description = "What finds replies that state a failure")
@ConnectorAttribute(name = "will-topic", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Topic of the message that the broker publishes when the connection is lost")
@ConnectorAttribute(name = "will-payload", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Payload of the will, as UTF-8 text")
@ConnectorAttribute(name = "will-qos", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "0",
        description = "QoS of the will")
@ConnectorAttribute(name = "will-retain", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether the broker retains the will")
@ConnectorAttribute(name = "will-delay-seconds", type = "long", direction = INCOMING_AND_OUTGOING, defaultValue = "0",
        description = "How long the broker waits for the client to return before it publishes the will")
@ConnectorAttribute(name = "will-properties", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "MQTT 5 properties of the will")
@ConnectorAttribute(name = "will-flag", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether the connection has a will")
@ConnectorAttribute(name = "will-on-shutdown", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether the broker publishes the will also when the application ends in an orderly way")
@ConnectorAttribute(name = "presence-topic", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Topic on which the connection says, with retained messages, whether it is there")
@ConnectorAttribute(name = "presence-online", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "online",
        description = "Payload that says that the connection is there, as UTF-8 text")
@ConnectorAttribute(name = "presence-offline", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "offline",
        description = "Payload that says that the connection is not there, as UTF-8 text")
@ConnectorAttribute(name = "shutdown-timeout-seconds", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "10",
        description = "How long the end of the application waits for messages that are being processed or sent")
@ConnectorAttribute(name = "disconnect-timeout-seconds", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "10",
        description = "How long closing the connection may take")
@ConnectorAttribute(name = "health-enabled", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "true",
        description = "Whether the channel takes part in the health checks")
@ConnectorAttribute(name = "trace", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "off",
        description = "How much of each packet is logged in the category `io.quarkiverse.mqttx.packets`")
// @formatter:on
public class MqttConnector implements InboundConnector, OutboundConnector, HealthReporter {

    /** The name to use in {@code mp.messaging.incoming.<channel>.connector}. */
    public static final String NAME = Attributes.CONNECTOR;

    @Inject
    ExecutionHolder executionHolder;

    @Inject
    Instance<Config> config;

    @Inject
    ApplicationBeans beans;

    @Inject
    PayloadEncoder encoder;

    @Inject
    @Any
    Instance<MessageConverter> converters;

    /** {@code null} until the configuration has been read. */
    private Channels channels;
    /**
     * Whether the application does not start, for a reason that was given; what asks for a channel now need not say it again.
     */
    private boolean refused;
    private final Map<String, DefaultMqttClient> clients = new HashMap<>();

    /**
     * A publisher of the channel's messages. The copies of a channel with {@code concurrency} share the subscription at the
     * broker.
     *
     * @throws io.quarkiverse.mqttx.connector.config.InvalidConfigurationException with all that is wrong with any channel of
     *         the connector
     */
    @Override
    public synchronized Flow.Publisher<? extends Message<?>> getPublisher(Config channelConfig) {
        return refused ? UnicastProcessor.create() : configured().publisher(channelName(channelConfig));
    }

    /**
     * A subscriber that publishes what it is given.
     *
     * @throws io.quarkiverse.mqttx.connector.config.InvalidConfigurationException with all that is wrong with any channel of
     *         the connector
     */
    @Override
    public synchronized Flow.Subscriber<? extends Message<?>> getSubscriber(Config channelConfig) {
        return refused ? UnicastProcessor.create() : configured().subscriber(channelName(channelConfig));
    }

    /**
     * Reads and checks the configuration before Reactive Messaging asks for the first channel, which prints what is wrong once
     * more and begins with channels that there are not.
     *
     * @throws io.quarkiverse.mqttx.connector.config.InvalidConfigurationException with all that is wrong
     */
    public synchronized void check() {
        try {
            configured();
        } catch (InvalidConfigurationException problems) {
            refused = true;
            throw problems;
        }
    }

    /** The channels, after reading and checking the configuration of all of them. */
    private Channels configured() {
        if (channels == null) {
            channels = new Channels(executionHolder.vertx().getDelegate(), config.get(), beans, encoder);
        }
        return channels;
    }

    /**
     * Where the replies to the requests of an outgoing channel arrive; for {@code MqttRequestReply}.
     *
     * @throws io.quarkiverse.mqttx.connector.config.InvalidConfigurationException with all that is wrong with any channel of
     *         the connector
     */
    public synchronized ReplyInbox replyInbox(String channel) {
        return configured().replies(channel);
    }

    /** For {@link PausedChannels}; {@code null} for a channel of another connector. */
    synchronized ChannelPublisher registered(String channel) {
        return channels == null ? null : channels.registered(channel);
    }

    private static String channelName(Config channelConfig) {
        return channelConfig.getValue(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, String.class);
    }

    /**
     * The client for the connection of a channel, or for one of its own: what is injected with {@code @Identifier}. May
     * be called at any time; the connection is looked for when the client is first used, and an {@link
     * IllegalArgumentException} is thrown then when there is none of this name.
     *
     * @param name {@code null} for the only connection of the application
     */
    public MqttClient client(String name) {
        synchronized (clients) {
            return clients.computeIfAbsent(name == null ? ClientResolver.DEFAULT : name,
                    key -> new DefaultMqttClient(key, () -> connectionOfClient(name), converters));
        }
    }

    private synchronized ClientResources connectionOfClient(String name) {
        return configured().client(name);
    }

    /** For {@link MqttConnections}. */
    synchronized Map<String, SendQueueStatus> sendQueues() {
        return channels == null ? Map.of() : channels.sendQueues();
    }

    synchronized List<SharedConnection> sharedConnections() {
        return channels == null ? List.of() : channels.connections();
    }

    private List<IncomingChannel> channelsOfClients() {
        synchronized (clients) {
            return clients.values().stream().flatMap(client -> client.channels().stream()).toList();
        }
    }

    /** Outside Quarkus, where this comes when the channels are wired. */
    void started(@Observes(notifyObserver = Reception.IF_EXISTS) @Initialized(ApplicationScoped.class) Object e) {
        subscribeAtStart();
    }

    /**
     * The application has started: channels that nobody has subscribed to yet connect and subscribe at the broker, unless they
     * have {@code unsubscribe-on-disconnection}. May be called on any thread, and again without harm.
     */
    public void subscribeAtStart() {
        List<IncomingChannel> eager;
        synchronized (this) {
            eager = channels == null ? List.of() : channels.eager();
        }
        eager.forEach(IncomingChannel::open);
    }

    /** Before Vert.x goes, which is ended with priority 200. */
    void stop(
            @Observes(notifyObserver = Reception.IF_EXISTS) @Priority(50) @BeforeDestroyed(ApplicationScoped.class) Object e) {
        Shutdown shutdown;
        synchronized (this) {
            if (channels == null) {
                return;
            }
            shutdown = channels.shutdown(channelsOfClients());
        }
        shutdown.run();
    }

    /** A channel has started once it is wired; whether the broker is there is a matter of readiness. */
    @Override
    public HealthReport getStartup() {
        return report(health -> true);
    }

    /** Whether messages can flow: connected, and all subscriptions granted. With the reason when not. */
    @Override
    public HealthReport getReadiness() {
        return report(ChannelHealth::ready);
    }

    /** Whether the application still processes; a broker that is away never makes a channel dead. */
    @Override
    public HealthReport getLiveness() {
        return report(ChannelHealth::alive);
    }

    private synchronized HealthReport report(Predicate<ChannelHealth> ok) {
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        if (channels != null) {
            for (ChannelHealth health : channels.health(channelsOfClients())) {
                boolean fine = ok.test(health);
                report.add(new HealthReport.ChannelInfo(health.channel(), fine, fine ? null : health.reason()));
            }
        }
        return report.build();
    }

    /**
     * How many messages an incoming channel has rejected, or at QoS 0 dropped, because they were said to be UTF-8 text and were
     * not, see {@code validate-payload-format}. May be called on any thread.
     *
     * @throws IllegalArgumentException if the connector has no such incoming channel
     */
    public synchronized long malformedMessages(String channel) {
        return incoming(channel).malformed();
    }

    /**
     * How many QoS 0 messages an incoming channel has dropped so far because the application took them too slowly, see
     * {@code buffer-size}. May be called on any thread.
     *
     * @throws IllegalArgumentException if the connector has no such incoming channel
     */
    public synchronized long droppedMessages(String channel) {
        return incoming(channel).dropped();
    }

    /**
     * How many messages without payload an incoming channel has acknowledged and skipped, because the type that the application
     * takes has no value for that: with such messages MQTT deletes what the broker has retained. May be called on any thread.
     *
     * @throws IllegalArgumentException if the connector has no such incoming channel
     */
    public synchronized long skippedMessages(String channel) {
        return incoming(channel).skipped();
    }

    private IncomingChannel incoming(String channel) {
        if (channels == null) {
            throw new IllegalArgumentException("there is no incoming channel '" + channel + "'; no channel is wired yet");
        }
        return channels.incoming(channel);
    }
}
