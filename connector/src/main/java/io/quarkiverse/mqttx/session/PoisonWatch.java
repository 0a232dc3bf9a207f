package io.quarkiverse.mqttx.session;

import java.util.Set;

import io.quarkiverse.mqttx.api.ReasonCode;

/**
 * Finds the packet for which the broker ends the connection each time it gets it: a message that it cannot read, that is larger
 * than it takes, that a plug-in chokes on. Sent first at each reconnection, it would keep all others from going out for ever.
 * <p>
 * When the peer has ended {@value #SUSPICIOUS} connections in a row with the same packet as the first without an answer, what
 * has none goes out one by one: each alone, and behind a PINGREQ that the broker has answered, so that it lives and reads. A
 * broker that acknowledges late thus shows which packet it is, and a broker that fails by itself blames none. What ends
 * {@value #GUILTY} such connections in a row is given up. Only ends count that the packet can be the reason of: the peer has
 * closed, or says in DISCONNECT that it dislikes what it got.
 * <p>
 * On a network that cuts connections by itself the same packet may be under way several times by chance. So for each end that
 * turned out to have another reason, one more in a row is needed, up to {@value #MOST_UNRELATED} more.
 */
final class PoisonWatch {

    static final int SUSPICIOUS = 2;
    static final int GUILTY = 3;
    static final int MOST_UNRELATED = 16;

    /** The codes of DISCONNECT that blame a packet. */
    private static final Set<Integer> BLAMING = Set.of(ReasonCode.UNSPECIFIED_ERROR, ReasonCode.MALFORMED_PACKET,
            ReasonCode.PROTOCOL_ERROR, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, ReasonCode.NOT_AUTHORIZED,
            ReasonCode.TOPIC_FILTER_INVALID, ReasonCode.TOPIC_NAME_INVALID, ReasonCode.PACKET_TOO_LARGE,
            ReasonCode.PAYLOAD_FORMAT_INVALID, ReasonCode.RETAIN_NOT_SUPPORTED, ReasonCode.QOS_NOT_SUPPORTED,
            ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED, ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);

    private final ConnectionState state;
    private final Pings pings;
    /** What was the first without an answer when connections ended in a row, and how many; or what ended them alone. */
    private Object suspect;
    private int ends;
    /** Ends that turned out to have another reason than the packet that was blamed. */
    private int unrelated;
    private boolean oneByOne;
    /** The broker has accepted this connection. */
    private boolean accepted;
    /** In this connection it has answered PINGREQ. */
    private boolean alive;
    /** What is under way, while it goes one by one. */
    private Object alone;
    /** Its number in the connection. */
    private long aloneNumber;
    /** How the peer ends this connection; {@code null} when that blames no packet. */
    private String how;
    private String verdict;
    private boolean answeredSinceVerdict = true;
    private boolean likely;

    PoisonWatch(ConnectionState state, Pings pings) {
        this.state = state;
        this.pings = pings;
    }

    /** Whether only one packet at a time may be under way, and nothing that is new. */
    boolean isOneByOne() {
        return oneByOne;
    }

    /** Whether the next packet that wants an answer may go out. */
    boolean maySend() {
        return !oneByOne || alive && alone == null;
    }

    void sent(Object packet) {
        if (oneByOne) {
            alone = packet;
            aloneNumber = state.progress().number();
        }
    }

    /** The broker has not choked on it. */
    void answered(Object packet) {
        answeredSinceVerdict = true;
        if (packet == alone) {
            alone = null;
        }
        if (packet == suspect) {
            acquit(ends);
        }
    }

    /** Nothing is suspicious any more, and so many ends had another reason. */
    private void acquit(int others) {
        unrelated = Math.min(unrelated + others, MOST_UNRELATED);
        forget();
    }

    private void forget() {
        suspect = null;
        ends = 0;
    }

    void connected(long now) {
        accepted = true;
        if (oneByOne) {
            pings.ping(() -> alive = true, now);
        }
    }

    /** All that was under way when it became suspicious has its answer. */
    void cleared() {
        oneByOne = false;
        forget();
    }

    /** The broker has sent DISCONNECT. */
    void disconnected(int code, String reason) {
        how = BLAMING.contains(code) ? "the broker ended it: " + reason : null;
    }

    /**
     * The connection is gone.
     *
     * @param byPeer the broker has closed it
     * @param first what has no answer and went out first, or {@code null}
     * @return what is to be given up, or {@code null}
     */
    Object connectionLost(boolean byPeer, Object first) {
        String reason = byPeer ? "the broker closed it" : how;
        Object blamed = reason == null ? null : !oneByOne ? first : state.progress().isHeld(aloneNumber) ? null : alone;
        boolean counts = accepted;
        accepted = false;
        alive = false;
        alone = null;
        how = null;
        likely = false;
        if (!counts) {
            return null;
        }
        if (blamed == null) {
            acquit(reason == null ? 0 : ends + 1);
            return null;
        }
        if (!blamed.equals(suspect)) {
            acquit(ends);
            suspect = blamed;
        }
        ends++;
        if (oneByOne) {
            return convicted(blamed, reason);
        }
        if (ends == SUSPICIOUS) {
            oneByOne = true;
            likely = true;
            forget();
            state.notice(SUSPICIOUS + " connections in a row have ended with the same packet as the first without an answer;"
                    + " what has none goes out one by one now, to see which packet it is");
        }
        return null;
    }

    private Object convicted(Object blamed, String reason) {
        likely = true;
        if (ends < GUILTY + unrelated) {
            return null;
        }
        // a broker that chokes on everything gets it at longer and longer intervals
        likely = answeredSinceVerdict;
        answeredSinceVerdict = false;
        verdict = ends + " connections in a row have ended when the broker got it, and nothing else was under way; the last"
                + " time " + reason + ". It is given up, so that the others go on. Look into the broker's log for what it does"
                + " not take";
        unrelated = 0; // it has ended them, too
        forget();
        return blamed;
    }

    /** Whether the last connection has probably ended because of one packet, rather than by another client or the network. */
    boolean isLikely() {
        return likely;
    }

    /** What is said of a packet that is given up. */
    String verdict() {
        return verdict;
    }
}
