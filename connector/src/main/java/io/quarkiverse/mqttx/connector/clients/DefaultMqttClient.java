package io.quarkiverse.mqttx.connector.clients;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import jakarta.enterprise.inject.Instance;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.ConnectResult;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.api.ConnectionStatus;
import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.api.MqttPacket;
import io.quarkiverse.mqttx.api.MqttSubscription;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.PublishResult;
import io.quarkiverse.mqttx.api.Registration;
import io.quarkiverse.mqttx.api.SendQueueStatus;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.TraceLevel;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.incoming.IncomingChannel;
import io.quarkiverse.mqttx.connector.support.ContextualUnis;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.thread.AnyThread;
import io.quarkiverse.mqttx.topic.SafeText;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MessageConverter;
import io.smallrye.reactive.messaging.providers.helpers.ConverterUtils;
import io.vertx.core.Context;
import io.vertx.core.Future;

/** The client of a channel or of a connection of its own. Finds its connection when it is first used. */
@AnyThread
public final class DefaultMqttClient implements MqttClient {

    private static final Logger log = Logger.getLogger(DefaultMqttClient.class);

    private final String name;
    private final Supplier<ClientResources> finder;
    private final Instance<MessageConverter> converters;
    private final ClientSubscriptions subscriptions;
    private volatile ClientResources found;
    private volatile boolean started;

    /** @param finder may be asked more than once */
    public DefaultMqttClient(String name, Supplier<ClientResources> finder, Instance<MessageConverter> converters) {
        this.name = name;
        this.finder = finder;
        this.converters = converters;
        this.subscriptions = new ClientSubscriptions(this::connection);
    }

    private ClientResources connection() {
        ClientResources connection = found;
        if (connection == null) {
            connection = finder.get();
            found = connection;
        }
        return connection;
    }

    private ReconnectingClient client() {
        return connection().client();
    }

    private Context newContext() {
        return connection().newContext();
    }

    /** For use by what needs a connection to do something. */
    private ReconnectingClient startedClient() {
        ReconnectingClient client = client();
        if (!started) {
            started = true;
            client.start();
        }
        return client;
    }

    /** The channels that it has opened, and not ended. */
    public List<IncomingChannel> channels() {
        return subscriptions.channels();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Uni<PublishResult> publish(OutgoingMqttMetadata metadata, Object payload) {
        return ContextualUnis.uni(this::newContext, outcome -> {
            Publish packet = connection().packets().packet(Message.of(payload, Metadata.of(metadata)));
            if (packet == null) {
                throw new IllegalArgumentException("channel '" + name + "' sends replies, and this is not one; name a topic");
            }
            startedClient();
            connection().sendQueue().publish(packet, outcome);
        });
    }

    @Override
    public Multi<Message<byte[]>> subscribe(List<Subscription> wanted) {
        return Multi.createFrom().deferred(() -> {
            ClientSubscription subscription = subscriptions.begin(wanted);
            subscription.open();
            return subscription.messages();
        });
    }

    @Override
    @SuppressWarnings("unchecked") // the converter sees to it
    public <T> Multi<Message<T>> subscribe(String filter, int qos, Class<T> type) {
        return ConverterUtils.convert(subscribe(filter, qos), converters, type).map(message -> (Message<T>) message);
    }

    @Override
    public Uni<MqttSubscription> subscribe(String filter, int qos, Consumer<Message<byte[]>> handler) {
        return open(List.of(Subscription.of(filter, qos)), messages -> messages.subscribe().with(message -> {
            try {
                handler.accept(message);
            } catch (RuntimeException failure) {
                message.nack(failure);
                return;
            }
            message.ack();
        }, this::handlerEnded));
    }

    @Override
    public Uni<MqttSubscription> subscribeAsync(String filter, int qos, Function<Message<byte[]>, Uni<Void>> handler) {
        return open(List.of(Subscription.of(filter, qos)), messages -> messages.onItem()
                .transformToUniAndConcatenate(message -> handle(message, handler))
                .subscribe().with(handled -> {
                }, this::handlerEnded));
    }

    /** Acks or nacks the message as the handler's outcome says; fails when the failure strategy ends the subscription. */
    private static Uni<Void> handle(Message<byte[]> message, Function<Message<byte[]>, Uni<Void>> handler) {
        return Uni.createFrom().deferred(() -> handler.apply(message))
                .onItemOrFailure().transformToUni((handled, failure) -> Uni.createFrom()
                        .completionStage(() -> failure == null ? message.ack() : message.nack(failure)));
    }

    private void handlerEnded(Throwable cause) {
        log.warnf("%s: a subscription with a handler has ended: %s", client().describe(),
                SafeText.ofMessage(cause.getMessage()));
    }

    @Override
    public Uni<MqttSubscription> open(List<Subscription> wanted) {
        return open(wanted, messages -> {
        });
    }

    /** @param consumer takes the messages, from before the first of them comes */
    private Uni<MqttSubscription> open(List<Subscription> wanted, Consumer<Multi<Message<byte[]>>> consumer) {
        return ContextualUnis.uni(this::newContext, outcome -> {
            ClientSubscription subscription = subscriptions.begin(wanted);
            consumer.accept(subscription.messages());
            subscription.open().onComplete(outcome::complete, outcome::fail);
            outcome.onTermination(subscription::endUnlessOpened);
        });
    }

    @Override
    public Uni<Void> unsubscribe(String... filters) {
        return ContextualUnis.future(this::newContext, () -> {
            Set<String> unknown = new HashSet<>(Arrays.asList(filters));
            unknown.removeAll(subscriptions.filters());
            List<Future<Void>> confirmed = new ArrayList<>(subscriptions.end(Set.copyOf(Arrays.asList(filters))));
            unknown.forEach(filter -> confirmed.add(client().forget(filter)));
            return Future.join(confirmed).mapEmpty();
        });
    }

    @Override
    public Uni<Message<byte[]>> receive(String filter, int qos, Duration timeout) {
        return ContextualUnis.uni(this::newContext, outcome -> subscriptions.mailbox(filter, qos).take(outcome, timeout));
    }

    @Override
    public Uni<ConnectResult> connect() {
        return connected(ReconnectingClient::connect);
    }

    @Override
    public Uni<ConnectResult> reconnect() {
        return connected(ReconnectingClient::reconnect);
    }

    private Uni<ConnectResult> connected(Function<ReconnectingClient, Future<Void>> how) {
        return ContextualUnis.future(this::newContext, () -> {
            ReconnectingClient client = client();
            return how.apply(client).map(connected -> client.lastConnAck());
        });
    }

    @Override
    public Uni<Void> disconnect() {
        return ContextualUnis.future(this::newContext, () -> client().disconnect(connection().disconnect()));
    }

    @Override
    public Uni<Void> disconnect(Duration timeout) {
        return ContextualUnis.future(this::newContext, () -> client().disconnect(timeout));
    }

    @Override
    public Uni<Void> abort() {
        return ContextualUnis.future(this::newContext, () -> client().abort());
    }

    @Override
    public Uni<Duration> ping() {
        return ContextualUnis.future(this::newContext, () -> client().ping());
    }

    @Override
    public Uni<Void> reauthenticate() {
        return ContextualUnis.future(this::newContext, () -> client().reauthenticate());
    }

    @Override
    public Registration onPacket(PacketType type, Predicate<MqttPacket> condition, int priority,
            Consumer<MqttPacket> callback) {
        return client().onPacket(type, condition, priority, callback);
    }

    @Override
    public Registration onConnection(ConnectionListener listener) {
        return client().onConnection("connection listener " + listener.getClass().getName(), listener);
    }

    @Override
    public void trace(TraceLevel level) {
        client().trace(level);
    }

    @Override
    public SendQueueStatus sendQueue() {
        return connection().sendQueue().status();
    }

    @Override
    public ConnectionStatus status() {
        return client().status();
    }

    @Override
    public Optional<ConnectResult> lastConnAck() {
        return Optional.ofNullable(client().lastConnAck());
    }

    @Override
    public String toString() {
        return "MqttClient[" + name + "]";
    }
}
