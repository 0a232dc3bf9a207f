package io.quarkiverse.mqttx.session;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongPredicate;

import io.quarkiverse.mqttx.session.MessageDroppedException.Reason;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.PacketType;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * Messages from the application to the broker (MQTT-5.0 §4.3, §4.4, §4.6, §4.9): sent in the order of the requests, as many
 * at once as the window allows, kept until the broker has taken responsibility, and sent again in a later connection when it
 * has not.
 */
final class OutboundFlow {

    private final Link link;
    private final PacketIds ids;
    private final OutboundKeeper keeper;
    private final SendWindow window;
    private final SuspectIds suspects;
    private final OutgoingAliases aliases;
    private final PoisonWatch poison;

    private final Outbox outbox;
    /** What the session itself has to say. */
    private final OutboxShare own = new OutboxShare("the session");
    /** PUBLISH was sent in this or an earlier connection; PUBACK or PUBREC is awaited. */
    private final OutboundList unacknowledged = new OutboundList();
    /** PUBREC has come, in this order; PUBCOMP is awaited. */
    private final OutboundList released = new OutboundList();
    private final AckWatch acknowledgements;
    /** The first of {@link #unacknowledged} that has not been sent in this connection; all behind it have not either. */
    private OutboundMessage nextResend;
    /** The first of {@link #released} whose PUBREL has not been sent in this connection; all behind it have not either. */
    private OutboundMessage nextRelease;
    private boolean draining;

    OutboundFlow(Link link, PacketIds ids, SessionSettings settings, SessionJournal journal, PoisonWatch poison) {
        this.link = link;
        this.poison = poison;
        this.ids = ids;
        this.keeper = new OutboundKeeper(journal);
        this.outbox = new Outbox(keeper);
        this.window = new SendWindow(link, ids, settings);
        this.suspects = new SuspectIds(link, ids, settings, poison);
        this.acknowledgements = new AckWatch(link, settings, unacknowledged, released);
        this.aliases = new OutgoingAliases(link, settings.flow().outgoingTopicAliases());
    }

    /** Goes on with what an earlier process has left. */
    void restore(SessionState state, Function<SessionState.Outgoing, PublishCompletion> completions) {
        Map<String, OutboxShare> shares = new HashMap<>();
        for (SessionState.Outgoing left : state.outgoing()) {
            OutboundMessage message = new OutboundMessage(left, completions.apply(left),
                    shares.computeIfAbsent(left.sender(), OutboxShare::new));
            keeper.restored(left);
            if (message.packetId == 0) {
                outbox.add(message);
            } else {
                ids.takeAgain(message.packetId, message);
                (message.released ? released : unacknowledged).append(message);
            }
        }
        connectionLost();
    }

    /** What an earlier process has left of this publisher counts as its own. */
    void adopt(OutboxShare share) {
        outbox.adopt(share);
        for (OutboundMessage message = unacknowledged.first(); message != null; message = message.next) {
            if (message.share.name().equals(share.name())) {
                message.share = share;
            }
        }
    }

    void publish(Publish message, PublishCompletion completion, OutboxShare share, long now) {
        if (!sentAtOnce(message, completion, share, now)) {
            outbox.admit(new OutboundMessage(message, completion, share, now), link.isUp(), now);
        }
        drain(now);
    }

    /** Nothing is ahead of it, and nothing keeps it: it need not wait. */
    private boolean sentAtOnce(Publish message, PublishCompletion completion, OutboxShare share, long now) {
        if (draining || nextResend != null || poison.isOneByOne() || !outbox.isEmpty() || !link.takesMessages()
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
        return qos == 0 || window.isOpen(qos) && (qos == 1 || suspects.provides(now));
    }

    /** What the session itself says; kept over the end of the process as {@link #publishFirst} says. */
    void announce(Publish message, PublishCompletion completion, long now) {
        outbox.add(new OutboundMessage(message, completion, own, now));
        drain(now);
    }

    /**
     * As {@link #announce}, but ahead of all that was not sent yet; goes out with the next {@link #drain}. It is kept over the
     * end of the process only once it has a packet identifier: before, the next process has one of its own to say.
     */
    void publishFirst(Publish message, PublishCompletion completion) {
        outbox.addFirst(new OutboundMessage(message, completion, own, 0));
    }

    /** Whether the message was not sent yet, in any connection. */
    boolean isWaiting(Publish message) {
        return outbox.find(message) != null;
    }

    /** Takes a message back that was not sent yet; it has no outcome then. */
    void withdraw(Publish message) {
        OutboundMessage waiting = outbox.find(message);
        if (waiting != null) {
            outbox.remove(waiting);
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
            while (nextRelease != null && link.isUp() && poison.maySend()) {
                OutboundMessage message = nextRelease;
                nextRelease = message.next;
                sendPubRel(message, now);
            }
            while (nextResend != null && nextRelease == null && link.takesMessages() && window.isOpen(nextResend.qos)
                    && poison.maySend()) {
                OutboundMessage message = nextResend;
                nextResend = message.next;
                send(message, now);
            }
            if (poison.isOneByOne()) {
                tryRelease(now);
            }
            OutboundMessage message;
            while (nextResend == null && !poison.isOneByOne() && link.takesMessages() && (message = outbox.first()) != null
                    && hasRoomFor(message.qos, now)) {
                outbox.remove(message);
                if (message.expiresAt <= now) {
                    outbox.drop(message, Reason.EXPIRED);
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
        if (isIdle() && poison.maySend() && link.takesMessages() && !outbox.isEmpty() && outbox.first().qos == 2) {
            suspects.provides(now);
        }
    }

    private void sendFirst(OutboundMessage message, long now) {
        if (message.qos == 0) {
            sendOnce(message.at(now), message.completion, now);
            return;
        }
        PublishException refusal = PublishLimits.refusal(message.message, link.negotiated());
        if (refusal == null && message.qos == 2) {
            refusal = suspects.refusal(message.message);
        }
        if (refusal != null) {
            keeper.settled(message);
            message.completion.failed(refusal);
        } else {
            message.packetId = message.qos == 2 ? suspects.take(message, now) : ids.take(message);
            keeper.identified(message);
            unacknowledged.append(message);
            transmit(message, now);
        }
    }

    /** At QoS 0 nothing is remembered. */
    private void sendOnce(Publish message, PublishCompletion completion, long now) {
        PublishException refusal = PublishLimits.refusal(message, link.negotiated());
        if (refusal != null) {
            completion.failed(refusal);
        } else {
            link.send(aliases.onWire(message, 0, false), now);
            completion.succeeded(0, ReasonCode.SUCCESS, Properties.EMPTY);
        }
    }

    private void send(OutboundMessage message, long now) {
        PublishException refusal = PublishLimits.refusal(message.message, link.negotiated());
        if (refusal != null) {
            unacknowledged.remove(message);
            ids.free(message.packetId);
            if (message.qos == 2 && message.sentInSession) {
                suspects.suspect(message.packetId);
            }
            keeper.settled(message);
            message.completion.failed(refusal);
        } else if (!message.sentInSession && message.expiresAt <= now) {
            // with the session went the duty to send it again
            unacknowledged.remove(message);
            ids.free(message.packetId);
            outbox.drop(message, Reason.EXPIRED);
        } else {
            transmit(message, now);
        }
    }

    private void transmit(OutboundMessage message, long now) {
        link.send(onWire(message.at(now), message.packetId, message.sentInSession), now);
        poison.sent(message);
        message.sent = true;
        message.sentInSession = true;
        message.sent(link.progress());
        window.enter(message);
    }

    /** An alias must not make a message look guilty. */
    private Publish onWire(Publish message, int packetId, boolean duplicate) {
        return poison.isOneByOne() ? message.as(packetId, duplicate) : aliases.onWire(message, packetId, duplicate);
    }

    void pubAck(Ack ack, long now) {
        if (!(ids.owner(ack.packetId()) instanceof OutboundMessage message) || !message.sent) {
            return;
        }
        if (message.qos != 1) {
            link.fail(ReasonCode.PROTOCOL_ERROR, "PUBACK for packet " + ack.packetId()
                    + ", which is a QoS 2 message; a broker that answers so does not know QoS 2, use QoS 1", now);
            return;
        }
        link.progress().answered(message.number, now);
        unacknowledged.remove(message);
        settle(message, "PUBACK", ack.reasonCode(), ack.properties());
        drain(now);
    }

    void pubRec(Ack ack, long now) {
        if (!(ids.owner(ack.packetId()) instanceof OutboundMessage message)) {
            // Nobody waits for it, but the broker does: it keeps the identifier until it gets a PUBREL.
            if (!ReasonCode.isFailure(ack.reasonCode())) {
                int code = link.version().is5() ? ReasonCode.PACKET_IDENTIFIER_NOT_FOUND : ReasonCode.SUCCESS;
                link.send(new Ack(PacketType.PUBREL, ack.packetId(), code), now);
            }
            return;
        }
        if (message.qos != 2) {
            link.fail(ReasonCode.PROTOCOL_ERROR, "PUBREC for packet " + ack.packetId() + ", which is a QoS 1 message", now);
            return;
        }
        if (message.released) {
            sendPubRel(message, now);
        } else if (!message.sent) {
            // Not asked in this connection, so it answers nothing of ours.
            return;
        } else if (ReasonCode.isFailure(ack.reasonCode())) {
            unacknowledged.remove(message);
            settle(message, "PUBREC", ack.reasonCode(), ack.properties());
            drain(now);
        } else {
            poison.answered(message);
            link.progress().answered(message.number, now);
            unacknowledged.remove(message);
            message.message = null;
            message.released = true;
            released.append(message);
            keeper.released(message);
            sendPubRel(message, now);
        }
    }

    void pubComp(Ack ack, long now) {
        PacketOwner owner = ids.owner(ack.packetId());
        if (owner == suspects) {
            suspects.released(ack.packetId(), now);
            drain(now);
        } else if (owner instanceof OutboundMessage message && message.released) {
            released.remove(message);
            nextRelease = nextRelease == message ? firstToRelease() : nextRelease;
            // A code of "not found" changes nothing: the broker took the message with its PUBREC.
            settle(message, "PUBCOMP", ReasonCode.SUCCESS, ack.properties());
            drain(now);
        }
    }

    private OutboundMessage firstToRelease() {
        OutboundMessage message = released.first();
        while (message != null && message.sent) {
            message = message.next;
        }
        return message;
    }

    private void sendPubRel(OutboundMessage message, long now) {
        message.sent = true;
        link.send(new Ack(PacketType.PUBREL, message.packetId), now);
        message.sent(link.progress());
        poison.sent(message);
    }

    private void settle(OutboundMessage message, String packet, int reasonCode, Properties answer) {
        int packetId = message.packetId;
        ids.free(packetId);
        keeper.settled(message);
        window.leave(message);
        poison.answered(message);
        if (ReasonCode.isFailure(reasonCode)) {
            String said = answer.string(Property.REASON_STRING);
            message.completion.failed(new PublishException("The broker refused the message to "
                    + SafeText.quote(message.message.topic()) + " with " + packet + " " + ReasonCode.describe(reasonCode)
                    + (said == null ? "" : ": " + SafeText.of(said)),
                    reasonCode,
                    answer));
        } else {
            message.completion.succeeded(packetId, reasonCode, answer);
        }
    }

    void connectionLost() {
        aliases.connectionLost();
        suspects.connectionLost();
        for (OutboundMessage message = unacknowledged.first(); message != null; message = message.next) {
            message.sent = false;
        }
        for (OutboundMessage message = released.first(); message != null; message = message.next) {
            message.sent = false;
        }
        nextRelease = null;
        startOver();
        outbox.connectionLost();
    }

    private void startOver() {
        nextResend = unacknowledged.first();
        window.reset(released.size());
    }

    /** What went out in this connection and has no answer, of which the first; {@code null} when there is none. */
    PacketOwner firstUnanswered() {
        OutboundMessage first = released.first() == null ? unacknowledged.first() : released.first();
        if (first != null && first.sent) {
            return link.progress().isHeld(first.number) ? null : first;
        }
        return suspects.isUnderWay() ? suspects : null;
    }

    /** Whether nothing is in flight. */
    boolean isIdle() {
        return unacknowledged.first() == null && released.first() == null && !suspects.isUnderWay();
    }

    /** The broker ends the connection whenever it gets this, so it does not get it again. To be called without a connection. */
    void giveUp(PacketOwner culprit, String verdict) {
        if (culprit instanceof OutboundMessage message) {
            giveUp(message, verdict);
        } else {
            suspects.giveUp(verdict);
        }
    }

    private void giveUp(OutboundMessage message, String verdict) {
        String what;
        if (message.released) {
            released.remove(message);
            ids.retire(message.packetId);
            what = "The broker took a QoS 2 message with its PUBREC, but does not take PUBREL for packet " + message.packetId
                    + ", so it may not pass the message on: ";
        } else {
            what = "The message to " + SafeText.quote(message.message.topic()) + " (QoS " + message.qos + ", "
                    + PacketSize.publish(message.message, link.version()) + " bytes) was not taken: ";
            unacknowledged.remove(message);
            ids.free(message.packetId);
            if (message.qos == 2) {
                suspects.suspect(message.packetId);
            }
        }
        startOver();
        keeper.settled(message);
        message.completion.failed(new PublishException(what + verdict, ReasonCode.UNSPECIFIED_ERROR));
    }

    /**
     * Takes the session up again [MQTT-4.4.0-1], or starts it anew where the broker has lost it.
     *
     * @param inherits whether the broker may hold what an earlier process has sent, and nobody here knows of
     */
    void connected(boolean sessionPresent, boolean inherits, long now) {
        aliases.connected();
        if (inherits) {
            suspects.suspectAll();
        }
        if (sessionPresent) {
            nextRelease = released.first();
        } else {
            forgetSession();
        }
        drain(now);
    }

    private void forgetSession() {
        suspects.trustAll();
        for (OutboundMessage message = unacknowledged.first(); message != null; message = message.next) {
            message.sentInSession = false;
        }
        draining = true;
        try {
            // The broker has answered PUBREC, so the message is its responsibility, and sending it again would duplicate it.
            OutboundMessage message;
            while ((message = released.first()) != null) {
                released.remove(message);
                settle(message, "PUBCOMP", ReasonCode.SUCCESS, Properties.EMPTY);
            }
        } finally {
            draining = false;
        }
    }

    long nextDeadline() {
        return Math.min(Math.min(acknowledgements.nextDeadline(), suspects.nextDeadline()), outbox.nextExpiry());
    }

    void tick(long now) {
        if (now >= outbox.nextExpiry()) {
            outbox.expire(now);
        }
        acknowledgements.tick(now);
        suspects.tick(now);
    }

    /** Fails everything that has no outcome yet. */
    void abandon(Throwable cause, Throwable ofKept, LongPredicate isKept) {
        draining = true;
        OutboundMessage message;
        while ((message = unacknowledged.first()) != null || (message = released.first()) != null) {
            (message.released ? released : unacknowledged).remove(message);
            ids.free(message.packetId);
            abandon(message, cause, ofKept, isKept);
        }
        nextResend = null;
        nextRelease = null;
        window.reset(0);
        while ((message = outbox.first()) != null) {
            outbox.remove(message);
            abandon(message, cause, ofKept, isKept);
        }
        draining = false;
    }

    private void abandon(OutboundMessage message, Throwable cause, Throwable ofKept, LongPredicate isKept) {
        boolean kept = message.sequence != 0 && isKept.test(message.sequence);
        if (!kept) {
            keeper.settled(message);
        }
        message.completion.failed(kept ? ofKept : cause);
    }

    int queued() {
        return outbox.size();
    }

    int inflight() {
        return unacknowledged.size() + released.size();
    }
}
