package io.quarkiverse.mqttx.connector.clients;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.MqttSubscription;
import io.quarkiverse.mqttx.api.SubscribeException;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.connector.connection.SubscriptionObserver;
import io.quarkiverse.mqttx.connector.incoming.ChannelPublisher;
import io.quarkiverse.mqttx.connector.incoming.IncomingChannel;
import io.quarkiverse.mqttx.connector.incoming.ReceivedMessage;
import io.quarkiverse.mqttx.connector.support.ContextualUnis;
import io.quarkiverse.mqttx.thread.AnyThread;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** A subscription of a client: a channel that begins and ends while the application runs. For any thread. */
@AnyThread
final class ClientSubscription implements MqttSubscription, SubscriptionObserver {

    private final ClientResources connection;
    private final Consumer<ClientSubscription> onEnd;
    private final IncomingChannel channel;
    private final Multi<Message<byte[]>> messages;
    private final Map<String, Integer> granted = new ConcurrentHashMap<>();
    private final Set<String> filters = ConcurrentHashMap.newKeySet();
    /** Whether the broker has granted all of it. */
    private final Promise<MqttSubscription> opened = Promise.promise();

    /** @param onEnd called when nothing is left of it */
    ClientSubscription(ClientResources connection, List<Subscription> subscriptions, Consumer<ClientSubscription> onEnd) {
        this.connection = connection;
        this.onEnd = onEnd;
        subscriptions.forEach(subscription -> filters.add(subscription.filter()));
        channel = new IncomingChannel(connection.incoming().with(subscriptions), connection.client(),
                connection.failureStrategies(), () -> connection.client().start(), this);
        messages = messages(connection.incoming().channel(), channel);
    }

    @SuppressWarnings("unchecked") // the messages of a channel have bytes
    private Multi<Message<byte[]>> messages(String client, IncomingChannel channel) {
        AtomicBoolean taken = new AtomicBoolean();
        Multi<Message<byte[]>> messages = ((ChannelPublisher) channel.publisher()).map(message -> {
            connection.contexts().made(((ReceivedMessage) message).context);
            return (Message<byte[]>) message;
        })
                .onTermination().invoke(() -> end());
        return Multi.createFrom().deferred(() -> taken.getAndSet(true) ? Multi.createFrom().failure(new IllegalStateException(
                "MQTT client '" + client + "': this subscription can have one subscriber, and has one already"))
                : messages);
    }

    /** Asks the broker; the outcome comes on the event loop. */
    Future<MqttSubscription> open() {
        channel.open();
        return opened.future();
    }

    IncomingChannel channel() {
        return channel;
    }

    Set<String> filters() {
        return filters;
    }

    @Override
    public void granted(String filter, int qos) {
        granted.put(filter, qos);
        if (granted.keySet().containsAll(filters)) {
            opened.tryComplete(this);
        }
    }

    @Override
    public void ended(Throwable cause) {
        opened.tryFail(cause);
    }

    /** The first answer decides; later on a subscription that was granted once is asked for again at each connection. */
    @Override
    public boolean refused(String filter, int reasonCode, String reason) {
        if (opened.future().succeeded()) {
            return false;
        }
        SubscribeException refusal = new SubscribeException(connection.incoming().channel(), filter, reasonCode, reason);
        if (opened.tryFail(refusal)) {
            channel.fail(refusal, "the broker has refused its subscription");
            end();
        }
        return true;
    }

    @Override
    public Map<String, Integer> grantedQos() {
        return Map.copyOf(granted);
    }

    @Override
    public Multi<Message<byte[]>> messages() {
        return messages;
    }

    @Override
    public Uni<Void> unsubscribe() {
        return ContextualUnis.future(connection::newContext, this::end);
    }

    /** Nobody waits for the broker's answer any more. */
    void endUnlessOpened() {
        if (!opened.future().succeeded()) {
            end();
        }
    }

    /** Completes when the broker has confirmed. */
    Future<Void> end() {
        return end(Set.copyOf(filters));
    }

    /** Ends it for these filters, and altogether with the last of them. */
    Future<Void> end(Set<String> some) {
        filters.removeAll(some);
        granted.keySet().removeAll(some);
        if (filters.isEmpty()) {
            onEnd.accept(this);
            opened.tryFail(new IllegalStateException("MQTT client '" + connection.incoming().channel()
                    + "': unsubscribed before the broker has answered"));
        }
        return channel.end(some);
    }
}
