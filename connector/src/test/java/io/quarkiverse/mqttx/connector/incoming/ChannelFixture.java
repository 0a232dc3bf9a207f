package io.quarkiverse.mqttx.connector.incoming;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.model.ReconnectSettings;
import io.quarkiverse.mqttx.client.routing.RoutePlan;
import io.quarkiverse.mqttx.connector.config.model.AckStrategy;
import io.quarkiverse.mqttx.connector.config.model.ConcurrencyKey;
import io.quarkiverse.mqttx.connector.config.model.DeadLetterFormat;
import io.quarkiverse.mqttx.connector.config.model.DeadLetterSettings;
import io.quarkiverse.mqttx.connector.config.model.FailureSettings;
import io.quarkiverse.mqttx.connector.config.model.FailureSettings.CodeOfException;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.MessageDefaults;
import io.quarkiverse.mqttx.connector.config.model.OutgoingAckStrategy;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.config.model.PayloadSettings;
import io.quarkiverse.mqttx.connector.config.model.Processing;
import io.quarkiverse.mqttx.connector.config.model.RedeliverSettings;
import io.quarkiverse.mqttx.connector.config.model.RetrySettings;
import io.quarkiverse.mqttx.connector.config.model.SubscriptionSettings;
import io.quarkiverse.mqttx.connector.connection.RedeliveryReconnector;
import io.quarkiverse.mqttx.connector.convert.Formats;
import io.quarkiverse.mqttx.connector.convert.JacksonFormat;
import io.quarkiverse.mqttx.connector.convert.PayloadEncoder;
import io.quarkiverse.mqttx.connector.fault.Strategies;
import io.quarkiverse.mqttx.connector.outgoing.OutgoingChannel;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.FlowOptions;
import io.quarkiverse.mqttx.session.model.LimitOptions;
import io.quarkiverse.mqttx.session.model.Login;
import io.quarkiverse.mqttx.session.model.SendQueueOverflow;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.TimingOptions;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.topic.TopicTemplate;
import io.quarkiverse.mqttx.transport.TransportSettings;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;

/** Channels on real connections, without configuration and container; stops and closes them after the test. */
public final class ChannelFixture implements AfterEachCallback {

    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final List<ReconnectingClient> clients = new ArrayList<>();

    public ChannelFixture() {
        this(Vertx.vertx());
    }

    /** @param vertx closed after the test */
    public ChannelFixture(Vertx vertx) {
        this.vertx = vertx;
    }

    /** A client with a clean session. */
    public ReconnectingClient client(String host, int port) {
        return client(host, port, "tested", true, 100);
    }

    /** A client with a clean session. */
    public ReconnectingClient client(ScriptedBroker broker) {
        return client(broker.host(), broker.port());
    }

    /** @param receiveMaximum how many QoS 1 and 2 messages the broker may send ahead */
    public ReconnectingClient client(String host, int port, String clientId, boolean clean, int receiveMaximum) {
        SessionSettings session = new SessionSettings(EnumSet.allOf(ProtocolVersion.class), clientId, clean,
                clean ? 0 : 3600, new TimingOptions(30, true, 10_000, 0), new LimitOptions(receiveMaximum, 1024 * 1024, 100),
                new Login("user", "secret"), null, ConnectOptions.DEFAULT, FlowOptions.DEFAULT);
        TransportSettings transport = new TransportSettings(new NetClientOptions().setConnectTimeout(10_000), null,
                1024 * 1024, new TransportSettings.TcpKeepAlive(false, -1, -1, -1));
        ReconnectingClient client = ReconnectingClient.create(vertx,
                new ClientSettings(clientId, List.of(new ServerAddress(host, port, false)),
                        session, transport, new ReconnectSettings(true, -1, 10, 100, false, Map.of()), null, null),
                new RoutePlan(List.of()));
        clients.add(client);
        return client;
    }

    /** The client that was made last. */
    public ReconnectingClient last() {
        return clients.get(clients.size() - 1);
    }

    public static Incoming incoming(String channel, String filter, int qos) {
        return new Incoming(channel, List.of(filter), qos);
    }

    /** @param topics with or without variables */
    public static Incoming incoming(String channel, List<String> topics, int qos) {
        return new Incoming(channel, topics, qos);
    }

    public OutgoingChannel outgoing(ReconnectingClient client, String topic, int qos, boolean retain, int maxInflight) {
        return outgoing(client, topic, qos, retain, new SendQueueSettings(maxInflight, SendQueueSettings.UNLIMITED,
                SendQueueOverflow.BACK_PRESSURE, true, false, true));
    }

    public OutgoingChannel outgoing(ReconnectingClient client, String topic, int qos, boolean retain,
            SendQueueSettings sendQueue) {
        return new OutgoingChannel(new OutgoingSettings("out", MessageDefaults.of(topic, qos, retain), false, true,
                List.of(), OutgoingAckStrategy.ON_DELIVERY, null), sendQueue,
                client,
                client::start,
                new PayloadEncoder(new Formats(new JacksonFormat(new ObjectMapper()), List::of)).forChannel("out", null));
    }

    public static AssertSubscriber<Message<?>> subscribe(IncomingChannel channel, long demand) {
        return subscribe(publisher(channel), demand);
    }

    public static AssertSubscriber<Message<?>> subscribe(ChannelPublisher copy, long demand) {
        AssertSubscriber<Message<?>> subscriber = AssertSubscriber.create(demand);
        copy.subscribe(subscriber);
        return subscriber;
    }

    public static ChannelPublisher publisher(IncomingChannel channel) {
        return (ChannelPublisher) channel.publisher();
    }

    public static String text(Message<?> message) {
        return new String((byte[]) message.getPayload(), StandardCharsets.UTF_8);
    }

    public static List<String> texts(AssertSubscriber<Message<?>> subscriber) {
        return subscriber.getItems().stream().map(ChannelFixture::text).toList();
    }

    public static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (ReconnectingClient client : clients) {
            get(client.stop(Duration.ofSeconds(5)));
        }
        get(vertx.close());
    }

    public static Processing batches(int size, Duration window) {
        return new Processing(true, size, window, null, 1);
    }

    /** One message for each topic at a time. */
    public static Processing byTopic(int maxConcurrency) {
        return new Processing(false, 1, Duration.ZERO, new ConcurrencyKey(ConcurrencyKey.Source.TOPIC, null, 0),
                maxConcurrency);
    }

    /** Settings of an incoming channel, with the defaults of the attributes. */
    public static final class Incoming {

        private final String channel;
        private final List<String> topics;
        private final List<Subscription> subscriptions;
        private int bufferSize = 128;
        private AckStrategy ackStrategy = AckStrategy.ON_COMPLETION;
        private boolean broadcast;
        private boolean onDemand;
        private boolean sessionKept = true;
        private boolean payloadCheck = true;
        private Duration maxAge = Duration.ofSeconds(60);
        private Processing processing = Processing.ONE_BY_ONE;
        private List<MqttFailureHandler.Factory> strategies = List.of(Strategies.fail());
        private DeadLetterSettings deadLetter = new DeadLetterSettings("dead-letter/{channel}/{topic#}", 1,
                DeadLetterFormat.PAYLOAD);
        private List<CodeOfException> rejectCodes = List.of();
        private RedeliverSettings redeliver = new RedeliverSettings(3, Duration.ofMillis(1), 10, Duration.ofMillis(1));
        private RetrySettings retry = new RetrySettings(3, Duration.ofMillis(1), Duration.ofMillis(1), 100);

        private Incoming(String channel, List<String> topics, int qos) {
            this.channel = channel;
            this.topics = topics;
            this.subscriptions = topics.stream()
                    .map(topic -> Subscription.of(TopicTemplate.of(topic).filter().text(), qos)).toList();
        }

        Incoming acksOnReceipt() {
            ackStrategy = AckStrategy.ON_RECEIPT;
            return this;
        }

        Incoming buffer(int size) {
            bufferSize = size;
            return this;
        }

        Incoming broadcast() {
            broadcast = true;
            return this;
        }

        Incoming processing(Processing howMany) {
            processing = howMany;
            return this;
        }

        Incoming unacknowledgedFor(Duration atMost) {
            maxAge = atMost;
            return this;
        }

        Incoming withoutPayloadCheck() {
            payloadCheck = false;
            return this;
        }

        Incoming onDemand() {
            onDemand = true;
            return this;
        }

        /** Whatever the connection says, which is not asked here. */
        Incoming withoutKeptSession() {
            sessionKept = false;
            return this;
        }

        /** In the order in which they are asked. */
        Incoming strategy(MqttFailureHandler.Factory... factories) {
            strategies = List.of(factories);
            return this;
        }

        Incoming deadLetter(String topic, int letterQos, DeadLetterFormat format) {
            deadLetter = new DeadLetterSettings(topic, letterQos, format);
            return this;
        }

        Incoming reject(CodeOfException... codes) {
            rejectCodes = List.of(codes);
            return this;
        }

        Incoming redeliver(int attempts, Duration delay, int maxLeftUnacked, Duration minInterval) {
            redeliver = new RedeliverSettings(attempts, delay, maxLeftUnacked, minInterval);
            return this;
        }

        Incoming retry(int attempts, Duration delay, int maxWaiting) {
            retry = new RetrySettings(attempts, delay, delay, maxWaiting);
            return this;
        }

        public IncomingChannel on(ReconnectingClient client) {
            RedeliveryReconnector renewal = new RedeliveryReconnector(client, 100);
            return new IncomingChannel(
                    new IncomingSettings(channel, new SubscriptionSettings(topics, subscriptions, onDemand),
                            bufferSize, broadcast, ackStrategy,
                            new FailureSettings(List.of("test"), deadLetter, retry, rejectCodes, redeliver), true,
                            new PayloadSettings(null, payloadCheck),
                            maxAge, processing),
                    client, new FailureStrategies(strategies, client, () -> renewal, sessionKept), client::start);
        }
    }
}
