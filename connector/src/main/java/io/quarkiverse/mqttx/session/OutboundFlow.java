package io.quarkiverse.mqttx.session;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongPredicate;

import io.quarkiverse.mqttx.api.MessageDroppedException.Reason;
import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.thread.OnEventLoop;

/**
 * Messages from the application to the broker (MQTT-5.0 §4.3, §4.4, §4.6, §4.9): sent in the order of the requests, as many
 * at once as the window allows, kept until the broker has taken responsibility, and sent again in a later connection when it
 * has not.
 */
@OnEventLoop
public final class OutboundFlow {

    private final ConnectionState state;
    private final PacketIds ids;
    private final OutboundJournal journal;
    private final SendWindow window;
    private final StalePacketIds staleIds;
    private final OutboundAliases aliases;
    private final PoisonWatch poison;

    private final SendQueue sendQueue;
    /** What the session itself has to say. */
    private final PublisherQueue own = new PublisherQueue("the session");
    private final InFlight inFlight = new InFlight();
    private final Settlement settlement;
    private boolean draining;

    OutboundFlow(ConnectionState state, PacketIds ids, SessionSettings settings, SessionJournal sessionJournal,
            PoisonWatch poison) {
        this.state = state;
        this.poison = poison;
        this.ids = ids;
        this.journal = new OutboundJournal(sessionJournal);
        this.sendQueue = new SendQueue(journal);
        this.window = new SendWindow(state, ids, settings);
        this.staleIds = new StalePacketIds(state, ids, poison);
        this.settlement = new Settlement(state, ids, journal, window, staleIds, poison, inFlight);
        this.aliases = new OutboundAliases(state, settings.flow().outgoingTopicAliases());
    }

    /** Goes on with what an earlier process has left. */
    void restore(SessionState state, Function<SessionState.Outgoing, PublishCompletion> completions) {
        Map<String, PublisherQueue> shares = new HashMap<>();
        for (SessionState.Outgoing left : state.outgoing()) {
            OutboundMessage message = new OutboundMessage(left, completions.apply(left),
                    shares.computeIfAbsent(left.sender(), PublisherQueue::new));
            journal.restored(left);
            if (message.packetId == 0) {
                sendQueue.add(message);
            } else {
                ids.takeAgain(message.packetId, message);
                inFlight.add(message);
            }
        }
        connectionLost();
    }

    /** A publisher is there again, of whom an earlier process may have left messages: they count as its own. */
    public void adopt(PublisherQueue share) {
        sendQueue.adopt(share);
        inFlight.adopt(share);
    }

    /**
     * Sends a message as soon as connection, window and socket allow, in the order of the calls. It is kept until the broker
     * has taken responsibility, across connections. May be called from within a completion.
     *
     * @param share of whoever publishes it
     */
    public void publish(Publish message, PublishCompletion completion, PublisherQueue share, long now) {
        if (!sentAtOnce(message, completion, share, now)) {
            sendQueue.admit(new OutboundMessage(message, completion, share, now), state.isUp(), now);
        }
        drain(now);
    }

    /** Nothing is ahead of it, and nothing keeps it: it need not wait. */
    private boolean sentAtOnce(Publish message, PublishCompletion completion, PublisherQueue share, long now) {
        if (draining || inFlight.nextResend() != null || poison.isOneByOne() || !sendQueue.isEmpty() || !state.takesMessages()
                || !hasRoomFor(message.qos(), now)) {
            return false;
        }
        draining = true;
        try {
            if (message.qos() == 0) {
                sendOnce(message, completion, now);
            } else {
                sendFirst(new OutboundMessage(message, completion, share, now), now);
            }
        } finally {
            draining = false;
        }
        return true;
    }

    /** Whether window and packet identifiers allow a message to be sent that is new. */
    private boolean hasRoomFor(int qos, long now) {
        return qos == 0 || window.isOpen(qos) && (qos == 1 || staleIds.provides(now));
    }

    /** What the session itself says; kept over the end of the process as {@link #publishFirst} says. */
    void announce(Publish message, PublishCompletion completion, long now) {
        sendQueue.add(new OutboundMessage(message, completion, own, now));
        drain(now);
    }

    /**
     * As {@link #announce}, but ahead of all that was not sent yet; goes out with the next {@link #drain}. It is kept over the
     * end of the process only once it has a packet identifier: before, the next process has one of its own to say.
     */
    void publishFirst(Publish message, PublishCompletion completion) {
        sendQueue.addFirst(new OutboundMessage(message, completion, own, 0));
    }

    /** Whether the message was not sent yet, in any connection. */
    boolean isWaiting(Publish message) {
        return sendQueue.find(message) != null;
    }

    /** Takes a message back that was not sent yet; it has no outcome then. */
    void withdraw(Publish message) {
        OutboundMessage waiting = sendQueue.find(message);
        if (waiting != null) {
            sendQueue.remove(waiting);
        }
    }

    /** Sends what connection, window and socket allow: first again what an earlier connection left, then what is new. */
    void drain(long now) {
        // A completion may publish the next message while this loop runs: the loop itself will take it, in its turn.
        if (draining) {
            return;
        }
        draining = true;
        try {
            while (inFlight.nextRelease() != null && state.isUp() && poison.maySend()) {
                settlement.sendPubRel(inFlight.takeRelease(), now);
            }
            while (inFlight.nextResend() != null && inFlight.nextRelease() == null && state.takesMessages()
                    && window.isOpen(inFlight.nextResend().qos) && poison.maySend()) {
                send(inFlight.takeResend(), now);
            }
            if (poison.isOneByOne()) {
                tryRelease(now);
            }
            OutboundMessage message;
            while (inFlight.nextResend() == null && !poison.isOneByOne() && state.takesMessages()
                    && (message = sendQueue.first()) != null
                    && hasRoomFor(message.qos, now)) {
                sendQueue.remove(message);
                if (message.expiresAt <= now) {
                    sendQueue.drop(message, Reason.EXPIRED);
                } else {
                    sendFirst(message, now);
                }
            }
        } finally {
            draining = false;
        }
    }

    /** Once all else is through, in case that it is what the broker ends the connection at. */
    private void tryRelease(long now) {
        if (inFlight.isEmpty() && poison.maySend() && state.takesMessages()) {
            staleIds.resume(now);
        }
    }

    private void sendFirst(OutboundMessage message, long now) {
        if (message.qos == 0) {
            sendOnce(message.at(now), message.completion, now);
            return;
        }
        PublishException refusal = PublishLimits.refusal(message.message, state.negotiated());
        if (refusal == null && message.qos == 2) {
            refusal = staleIds.refusal(message.message);
        }
        if (refusal != null) {
            journal.settled(message);
            message.completion.failed(refusal);
        } else {
            message.packetId = message.qos == 2 ? staleIds.take(message, now) : ids.take(message);
            journal.identified(message);
            inFlight.add(message);
            transmit(message, now);
        }
    }

    /** At QoS 0 nothing is remembered. */
    private void sendOnce(Publish message, PublishCompletion completion, long now) {
        PublishException refusal = PublishLimits.refusal(message, state.negotiated());
        if (refusal != null) {
            completion.failed(refusal);
        } else {
            state.send(aliases.onWire(message, 0, false), now);
            completion.succeeded(0, ReasonCode.SUCCESS, Properties.EMPTY);
        }
    }

    private void send(OutboundMessage message, long now) {
        PublishException refusal = PublishLimits.refusal(message.message, state.negotiated());
        if (refusal != null) {
            inFlight.remove(message);
            ids.free(message.packetId);
            if (message.qos == 2 && message.sentInSession) {
                staleIds.suspect(message.packetId);
            }
            journal.settled(message);
            message.completion.failed(refusal);
        } else if (!message.sentInSession && message.expiresAt <= now) {
            // with the session went the duty to send it again
            inFlight.remove(message);
            ids.free(message.packetId);
            sendQueue.drop(message, Reason.EXPIRED);
        } else {
            transmit(message, now);
        }
    }

    private void transmit(OutboundMessage message, long now) {
        state.send(onWire(message.at(now), message.packetId, message.sentInSession), now);
        poison.sent(message);
        message.sent = true;
        message.sentInSession = true;
        message.sent(state.progress());
        window.enter(message);
    }

    /** An alias must not make a message look guilty. */
    private Publish onWire(Publish message, int packetId, boolean duplicate) {
        return poison.isOneByOne() ? message.as(packetId, duplicate) : aliases.onWire(message, packetId, duplicate);
    }

    void pubAck(Ack ack, long now) {
        if (settlement.pubAck(ack, now)) {
            drain(now);
        }
    }

    void pubRec(Ack ack, long now) {
        if (settlement.pubRec(ack, now)) {
            drain(now);
        }
    }

    void pubComp(Ack ack, long now) {
        if (settlement.pubComp(ack, now)) {
            drain(now);
        }
    }

    void connectionLost() {
        aliases.connectionLost();
        staleIds.connectionLost();
        inFlight.connectionLost();
        window.reset(inFlight.released());
        sendQueue.connectionLost();
    }

    /** What went out in this connection and has no answer, of which the first; {@code null} when there is none. */
    PacketOwner firstUnanswered() {
        OutboundMessage first = inFlight.firstSent();
        if (first != null) {
            return state.progress().isHeld(first.number) ? null : first;
        }
        return staleIds.isUnanswered() ? staleIds : null;
    }

    /** Whether nothing is in flight, and nothing has to be sent again. */
    boolean isIdle() {
        return inFlight.isEmpty() && staleIds.isIdle();
    }

    /** The broker ends the connection whenever it gets this, so it does not get it again. To be called without a connection. */
    void giveUp(PacketOwner culprit, String verdict) {
        if (culprit instanceof OutboundMessage message) {
            settlement.giveUp(message, verdict);
        } else {
            staleIds.giveUp(verdict);
        }
    }

    /**
     * Takes the session up again [MQTT-4.4.0-1], or starts it anew where the broker has lost it.
     *
     * @param inherits whether the broker may hold what an earlier process has sent, and nobody here knows of
     */
    void connected(boolean sessionPresent, boolean inherits, long now) {
        aliases.connected();
        if (inherits) {
            staleIds.suspectAll();
        }
        if (sessionPresent) {
            inFlight.sessionResumed();
        } else {
            forgetSession();
        }
        drain(now);
    }

    private void forgetSession() {
        staleIds.trustAll();
        inFlight.sessionLost();
        draining = true;
        try {
            settlement.sessionLost();
        } finally {
            draining = false;
        }
    }

    long nextDeadline() {
        return Math.min(Math.min(ackDeadline(), staleIds.nextDeadline()), sendQueue.nextExpiry());
    }

    private long ackDeadline() {
        OutboundMessage message = inFlight.awaitedLongest();
        return message == null ? Long.MAX_VALUE : state.ackDeadline(message.number, message.sentAt);
    }

    void tick(long now) {
        if (now >= sendQueue.nextExpiry()) {
            sendQueue.expire(now);
        }
        if (now >= ackDeadline()) {
            OutboundMessage message = inFlight.awaitedLongest();
            String awaited = message.released ? "PUBCOMP" : message.qos == 1 ? "PUBACK" : "PUBREC";
            state.unanswered("no " + awaited + " for packet " + message.packetId,
                    "; what is in flight is sent again after the reconnection", now);
        }
        staleIds.tick(now);
    }

    /** Fails everything that has no outcome yet. */
    void abandon(Throwable cause, Throwable ofKept, LongPredicate isKept) {
        draining = true;
        OutboundMessage message;
        while ((message = inFlight.first()) != null) {
            inFlight.remove(message);
            ids.free(message.packetId);
            abandon(message, cause, ofKept, isKept);
        }
        inFlight.startOver();
        window.reset(0);
        while ((message = sendQueue.first()) != null) {
            sendQueue.remove(message);
            abandon(message, cause, ofKept, isKept);
        }
        draining = false;
    }

    private void abandon(OutboundMessage message, Throwable cause, Throwable ofKept, LongPredicate isKept) {
        boolean kept = message.sequence != 0 && isKept.test(message.sequence);
        if (!kept) {
            journal.settled(message);
        }
        message.completion.failed(kept ? ofKept : cause);
    }

    int queued() {
        return sendQueue.size();
    }

    int inflight() {
        return inFlight.size();
    }
}
