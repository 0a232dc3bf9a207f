package io.quarkiverse.mqttx.session;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.UnsubscribeException;
import io.quarkiverse.mqttx.session.model.ConnectRefusal;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.thread.OnEventLoop;

/**
 * The MQTT session as a pure state machine. Events go in: a packet, a request of the application, the state of the
 * connection, the time. Out of {@link SessionOutput} come packets to send, messages to deliver and promises to settle. It
 * knows no socket, timer, thread or clock, and it outlives the network connection.
 * <p>
 * This class takes what comes from outside, and {@link Reception} what the broker sends; what is done with it stands in the
 * {@link SessionParts}.
 * <p>
 * All methods are called on one thread. Times are milliseconds of a clock that only runs forward and starts at 0 or above.
 */
@OnEventLoop
public final class MqttSession {

    private final SessionSettings settings;
    private final SessionOutput output;
    private final SessionParts parts;
    private final Reception reception;
    private long openedAt;

    /**
     * @param output where packets and news of the connection go
     * @param application where messages go
     * @param journal is told what is to survive the process
     */
    public MqttSession(SessionSettings settings, SessionOutput output, InboundListener application, SessionJournal journal) {
        this.settings = settings;
        this.output = output;
        parts = new SessionParts(settings, output, journal);
        reception = new Reception(parts, output, application);
    }

    /**
     * Goes on where an earlier process has ended. Called once, before all else.
     *
     * @param completions where the outcome of a message goes that the earlier process has left
     * @param expected filters that will be wanted again, though perhaps only after the first connection; other filters that
     *        nobody has asked for until then are taken back at the broker
     */
    public void restore(SessionState state, Function<SessionState.Outgoing, PublishCompletion> completions,
            Set<String> expected) {
        parts.handshake.restored();
        parts.outbound.restore(state, completions);
        parts.inbound.restore(state);
        parts.subscriptions.restore(state, expected);
    }

    /**
     * A network connection is open: CONNECT goes out.
     *
     * @param attempt what CONNECT says in the place of what the settings say
     * @param authenticationData the first word of enhanced authentication (MQTT-5.0 §4.12), or {@code null}
     */
    public void connectionOpened(ConnectAttempt attempt, byte[] authenticationData, PacketSink sink, long now) {
        parts.state.opened(parts.handshake.version(), sink, now);
        openedAt = now;
        parts.authentication.connecting();
        parts.state.send(parts.handshake.connect(attempt, authenticationData), now);
    }

    /**
     * The network connection is gone; nothing in flight is forgotten.
     *
     * @param byPeer the other side closed or reset it, as a broker does that dislikes a CONNECT; false for time-outs, own
     *        closes and failures
     */
    public void connectionClosed(boolean byPeer, long now) {
        boolean unanswered = byPeer && parts.state.inHandshake();
        SubscriptionRequest request = parts.requests.firstUnanswered();
        Object culprit = parts.poison.connectionLost(byPeer && parts.state.isUp(),
                request == null ? parts.outbound.firstUnanswered() : request.key());
        parts.state.closed();
        parts.aliases.connectionLost();
        parts.authentication.connectionLost();
        parts.inbound.connectionLost();
        parts.outbound.connectionLost();
        parts.subscriptions.connectionLost();
        parts.pings.connectionLost();
        if (culprit instanceof PacketOwner owner) {
            parts.outbound.giveUp(owner, parts.poison.verdict());
        } else if (culprit != null) {
            parts.subscriptions.giveUp(culprit, parts.poison.verdict());
        }
        ConnectRefusal refusal = unanswered ? parts.handshake.closedSilently() : null;
        if (refusal != null) {
            output.refused(refusal);
        }
    }

    /** Where packets arrive. */
    public Reception reception() {
        return reception;
    }

    /** What arrived cannot be decoded: the connection ends with this reason code. */
    public void malformed(int reasonCode, String reason, long now) {
        if (parts.state.inHandshake()) {
            output.refused(parts.handshake.answeredWithNonsense(reason));
        }
        parts.state.fail(reasonCode, reason, now);
    }

    /** Whether the socket takes more; while it does not, no PUBLISH is sent. */
    public void writable(boolean writable, long now) {
        parts.state.writable(writable);
        if (writable) {
            reception.proceed(now);
        }
    }

    /** Bytes have arrived. {@code incomplete}: the last of them belong to a packet that is not whole. Without consequences. */
    public void bytesReceived(boolean incomplete, long now) {
        parts.state.progress().received(incomplete, now);
        parts.keepAlive.received(now);
    }

    /** The socket lags behind, or lags no more ({@code all}): so many packets of this connection have left it. */
    public void written(long packets, boolean all, long now) {
        parts.state.progress().written(packets, all, now);
    }

    /** The socket gets a packet of this connection that had to wait, {@link PacketSink#send}: the first of them. */
    public void released(Packet packet, long now) {
        parts.state.progress().released(packet, now);
    }

    /** The time has come that {@link #nextDeadline()} named, or later. */
    public void tick(long now) {
        if (parts.state.inHandshake()) {
            if (now >= connAckDeadline()) {
                parts.state
                        .end("no CONNACK within " + settings.timing().connectTimeoutMillis() + " ms (connect-timeout-seconds)");
            }
        } else {
            parts.authentication.tick(now);
            parts.keepAlive.tick(now);
            parts.pings.tick(now);
            parts.requests.tick(now);
        }
        parts.outbound.tick(now);
    }

    private long connAckDeadline() {
        return parts.state.progress().deadline(1, openedAt, settings.timing().connectTimeoutMillis());
    }

    /** When {@link #tick} is due next, in the clock's milliseconds; {@link Long#MAX_VALUE} for never. */
    public long nextDeadline() {
        if (parts.state.inHandshake()) {
            return Math.min(connAckDeadline(), parts.outbound.nextDeadline());
        }
        long watch = Math.min(parts.authentication.nextDeadline(),
                Math.min(parts.keepAlive.nextDeadline(), parts.pings.nextDeadline()));
        return Math.min(watch,
                Math.min(parts.requests.nextDeadline(), parts.outbound.nextDeadline()));
    }

    /** The way of messages to the broker. */
    public OutboundFlow outbound() {
        return parts.outbound;
    }

    /** The way of messages from the broker, and of their answers. */
    public InboundFlow inbound() {
        return parts.inbound;
    }

    /**
     * Wants a subscription from now on, at every connection. A second call for the same filter replaces the first.
     *
     * @return the identifier of this filter for as long as it is wanted, which messages carry where the broker offers
     *         subscription identifiers; no other filter gets it later
     */
    public int subscribe(Subscription subscription, SubscriptionListener listener, long now) {
        return parts.subscriptions.subscribe(subscription, listener, now);
    }

    /**
     * Wants it no longer. A filter that was never wanted here is taken back as well: a session of an earlier process may
     * have it.
     *
     * @param done told when the broker has answered, at once without a connection; with {@code null} unless the broker refuses
     */
    public void unsubscribe(String filter, Consumer<UnsubscribeException> done, long now) {
        parts.subscriptions.unsubscribe(filter, done, now);
    }

    /** Whether the broker has accepted the connection, and nobody has ended it. */
    public boolean isConnected() {
        return parts.state.isUp();
    }

    /** Whether the last connection has probably ended because of one packet that the broker does not take. */
    public boolean isPoisoned() {
        return parts.poison.isLikely();
    }

    /** Whether the last connection spoke a version in which a message can be rejected, MQTT 5. */
    public boolean canReject() {
        return parts.state.version() != null && parts.state.version().is5();
    }

    /** PINGREQ goes out at once. Several may be under way; each is answered in its turn. */
    public void ping(PingCompletion completion, long now) {
        parts.pings.ping(completion, now);
    }

    /**
     * Answers what is processed, and says, where presence is announced, that the client goes: to be called when all else is
     * out.
     *
     * @return whether the broker's word on that is awaited, after which this is to be asked again
     */
    public boolean announceOffline(long now) {
        return parts.disconnectFlow.announceOffline(now);
    }

    /** Another connection is to follow at once: no PUBLISH goes out, and {@link #disconnect} leaves session and will alone. */
    public void rest(boolean resting, long now) {
        parts.state.rest(resting);
        reception.proceed(now);
    }

    /**
     * DISCONNECT goes out, and the connection ends. In-flight messages stay. Where the broker has not been told that the client
     * goes, its will says it instead.
     */
    public void disconnect(int wanted, long now) {
        parts.disconnectFlow.disconnect(wanted, now);
    }

    /**
     * As {@link #disconnect} where the application ends: with the will, and with the end of the session, where the settings
     * want that. In MQTT 3.x the session stays; only another CONNECT can end it.
     */
    public void leave(long now) {
        parts.disconnectFlow.leave(now);
    }

    /** The client's answer to {@link SessionOutput#challenged}; without effect when that was in an earlier connection. */
    public void authenticate(byte[] data, long now) {
        parts.authentication.respond(data, now);
    }

    /**
     * Authenticates again within the connection (MQTT-5.0 §4.12.1); {@link SessionOutput#authenticated} tells the end.
     *
     * @param data or {@code null}
     * @return false when that is not possible now: no connection, no method, or an authentication that is under way
     */
    public boolean reauthenticate(byte[] data, long now) {
        return parts.authentication.again(data, now);
    }

    /** The client cannot go on with an authentication: the connection ends. */
    public void authenticationFailed(String reason, long now) {
        parts.authentication.fail(reason, now);
    }

    /**
     * Fails all that waits to be published and all in flight: nothing will ever be sent again.
     *
     * @param isKept by sequence in the journal, what another process will send: fails with the cause {@code ofKept}
     */
    public void abandon(Throwable cause, Throwable ofKept, LongPredicate isKept) {
        parts.outbound.abandon(cause, ofKept, isKept);
    }

    /** PUBLISH packets that wait for a connection or for the window. */
    public int queued() {
        return parts.outbound.queued();
    }

    /** QoS 1 and 2 messages sent and not yet acknowledged by the broker. */
    public int inflight() {
        return parts.outbound.inflight();
    }

    /** QoS 1 and 2 messages received and not yet acknowledged by the application. */
    public int unacknowledged() {
        return parts.inbound.unacknowledged();
    }
}
