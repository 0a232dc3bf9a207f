package io.quarkiverse.mqttx.client;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.SubscriptionListener;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.Subscription;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.vertx.core.Context;
import io.vertx.core.Future;

/**
 * A connection to a broker that keeps itself up: session, transport, reconnection. All methods may be called on any thread
 * unless they say otherwise; callbacks run on {@link #context()}.
 */
public interface MqttClient {

    /** The event loop on which all of this connection's state is touched. */
    Context context();

    /** Opens the connection and keeps it; completes at the first CONNACK that accepts. Later calls return the same future. */
    Future<Void> start();

    /**
     * Sends DISCONNECT and closes; nothing is sent or received afterwards. What is still to be published fails. Completes in
     * any case, at the latest after
     * the time-out.
     */
    Future<Void> stop(Duration timeout);

    /**
     * Registers a recipient before the connection is started, so that nothing that arrives early is lost. Asks nothing of the
     * broker.
     */
    void route(List<TopicFilter> filters, Route route);

    /** Takes the recipient away. What it has not acknowledged stays unacknowledged. */
    void unroute(Route route);

    /** Wants this subscription from now on, at every connection. */
    void subscribe(Subscription subscription, SubscriptionListener listener);

    /** Wants it no longer; completes when the broker has confirmed, or at once without a connection. */
    Future<Void> unsubscribe(String filter);

    /**
     * Sends a message, in the order of the calls from one thread; waits while there is no connection. On {@link #context()}
     * there is no hop.
     */
    void publish(Publish message, PublishCompletion completion);

    /** One recipient has processed the message. */
    void acknowledge(InboundMessage message);

    /** The recipient gives the message up; the broker keeps it. */
    void withhold(InboundMessage message);

    /** The state of the connection now. */
    ConnectionStatus status();
}
