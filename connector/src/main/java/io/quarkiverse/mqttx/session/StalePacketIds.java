package io.quarkiverse.mqttx.session;

import java.util.Arrays;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * Packet identifiers under which the broker may hold a QoS 2 message that nobody here knows of: an earlier process has sent it
 * and ended before PUBREL. The broker would take a new message under such an identifier for a repetition of the old one
 * [MQTT-4.3.3-10] and lose it, though it answers as if it had it.
 * <p>
 * So PUBREL goes out before the identifier is used at QoS 2, which makes the broker let go of the old message, and PUBCOMP is
 * awaited. To send the new message right behind PUBREL would not do: when the connection is lost in between, nobody can tell
 * whether the broker holds the old message or the new one, and so whether another PUBREL is missing or would bring the new
 * message twice. To wait costs little, because identifiers are released ahead of their use; only the first message waits.
 * <p>
 * Where none is suspect, this is one look at a reference for each QoS 2 message, and nothing for the others.
 */
final class StalePacketIds implements PacketOwner {

    /** How many are released ahead, doubled each time in a connection, so that who sends little releases few. */
    private static final int FIRST = 16;
    private static final int MOST = 1024;

    private final ConnectionState state;
    private final PacketIds ids;
    private final PoisonWatch poison;
    /** A bit for each; {@code null} while none is suspect. */
    private long[] staleIds;
    private int count;
    /** A ring of those that are ours and not suspect, for the next messages. */
    private int[] ready;
    private int next;
    private int size;
    private int ahead = FIRST;
    /** PUBRELs of this connection that wait for PUBCOMP. */
    private int underWay;
    /** When the last of them went out, or was answered. */
    private long waitingSince;
    /** The number of its packet in the connection. */
    private long waitingFor;
    /** That of the last of them: the others may have their answer. */
    private long lastSent;
    /** The broker has sent PUBCOMP in this connection. */
    private boolean answers;
    /** A connection has ended before the broker has answered any of them, and none has gone out since. */
    private boolean interrupted;
    /** Why the broker gets no more PUBRELs, or {@code null}. */
    private String givenUp;

    StalePacketIds(ConnectionState state, PacketIds ids, PoisonWatch poison) {
        this.state = state;
        this.ids = ids;
        this.poison = poison;
    }

    /** The broker goes on with the session of a process of which too little is known. */
    void suspectAll() {
        begin();
        Arrays.fill(staleIds, -1);
        staleIds[0] &= ~1L; // there is no identifier 0
        count = PacketTable.LAST_ID;
    }

    /** The broker may hold a message that we have given up. */
    void suspect(int packetId) {
        if (staleIds == null) {
            begin();
        }
        if (!isSuspect(packetId)) {
            staleIds[packetId >> 6] |= 1L << packetId;
            count++;
        }
    }

    private void begin() {
        staleIds = new long[(PacketTable.LAST_ID + 1) / Long.SIZE];
        ready = new int[MOST];
    }

    /** The broker holds nothing of the kind. */
    void trustAll() {
        if (staleIds != null) {
            withdraw();
            while (size > 0) {
                ids.free(poll());
            }
            staleIds = null;
            ready = null;
            count = 0;
            interrupted = false;
            givenUp = null;
        }
    }

    private boolean isSuspect(int packetId) {
        return (staleIds[packetId >> 6] & 1L << packetId) != 0;
    }

    /**
     * Whether there is an identifier for a new message of QoS 2; if not, the broker is asked to let go of some. Never without
     * such a message, because a broker that knows no QoS 2 may end the connection at a PUBREL.
     */
    boolean provides(long now) {
        return staleIds == null || size > 0 || providesReleased(now);
    }

    private boolean providesReleased(long now) {
        if (!mayRelease()) {
            return true; // the message will be refused
        }
        if (underWay == 0) {
            releaseAhead(now);
        }
        return size > 0;
    }

    private boolean mayRelease() {
        return givenUp == null && state.negotiated().maximumQos() == 2; // a broker without QoS 2 may not welcome PUBREL either
    }

    /** Gives a message of QoS 2 its identifier; {@link #provides} has said that there is one. */
    int take(OutboundMessage message, long now) {
        if (staleIds == null) {
            return ids.take(message);
        }
        int packetId = poll();
        ids.pass(packetId, message);
        if (size + underWay <= ahead / 2 && mayRelease()) {
            ahead = Math.min(2 * ahead, MOST);
            releaseAhead(now);
        }
        return packetId;
    }

    private void releaseAhead(long now) {
        interrupted = false;
        while (size + underWay < ahead && ids.available()) {
            int packetId = ids.take(this);
            if (isSuspect(packetId)) {
                underWay++;
                state.send(new Ack(PacketType.PUBREL, packetId), now);
                waitingSince = state.progress().through();
                lastSent = state.progress().number();
                if (underWay == 1) {
                    poison.sent(this);
                    waitingFor = lastSent;
                }
            } else {
                add(packetId);
            }
        }
    }

    /** PUBCOMP has come for an identifier that is ours; whether the broker knew it makes no difference. */
    void released(int packetId, long now) {
        if (!isSuspect(packetId)) {
            return;
        }
        staleIds[packetId >> 6] &= ~(1L << packetId);
        underWay--;
        answers = true;
        poison.answered(this);
        waitingSince = now;
        add(packetId);
        if (--count == 0) {
            trustAll();
        }
    }

    /**
     * Goes on where a connection was interrupted, for that may be what has ended it. Whatever else goes out or comes in, and
     * whether a message waits for it, makes no difference to that.
     */
    void resume(long now) {
        if (interrupted && mayRelease()) {
            releaseAhead(now);
        }
        interrupted = false;
    }

    /** Whether no PUBCOMP is awaited, nor PUBREL to be sent again. */
    boolean isIdle() {
        return underWay == 0 && !interrupted;
    }

    /** Whether PUBCOMP is awaited for one that went out. */
    boolean isUnanswered() {
        return underWay > 0 && !state.progress().isHeld(waitingFor);
    }

    /** The broker ends the connection whenever it gets these PUBRELs. To be called without a connection. */
    void giveUp(String verdict) {
        givenUp = "PUBREL for packet identifiers under which the broker may hold messages of an earlier process: " + verdict
                + ". Without it a new message of QoS 2 may be lost, so none goes out: use QoS 1, or begin a new session"
                + " (auto-clean-session=true, or another client-id)";
        interrupted = false;
        state.notice(givenUp);
    }

    /** Why a new message of QoS 2 cannot go out, or {@code null}. */
    PublishException refusal(Publish message) {
        return givenUp == null || size > 0 ? null
                : new PublishException(
                        "The message to " + SafeText.quote(message.topic()) + " (QoS 2) was not sent: " + givenUp,
                        ReasonCode.UNSPECIFIED_ERROR);
    }

    private void add(int packetId) {
        ready[(next + size++) % MOST] = packetId;
    }

    private int poll() {
        int packetId = ready[next];
        next = (next + 1) % MOST;
        size--;
        return packetId;
    }

    /** Whether PUBREL has reached the broker is unknown, so what is not confirmed stays suspect until its turn comes again. */
    void connectionLost() {
        ahead = FIRST; // on a line that does not last, many would never all get through
        if (underWay > 0) {
            interrupted = !answers;
            withdraw();
        }
        answers = false;
    }

    private void withdraw() {
        for (int packetId = 1; packetId <= PacketTable.LAST_ID && underWay > 0; packetId++) {
            if (ids.owner(packetId) == this && isSuspect(packetId)) {
                ids.free(packetId);
                underWay--;
            }
        }
    }

    long nextDeadline() {
        return underWay == 0 ? Long.MAX_VALUE : state.ackDeadline(lastSent, waitingSince);
    }

    void tick(long now) {
        if (now >= nextDeadline()) {
            state.unanswered("no PUBCOMP", " for packet identifiers that an earlier process may have left in use; a broker"
                    + " that never answers PUBREL does not know QoS 2, use QoS 1", now);
        }
    }
}
