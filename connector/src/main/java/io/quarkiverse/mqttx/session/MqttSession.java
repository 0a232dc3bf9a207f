package io.quarkiverse.mqttx.session;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;

import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.Subscription;
import io.quarkiverse.mqttx.session.packet.UnsubAck;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * The MQTT session as a pure state machine. Events go in: a packet, a request of the application, the state of the
 * connection, the time. Out of {@link SessionOutput} come packets to send, messages to deliver and promises to settle. It
 * knows no socket, timer, thread or clock, and it outlives the network connection.
 * <p>
 * This class tells who an event is for; what is done with it stands in {@link Handshake}, {@link OutboundFlow},
 * {@link IncomingAliases}, {@link InboundFlow}, {@link Subscriptions}, {@link KeepAlive} and {@link Pings}.
 * <p>
 * All methods are called on one thread. Times are milliseconds of a clock that only runs forward and starts at 0 or above.
 */
public final class MqttSession {

    private final SessionSettings settings;
    private final SessionOutput output;
    private final InboundListener application;
    private final Link link;
    private final Handshake handshake;
    private final Pings pings;
    private final KeepAlive keepAlive;
    private final PoisonWatch poison;
    private final SubscriptionRequests requests;
    private final Subscriptions subscriptions;
    private final OutboundFlow outbound;
    private final IncomingAliases aliases;
    private final InboundFlow inbound;
    private final Goodbye goodbye;
    private final Authentication authentication;
    private long openedAt;

    /**
     * @param output where packets and news of the connection go
     * @param application where messages go
     */
    public MqttSession(SessionSettings settings, SessionOutput output, InboundListener application) {
        this(settings, output, application, SessionJournal.NONE);
    }

    /** @param journal is told what is to survive the process */
    public MqttSession(SessionSettings settings, SessionOutput output, InboundListener application, SessionJournal journal) {
        this.settings = settings;
        this.output = output;
        this.application = application;
        link = new Link(output, settings.ackTimeoutMillis());
        handshake = new Handshake(settings);
        authentication = new Authentication(settings, link, output);
        pings = new Pings(link, settings);
        keepAlive = new KeepAlive(link, pings, settings.autoKeepAlive());
        poison = new PoisonWatch(link, pings);
        PacketIds ids = new PacketIds();
        requests = new SubscriptionRequests(link, ids, settings, poison);
        subscriptions = new Subscriptions(link, requests, settings, journal);
        outbound = new OutboundFlow(link, ids, settings, journal, poison);
        aliases = new IncomingAliases(link, settings.flow().topicAliasMaximum());
        inbound = new InboundFlow(link, settings, journal);
        goodbye = new Goodbye(link, handshake, settings.options().presence(), inbound, outbound);
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
        handshake.restored();
        outbound.restore(state, completions);
        inbound.restore(state);
        subscriptions.restore(state, expected);
    }

    /** A network connection is open: CONNECT goes out as the settings say. */
    public void connectionOpened(long now) {
        connectionOpened(ConnectDetails.of(settings), now);
    }

    /** A network connection is open: CONNECT goes out with these details in the place of what the settings say. */
    public void connectionOpened(ConnectDetails details, long now) {
        link.opened(handshake.version(), now);
        openedAt = now;
        authentication.connecting();
        link.send(handshake.connect(details), now);
    }

    /**
     * The network connection is gone; nothing in flight is forgotten.
     *
     * @param byPeer the other side closed or reset it, as a broker does that dislikes a CONNECT; false for time-outs, own
     *        closes and failures
     */
    public void connectionClosed(boolean byPeer, long now) {
        boolean unanswered = byPeer && link.inHandshake();
        SubscriptionRequest request = requests.firstUnanswered();
        Object culprit = poison.connectionLost(byPeer && link.isUp(),
                request == null ? outbound.firstUnanswered() : request.key());
        link.closed();
        aliases.connectionLost();
        authentication.connectionLost();
        inbound.connectionLost();
        outbound.connectionLost();
        subscriptions.connectionLost();
        pings.connectionLost();
        if (culprit instanceof PacketOwner owner) {
            outbound.giveUp(owner, poison.verdict());
        } else if (culprit != null) {
            subscriptions.giveUp(culprit, poison.verdict());
        }
        ConnectRefusal refusal = unanswered ? handshake.closedSilently() : null;
        if (refusal != null) {
            output.refused(refusal);
        }
    }

    /** A packet has arrived. */
    public void received(Packet packet, long now) {
        link.progress().received(now);
        if (link.isUp()) {
            keepAlive.received(now);
            dispatch(packet, now);
            if (poison.isOneByOne() && link.isUp()) {
                next(now);
            }
        } else if (link.inHandshake()) {
            if (packet instanceof ConnAck connAck) {
                connAck(connAck, now);
            } else if (packet instanceof Auth auth) {
                authentication.received(auth, now);
            } else {
                link.end("the broker has sent " + packet.type() + " before CONNACK");
            }
        }
    }

    /** Sends the next packet that has waited for the answer to the one before. */
    private void next(long now) {
        requests.sendNext(now);
        outbound.drain(now);
        if (requests.isIdle() && outbound.isIdle()) {
            poison.cleared();
            outbound.drain(now);
        }
    }

    private void dispatch(Packet packet, long now) {
        switch (packet.type()) {
            case PUBLISH -> published((Publish) packet, now);
            case PUBACK -> outbound.pubAck((Ack) packet, now);
            case PUBREC -> outbound.pubRec((Ack) packet, now);
            case PUBREL -> inbound.pubRel((Ack) packet, now);
            case PUBCOMP -> outbound.pubComp((Ack) packet, now);
            case SUBACK -> subscriptions.subAck((SubAck) packet, now);
            case UNSUBACK -> subscriptions.unsubAck((UnsubAck) packet, now);
            case PINGRESP -> pings.answered(now);
            case DISCONNECT -> disconnected((Disconnect) packet, now);
            case AUTH -> authentication.received((Auth) packet, now);
            default ->
                link.fail(ReasonCode.PROTOCOL_ERROR, "the broker has sent " + packet.type() + " in the middle of a connection",
                        now);
        }
    }

    private void published(Publish packet, long now) {
        Publish resolved = aliases.resolve(packet, now);
        InboundMessage message = resolved == null ? null : inbound.accept(resolved, now);
        if (message != null) {
            application.deliver(message);
        }
    }

    private void connAck(ConnAck connAck, long now) {
        if (connAck.code() != ReasonCode.SUCCESS) {
            output.answered(handshake.result(connAck, null));
            output.refused(handshake.refused(connAck));
            link.end("the broker has refused the connection");
        } else if (handshake.contradicts(connAck)) {
            link.end("the broker claims to have a session although it was asked for a clean start");
        } else if (authentication.completes(connAck, now)) {
            accepted(connAck, now);
        }
    }

    private void accepted(ConnAck connAck, long now) {
        boolean resumes = handshake.resumes(connAck);
        boolean certain = handshake.isCertain(connAck);
        boolean inherits = handshake.inherits(connAck);
        NegotiatedSettings negotiated = handshake.accepted(connAck);
        String notice = handshake.versionAccepted();
        link.accepted(negotiated);
        keepAlive.connected(negotiated.keepAliveSeconds(), now);
        if (notice != null) {
            output.notice(notice);
        }
        output.answered(handshake.result(connAck, negotiated));
        output.connected(negotiated);
        inbound.connected(resumes, certain);
        poison.connected(now);
        subscriptions.connected(resumes, certain, now);
        goodbye.connected();
        outbound.connected(resumes, inherits, now);
    }

    private void disconnected(Disconnect disconnect, long now) {
        if (!link.version().is5()) {
            link.fail(ReasonCode.PROTOCOL_ERROR,
                    "the broker has sent DISCONNECT, which only clients may in MQTT " + link.version(),
                    now);
            return;
        }
        String said = disconnect.properties().string(Property.REASON_STRING);
        String reason = "DISCONNECT " + ReasonCode.describe(disconnect.reasonCode())
                + (said == null ? "" : ": " + SafeText.of(said));
        if (disconnect.reasonCode() == ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED) {
            requests.doWithoutIdentifiers();
        }
        poison.disconnected(disconnect.reasonCode(), reason);
        output.disconnectedByBroker(disconnect.reasonCode(), reason, disconnect.properties());
        link.end(reason);
    }

    /** What arrived cannot be decoded: the connection ends with this reason code. */
    public void malformed(int reasonCode, String reason, long now) {
        if (link.inHandshake()) {
            output.refused(handshake.answeredWithNonsense(reason));
        }
        link.fail(reasonCode, reason, now);
    }

    /** Whether the socket takes more; while it does not, no PUBLISH is sent. */
    public void writable(boolean writable, long now) {
        link.writable(writable);
        if (writable) {
            outbound.drain(now);
        }
    }

    /** Bytes have arrived. {@code incomplete}: the last of them belong to a packet that is not whole. Without consequences. */
    public void bytesReceived(boolean incomplete, long now) {
        link.progress().received(incomplete, now);
        keepAlive.received(now);
    }

    /** The socket lags behind, or lags no more ({@code all}): so many packets of this connection have left it. */
    public void written(long packets, boolean all, long now) {
        link.progress().written(packets, all, now);
    }

    /** The socket gets a packet of this connection that had to wait, {@link SessionOutput#send}: the first of them. */
    public void released(Packet packet, long now) {
        link.progress().released(packet, now);
    }

    /** The time has come that {@link #nextDeadline()} named, or later. */
    public void tick(long now) {
        if (link.inHandshake()) {
            if (now >= connAckDeadline()) {
                link.end("no CONNACK within " + settings.connectTimeoutMillis() + " ms (connect-timeout-seconds)");
            }
        } else {
            authentication.tick(now);
            keepAlive.tick(now);
            pings.tick(now);
            requests.tick(now);
        }
        outbound.tick(now);
    }

    private long connAckDeadline() {
        return link.progress().deadline(1, openedAt, settings.connectTimeoutMillis());
    }

    /** When {@link #tick} is due next, in the clock's milliseconds; {@link Long#MAX_VALUE} for never. */
    public long nextDeadline() {
        if (link.inHandshake()) {
            return Math.min(connAckDeadline(), outbound.nextDeadline());
        }
        long watch = Math.min(authentication.nextDeadline(), Math.min(keepAlive.nextDeadline(), pings.nextDeadline()));
        return Math.min(watch,
                Math.min(requests.nextDeadline(), outbound.nextDeadline()));
    }

    /**
     * Sends a message as soon as connection, window and socket allow, in the order of the calls. It is kept until the broker
     * has taken responsibility, across connections. May be called from within a completion.
     *
     * @param share of whoever publishes it
     */
    public void publish(Publish message, PublishCompletion completion, OutboxShare share, long now) {
        outbound.publish(message, completion, share, now);
    }

    /** A publisher is there again, of whom an earlier process may have left messages: they count as its own. */
    public void adopt(OutboxShare share) {
        outbound.adopt(share);
    }

    /**
     * Wants a subscription from now on, at every connection. A second call for the same filter replaces the first.
     *
     * @return the identifier of this filter for as long as it is wanted, which messages carry where the broker offers
     *         subscription identifiers; no other filter gets it later
     */
    public int subscribe(Subscription subscription, SubscriptionListener listener, long now) {
        return subscriptions.subscribe(subscription, listener, now);
    }

    /**
     * Wants it no longer. A filter that was never wanted here is taken back as well: a session of an earlier process may
     * have it.
     *
     * @param done told when the broker has answered, at once without a connection; with {@code null} unless the broker refuses
     */
    public void unsubscribe(String filter, Consumer<UnsubscribeException> done, long now) {
        subscriptions.unsubscribe(filter, done, now);
    }

    /**
     * One recipient of the message has processed it. PUBACK or PUBREC goes out when all have, each in receive order
     * [MQTT-4.6.0-2].
     */
    public void acknowledge(InboundMessage message, long now) {
        inbound.acknowledge(message, now);
    }

    /**
     * One recipient of the message rejects it. That counts as its acknowledgement; PUBACK or PUBREC tells the broker of the
     * first rejection, in receive order as well. MQTT 3.x has no word for it, so there it is an acknowledgement like any
     * other: ask {@link #canReject()} first where that would be wrong.
     */
    public void reject(InboundMessage message, Rejection rejection, long now) {
        inbound.reject(message, rejection, now);
    }

    /** Whether the broker has accepted the connection, and nobody has ended it. */
    public boolean isConnected() {
        return link.isUp();
    }

    /** Whether the last connection has probably ended because of one packet that the broker does not take. */
    public boolean isPoisoned() {
        return poison.isLikely();
    }

    /** Whether the last connection spoke a version in which a message can be rejected, MQTT 5. */
    public boolean canReject() {
        return link.version() != null && link.version().is5();
    }

    /**
     * The message will never be acknowledged, and those behind it no longer wait for it; the broker redelivers it in a later
     * connection.
     */
    public void withhold(InboundMessage message, long now) {
        inbound.withhold(message, now);
    }

    /** PINGREQ goes out at once. Several may be under way; each is answered in its turn. */
    public void ping(PingCompletion completion, long now) {
        pings.ping(completion, now);
    }

    /**
     * Answers what is processed, and says, where presence is announced, that the client goes: to be called when all else is
     * out.
     *
     * @return whether the broker's word on that is awaited, after which this is to be asked again
     */
    public boolean takeLeave(long now) {
        return goodbye.takeLeave(now);
    }

    /** Another connection is to follow at once: no PUBLISH goes out, and {@link #disconnect} leaves session and will alone. */
    public void rest(boolean resting, long now) {
        link.rest(resting);
        outbound.drain(now);
    }

    /**
     * DISCONNECT goes out, and the connection ends. In-flight messages stay. Where the broker has not been told that the client
     * goes, its will says it instead.
     */
    public void disconnect(int wanted, long now) {
        goodbye.disconnect(wanted, now);
    }

    /**
     * As {@link #disconnect} where the application ends: with the will, and with the end of the session, where the settings
     * want that. In MQTT 3.x the session stays; only another CONNECT can end it.
     */
    public void leave(long now) {
        goodbye.leave(now);
    }

    /** The client's answer to {@link SessionOutput#challenged}; without effect when that was in an earlier connection. */
    public void authenticate(byte[] data, long now) {
        authentication.respond(data, now);
    }

    /**
     * Authenticates again within the connection (MQTT-5.0 §4.12.1); {@link SessionOutput#authenticated} tells the end.
     *
     * @param data or {@code null}
     * @return false when that is not possible now: no connection, no method, or an authentication that is under way
     */
    public boolean reauthenticate(byte[] data, long now) {
        return authentication.again(data, now);
    }

    /** The client cannot go on with an authentication: the connection ends. */
    public void authenticationFailed(String reason, long now) {
        authentication.fail(reason, now);
    }

    /** Fails all that waits to be published and all in flight: nothing will ever be sent again. */
    public void abandon(Throwable cause) {
        outbound.abandon(cause, cause, sequence -> true);
    }

    /** @param isKept by sequence in the journal, what another process will send: fails with the cause {@code ofKept} */
    public void abandon(Throwable cause, Throwable ofKept, LongPredicate isKept) {
        outbound.abandon(cause, ofKept, isKept);
    }

    /** PUBLISH packets that wait for a connection or for the window. */
    public int queued() {
        return outbound.queued();
    }

    /** QoS 1 and 2 messages sent and not yet acknowledged by the broker. */
    public int inflight() {
        return outbound.inflight();
    }

    /** QoS 1 and 2 messages received and not yet acknowledged by the application. */
    public int unacknowledged() {
        return inbound.unacknowledged();
    }
}
