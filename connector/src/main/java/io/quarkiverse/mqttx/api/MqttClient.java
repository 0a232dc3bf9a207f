package io.quarkiverse.mqttx.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * A connection to a broker in the hands of the application: to subscribe while it runs, to publish and learn the outcome, to
 * connect and disconnect. To be injected:
 * <ul>
 * <li>{@code @Inject @Identifier("prices") MqttClient}: the connection of the channel {@code prices}, shared with it, or the
 * connection of its own that is configured under {@code mp.messaging.client.prices.*};</li>
 * <li>{@code @Inject MqttClient}: the only connection of the application; without any, one with the attributes of the
 * connector.</li>
 * </ul>
 * Nothing happens before a {@code Uni} or {@code Multi} is subscribed to, and again at each subscription. Publishing,
 * subscribing, receiving and {@link #connect()} open a connection that was not opened yet. Without a connection they wait for
 * it.
 * <p>
 * For any thread. The outcome of a {@code Uni} comes on the Vert.x context from which it was subscribed to, otherwise on the
 * event loop of the connection. Messages come on the event loop of the connection, each with a context of its own, as those of
 * a channel do: who receives them must not block, or moves them to other threads. The forms {@code …AndAwait} block until the
 * outcome is there, throw what the {@code Uni} fails with, and refuse to be called on an event loop.
 */
public interface MqttClient {

    /** Of the channel or client; {@code "default"} for the only connection of the application. */
    String name();

    // ---- publishing

    /**
     * Publishes a message. The outcome is what the broker said when it took it: PUBACK at QoS 1, PUBCOMP at QoS 2; at QoS 0 the
     * packet was handed to the socket. It waits for a connection, and goes out again with the next when one is lost before.
     * Fails with a {@link PublishException} when the broker refuses it, with an {@link MqttConnectionException} when the
     * application ends before.
     *
     * @param payload bytes, a buffer, text, a scalar, or an object that JSON can hold; {@code null} for the empty payload
     * @param qos 0, 1 or 2
     * @param retain whether the broker keeps the message for later subscribers
     */
    default Uni<PublishResult> publish(String topic, Object payload, int qos, boolean retain) {
        return publish(OutgoingMqttMetadata.of(topic, qos, retain), payload);
    }

    /** As {@link #publish(String, Object, int, boolean)}, not retained. */
    default Uni<PublishResult> publish(String topic, Object payload, int qos) {
        return publish(topic, payload, qos, false);
    }

    /**
     * As {@link #publish(String, Object, int, boolean)}, with the properties of MQTT 5. What the metadata leaves open is
     * that of the outgoing channel whose client this is, otherwise QoS 0, not retained.
     */
    Uni<PublishResult> publish(OutgoingMqttMetadata metadata, Object payload);

    default PublishResult publishAndAwait(String topic, Object payload, int qos, boolean retain) {
        return BlockingCalls.await("publish", publish(topic, payload, qos, retain));
    }

    default PublishResult publishAndAwait(String topic, Object payload, int qos) {
        return BlockingCalls.await("publish", publish(topic, payload, qos));
    }

    default PublishResult publishAndAwait(OutgoingMqttMetadata metadata, Object payload) {
        return BlockingCalls.await("publish", publish(metadata, payload));
    }

    // ---- subscribing

    /**
     * The messages that match a topic filter, from now on. They are acknowledged to the broker when they are acked, and
     * wait for demand, as those of a channel do; a nack goes to the {@code failure-strategy} of the channel or client.
     * Cancelling the {@code Multi} unsubscribes. It fails with a {@link SubscribeException} when the broker refuses the
     * subscription, and completes after {@link #unsubscribe} and at the end of the application.
     * <p>
     * On a connection that is shared with channels the filter should not overlap with theirs, unless the broker has
     * subscription identifiers (MQTT 5): it may send a message once for each of its subscriptions that match.
     *
     * @param filter may have wildcards, and be a shared one, {@code $share/<group>/<filter>}
     * @param qos the highest QoS wanted
     */
    default Multi<Message<byte[]>> subscribe(String filter, int qos) {
        return subscribe(List.of(Subscription.of(filter, qos)));
    }

    /** As {@link #subscribe(String, int)} for several filters at once, each with its options. */
    Multi<Message<byte[]>> subscribe(List<Subscription> subscriptions);

    /**
     * As {@link #subscribe(String, int)} with converted payloads, as an {@code @Incoming} method gets them. A message
     * that cannot be converted is nacked.
     */
    <T> Multi<Message<T>> subscribe(String filter, int qos, Class<T> type);

    /**
     * Calls the handler for each message, in their order. The message is acked when the handler returns and nacked when it
     * throws. It must not block.
     *
     * @return completes when the broker has granted the subscription; fails with a {@link SubscribeException} otherwise
     */
    Uni<MqttSubscription> subscribe(String filter, int qos, Consumer<Message<byte[]>> handler);

    /**
     * Calls the handler for each message, the next one when the {@code Uni} of the one before has completed. A message is acked
     * when its {@code Uni} completes and nacked when it fails.
     *
     * @return completes when the broker has granted the subscription; fails with a {@link SubscribeException} otherwise
     */
    Uni<MqttSubscription> subscribeAsync(String filter, int qos, Function<Message<byte[]>, Uni<Void>> handler);

    /**
     * Subscribes, and completes when the broker has granted all of it; the messages are taken from
     * {@link MqttSubscription#messages()}. When the broker refuses one of them, it fails with a {@link SubscribeException}, and
     * the others are taken back.
     */
    Uni<MqttSubscription> open(List<Subscription> subscriptions);

    /** As {@link #open(List)} for one filter. */
    default Uni<MqttSubscription> open(String filter, int qos) {
        return open(List.of(Subscription.of(filter, qos)));
    }

    default MqttSubscription openAndAwait(List<Subscription> subscriptions) {
        return BlockingCalls.await("open", open(subscriptions));
    }

    default MqttSubscription openAndAwait(String filter, int qos) {
        return BlockingCalls.await("open", open(filter, qos));
    }

    default MqttSubscription subscribeAndAwait(String filter, int qos, Consumer<Message<byte[]>> handler) {
        return BlockingCalls.await("subscribe", subscribe(filter, qos, handler));
    }

    /**
     * Takes back what was subscribed with this client through these filters; completes when UNSUBACK has come, at once
     * without a connection. Fails with an {@link io.quarkiverse.mqttx.api.UnsubscribeException} when the broker
     * refuses. Subscriptions of channels stay. A filter that nobody here has subscribed to is taken back as well: a
     * session that the broker has kept may still have it.
     */
    Uni<Void> unsubscribe(String... filters);

    default void unsubscribeAndAwait(String... filters) {
        BlockingCalls.await("unsubscribe", unsubscribe(filters));
    }

    /**
     * The next message that matches a filter, at QoS 1: {@link #receive(String, int, Duration)}.
     */
    default Uni<Message<byte[]>> receive(String filter, Duration timeout) {
        return receive(filter, 1, timeout);
    }

    /**
     * The next message that matches a filter. The first call subscribes, and the subscription stays until {@link #unsubscribe}
     * with this filter: what arrives between two calls waits, at QoS 1 and 2 unacknowledged, at QoS 0 up to {@code buffer-size}
     * messages. Calls that wait get one message each, in their order. The message is to be acked.
     *
     * @param qos that of the first call counts
     * @param timeout fails with a {@link io.smallrye.mutiny.TimeoutException} when nothing came
     */
    Uni<Message<byte[]>> receive(String filter, int qos, Duration timeout);

    default Message<byte[]> receiveAndAwait(String filter, Duration timeout) {
        return BlockingCalls.await("receive", receive(filter, timeout));
    }

    default Message<byte[]> receiveAndAwait(String filter, int qos, Duration timeout) {
        return BlockingCalls.await("receive", receive(filter, qos, timeout));
    }

    // ---- packets and events

    /**
     * Calls back for packets of one type, sent and received. For each packet all callbacks run whose condition it meets, those
     * with a higher priority first, and those of the same priority in the order of their registration; callbacks without a
     * condition run only when the packet has met none.
     * <p>
     * They run on the event loop of the connection, before the packet goes out or takes effect, and must not block. What they
     * throw is logged. Costs nothing where nobody is registered.
     *
     * @param condition {@code null} for none; must not block either
     * @param priority 0 where it does not matter
     */
    Registration onPacket(PacketType type, Predicate<MqttPacket> condition, int priority, Consumer<MqttPacket> callback);

    /** A callback that runs for the packets of a type that meet no condition of another one. */
    default Registration onPacket(PacketType type, Consumer<MqttPacket> callback) {
        return onPacket(type, null, 0, callback);
    }

    /** Tells the listener what happens to the connection, on its event loop: must not block. */
    default Registration onConnectionEvent(Consumer<ConnectionEvent> listener) {
        return onConnection(new ConnectionListener() {
            @Override
            public void onEvent(ConnectionEvent event) {
                listener.accept(event);
            }
        });
    }

    /**
     * Tells the listener what happens to the connection, and asks it before each attempt to connect: it may change what CONNECT
     * says, and forbid the attempt. Beans of type {@link ConnectionListener} need not be registered.
     */
    Registration onConnection(ConnectionListener listener);

    /** How much of each packet is logged from now on; at first what the attribute {@code trace} says. */
    void trace(TraceLevel level);

    // ---- the connection

    /**
     * Opens the connection where there is none and none is on its way: at the beginning, after {@link #disconnect()}, or after
     * attempts were used up. Completes with the CONNACK that accepts; as long as another attempt follows by itself it waits.
     * Fails with an {@link MqttConnectionException} that says why when none does.
     */
    Uni<ConnectResult> connect();

    /**
     * As {@link #connect()}, but makes an attempt now: a connection that is there is ended with DISCONNECT first, and no
     * delay is waited for. What was in flight is sent again.
     */
    Uni<ConnectResult> reconnect();

    /** As {@link #disconnect(Duration)} with the attribute {@code disconnect-timeout-seconds}. */
    Uni<Void> disconnect();

    /**
     * Waits until the broker has taken what is to be published, sends DISCONNECT and closes. There is no connection then
     * until {@link #connect()}, for channels that share it neither. Subscriptions stay wanted, and what the broker had
     * not taken in time is sent after that.
     */
    Uni<Void> disconnect(Duration timeout);

    /** Closes the socket without DISCONNECT, so the broker sends the will. What follows is as after a lost connection. */
    Uni<Void> abort();

    /**
     * Sends PINGREQ and completes with the time to the PINGRESP. Fails with an {@link MqttConnectionException} when there is no
     * connection, or it is lost before.
     */
    Uni<Duration> ping();

    /**
     * Authenticates again on the connection that is there, with the mechanism of its {@code authentication-method} (MQTT-5.0
     * §4.12.1). Completes when the broker has accepted.
     */
    Uni<Void> reauthenticate();

    /**
     * What this client has waiting to be sent, and what has become of its messages while they waited; the channel of the same
     * name has a send queue of its own, see {@link MqttConnections#sendQueues()}. What waits for room there does not count.
     */
    SendQueueStatus sendQueue();

    /** The state of the connection now. */
    ConnectionStatus status();

    default boolean isConnected() {
        return status().isConnected();
    }

    /** What the broker answered to the last CONNECT that it answered, also when it refused. */
    Optional<ConnectResult> lastConnAck();

    default ConnectResult connectAndAwait() {
        return BlockingCalls.await("connect", connect());
    }

    default ConnectResult reconnectAndAwait() {
        return BlockingCalls.await("reconnect", reconnect());
    }

    default void disconnectAndAwait() {
        BlockingCalls.await("disconnect", disconnect());
    }

    default void disconnectAndAwait(Duration timeout) {
        BlockingCalls.await("disconnect", disconnect(timeout));
    }

    default void abortAndAwait() {
        BlockingCalls.await("abort", abort());
    }

    default void reauthenticateAndAwait() {
        BlockingCalls.await("reauthenticate", reauthenticate());
    }

    default Duration pingAndAwait() {
        return BlockingCalls.await("ping", ping());
    }
}
