package io.quarkiverse.mqttx.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

import io.quarkiverse.mqttx.api.ConnectResult;
import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.api.ConnectionStatus;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.api.MqttPacket;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.Registration;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.TraceLevel;
import io.quarkiverse.mqttx.client.model.Backlog;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.reconnect.ReconnectRules;
import io.quarkiverse.mqttx.client.routing.Route;
import io.quarkiverse.mqttx.client.routing.RoutePlan;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.PublisherQueue;
import io.quarkiverse.mqttx.session.SubscriptionListener;
import io.quarkiverse.mqttx.session.model.Rejection;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * A connection to a broker that keeps itself up: session, transport, reconnection. All methods may be called on any thread
 * unless they say otherwise; callbacks run on {@link #context()}.
 */
public interface ReconnectingClient {

    /**
     * A client of its own event loop, not started yet. Its messages are handed out on that event loop, so it should not be
     * shared with what blocks.
     */
    static ReconnectingClient create(Vertx vertx, ClientSettings settings) {
        return create(vertx, settings, new RoutePlan(List.of()));
    }

    /** The same with routes that are prepared; the client takes them over. */
    static ReconnectingClient create(Vertx vertx, ClientSettings settings, RoutePlan routes) {
        return new DefaultReconnectingClient(vertx, settings, new ReconnectRules(settings.reconnect(), settings.servers(),
                new CredentialsScope(settings)::includes, () -> ThreadLocalRandom.current().nextDouble()), routes);
    }

    /** The client id or the first channel. */
    String name();

    /** What it is called in logs, with the channels that use it by now: "MQTT connection 'id' (channels a, b)". */
    String describe();

    /** The event loop on which all of this connection's state is touched. */
    Context context();

    /**
     * Opens the connection and keeps it; completes at the first CONNACK that accepts. Later calls return the same future. Fails
     * with an {@link MqttConnectionException} when the attempts are used up or the client is stopped before; after
     * {@link #stop} it fails at once with an {@link IllegalStateException}.
     */
    Future<Void> start();

    /**
     * The application may want a connection again after attempts are used up: from now on that is no end for good, and what is
     * to be sent waits. To be called before {@link #start}.
     */
    void hold();

    /**
     * Opens the connection where there is none and none is on its way: at the beginning, after {@link #disconnect}, or
     * after attempts were used up. Completes at the next CONNACK that accepts; fails with an {@link
     * MqttConnectionException} when none will come.
     */
    Future<Void> connect();

    /** As {@link #connect}, but ends a connection that is there first, with DISCONNECT, and waits for no delay. */
    Future<Void> reconnect();

    /**
     * As {@link #reconnect}, but only where there is a connection, and with as little harm as can be: the broker confirms what
     * is under way first, within two seconds, and neither the session nor its expiry is touched, nor the will sent. What is
     * published meanwhile goes out in the next connection. Completes when that is there; at once where there is none now.
     */
    Future<Void> renew();

    /**
     * Waits until what is to be published has been taken by the broker, sends DISCONNECT and closes, until {@link #connect}.
     * What is left after the time-out stays and is sent then. Completes in any case.
     */
    Future<Void> disconnect(Duration timeout);

    /** Closes the network connection without DISCONNECT. Whether another attempt follows is as after a lost connection. */
    Future<Void> abort();

    /**
     * Sends PINGREQ. Completes with the time to the PINGRESP; fails with an {@link MqttConnectionException} when there is no
     * connection, or it is lost before.
     */
    Future<Duration> ping();

    /** What the broker has answered to the last CONNECT it has answered; {@code null} before the first. Any thread. */
    ConnectResult lastConnAck();

    /** Whether nothing will ever be sent or received any more. Any thread. */
    boolean isOver();

    /**
     * Takes no more messages from the broker, waits until what is to be published has been taken by it, sends DISCONNECT and
     * closes. When there is no connection or the time-out comes first, what is left fails with an
     * {@link MqttConnectionException}. Completes in any case, at the latest after the time-out, and no callback follows. Later
     * calls return the same future.
     */
    Future<Void> stop(Duration timeout);

    /**
     * Registers a recipient before the connection is started, so that nothing that arrives early is lost. Asks nothing of the
     * broker. Where the broker names the subscriptions for which it sends a message, those whose filters are subscribed to get
     * what came for their own; so subscribe to the filters of the route, not to others that include them.
     */
    void route(List<TopicFilter> filters, Route route);

    /**
     * Takes the recipient away. What it has not acknowledged stays unacknowledged, and what still comes for it is left to the
     * broker, as with {@link #leaveUnacked}, until {@link #unsubscribe} says that nobody wants it any more.
     */
    void unroute(Route route);

    /** Wants this subscription from now on, at every connection. */
    void subscribe(Subscription subscription, SubscriptionListener listener);

    /**
     * Nobody wants it any longer; completes when the broker has confirmed, or at once without a connection. Fails with an
     * {@link io.quarkiverse.mqttx.api.UnsubscribeException} when the broker refuses.
     */
    Future<Void> unsubscribe(String filter);

    /**
     * One of those who have subscribed wants it no longer. The subscription ends with the last of them; completes at once
     * for the others.
     */
    Future<Void> unsubscribe(String filter, SubscriptionListener listener);

    /**
     * Nobody here wants it, but a session that the broker has kept may have it: takes it back there, unless there is somebody
     * after all. Completes when the broker has confirmed, or at once without a connection.
     */
    Future<Void> forget(String filter);

    /**
     * Sends a message, in the order of the calls from one thread; waits while there is no connection. On {@link #context()}
     * there is no hop. What is no topic name fails with a {@link io.quarkiverse.mqttx.api.PublishException}.
     *
     * @param share of whoever publishes it
     */
    void publish(Publish message, PublishCompletion completion, PublisherQueue share);

    /** The same for one that has no share of its own. */
    void publish(Publish message, PublishCompletion completion);

    /**
     * Whoever publishes under this name is there again after an earlier process, of which messages may be left in the session
     * store. They count as the publisher's own.
     *
     * @param settled is told on {@link #context()} when one of them gets its outcome, with what it counts in bytes
     * @return those that have none yet
     */
    Backlog adopt(PublisherQueue share, LongConsumer settled);

    /** One recipient has processed the message. */
    void acknowledge(InboundMessage message);

    /**
     * One recipient rejects the message, which counts as its answer; when all have answered, the broker is told of the first
     * rejection. In MQTT 3.x it is an acknowledgement like any other.
     */
    void reject(InboundMessage message, Rejection rejection);

    /** Whether the broker can be told that a message is rejected, as in MQTT 5. On {@link #context()}. */
    boolean canReject();

    /** The recipient gives the message up; the broker keeps it. */
    void leaveUnacked(InboundMessage message);

    /**
     * Authenticates again on the connection there is (MQTT-5.0 §4.12.1), so that a broker that lets a client in for some
     * time only keeps it. Completes when the broker has accepted. Fails with an {@link MqttConnectionException} when
     * there is no connection, or it ends before, which it does when the broker refuses; with an {@link
     * IllegalStateException} where there is no enhanced authentication.
     */
    Future<Void> reauthenticate();

    /** The state of the connection now. */
    ConnectionStatus status();

    /**
     * Calls back for packets of one type, sent and received. For each packet all callbacks run whose condition it meets, those
     * with a higher priority first, and those of the same priority in the order of their registration; callbacks without a
     * condition run only when the packet has met none.
     * <p>
     * They run on {@link #context()} before the packet goes out, or before it takes effect, and must not block. What they throw
     * is logged. May be called before the start; from other threads it takes effect with a later packet.
     *
     * @param condition {@code null} for none; must not block either
     */
    Registration onPacket(PacketType type, Predicate<MqttPacket> condition, int priority, Consumer<MqttPacket> callback);

    /**
     * Tells the listener about this connection from now on, and asks it about attempts; it is called on {@link #context()}.
     *
     * @param name for the log, as in "the connection listener X has failed"
     */
    Registration onConnection(String name, ConnectionListener listener);

    /** The channels that use this connection, for {@link ConnectionEvent}. */
    void usedBy(List<String> channels);

    /** How much of each packet is logged from now on. */
    void trace(TraceLevel level);

    /** How many messages came that no route wanted; those of QoS 1 and 2 were acknowledged. */
    long unrouted();
}
