package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.Subscription;

/**
 * The MQTT session as a pure state machine. Events go in: a packet, a request of the application, the state of the connection,
 * the time. Out of
 * {@link SessionOutput} come packets to send, messages to deliver and promises to settle. It knows no socket, timer, thread or
 * clock, and it outlives
 * the network connection.
 * <p>
 * All methods are called on one thread. Times are milliseconds of a clock that only runs forward and starts at 0 or above.
 */
public final class MqttSession {

    public MqttSession(SessionSettings settings, SessionOutput output) {
    }

    /** A network connection is open: CONNECT goes out. */
    public void connectionOpened(long now) {
    }

    /**
     * The network connection is gone; nothing in flight is forgotten.
     *
     * @param byPeer the other side closed or reset it, as a broker does that dislikes a CONNECT; false for time-outs, own
     *        closes and failures
     */
    public void connectionClosed(boolean byPeer, long now) {
    }

    /** A packet has arrived. */
    public void received(Packet packet, long now) {
    }

    /** What arrived cannot be decoded: the connection ends with this reason code. */
    public void malformed(int reasonCode, String reason, long now) {
    }

    /** Whether the socket takes more; while it does not, no PUBLISH is sent. */
    public void writable(boolean writable, long now) {
    }

    /** The time has come that {@link #nextDeadline()} named, or later. */
    public void tick(long now) {
    }

    /** When {@link #tick} is due next, in the clock's milliseconds; {@link Long#MAX_VALUE} for never. */
    public long nextDeadline() {
        return Long.MAX_VALUE;
    }

    /**
     * Sends a message as soon as connection, window and socket allow, in the order of the calls. It is kept until the broker
     * has taken responsibility,
     * across connections.
     */
    public void publish(Publish message, PublishCompletion completion, long now) {
    }

    /** Wants a subscription from now on, at every connection. A second call for the same filter replaces the first. */
    public void subscribe(Subscription subscription, SubscriptionListener listener, long now) {
    }

    /** Wants it no longer; {@code done} runs when the broker has confirmed, at once when there is nothing to confirm. */
    public void unsubscribe(String filter, Runnable done, long now) {
    }

    /**
     * One recipient of the message has processed it. PUBACK or PUBREC goes out when all have, in receive order [MQTT-4.6.0-2].
     */
    public void acknowledge(InboundMessage message, long now) {
    }

    /**
     * The message will never be acknowledged, and those behind it no longer wait for it; the broker redelivers it in a later
     * connection.
     */
    public void withhold(InboundMessage message, long now) {
    }

    /** DISCONNECT goes out, and the connection ends. In-flight messages stay. */
    public void disconnect(int reasonCode, long now) {
    }

    /** Fails all that waits to be published and all in flight: nothing will ever be sent again. */
    public void abandon(Throwable cause) {
    }

    /** PUBLISH packets that wait for a connection or for the window. */
    public int queued() {
        return 0;
    }

    /** QoS 1 and 2 messages sent and not yet acknowledged by the broker. */
    public int inflight() {
        return 0;
    }

    /** QoS 1 and 2 messages received and not yet acknowledged by the application. */
    public int unacknowledged() {
        return 0;
    }
}
