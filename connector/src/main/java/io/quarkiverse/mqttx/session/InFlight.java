package io.quarkiverse.mqttx.session;

/**
 * The messages of QoS 1 and 2 that were sent in this or an earlier connection and have no outcome, each kind in its order, and
 * how far the current connection has come with them.
 */
final class InFlight {

    /** PUBLISH was sent in this or an earlier connection; PUBACK or PUBREC is awaited. */
    private final OutboundList unacknowledged = new OutboundList();
    /** PUBREC has come, in this order; PUBCOMP is awaited. */
    private final OutboundList released = new OutboundList();
    /** The first of {@link #unacknowledged} that has not been sent in this connection; all behind it have not either. */
    private OutboundMessage nextResend;
    /** The first of {@link #released} whose PUBREL has not been sent in this connection; all behind it have not either. */
    private OutboundMessage nextRelease;

    /** It goes out for the first time, or an earlier process has left it. */
    void add(OutboundMessage message) {
        listOf(message).append(message);
    }

    /** It has its outcome. */
    void remove(OutboundMessage message) {
        listOf(message).remove(message);
        if (message == nextRelease) {
            nextRelease = firstToRelease();
        }
    }

    private OutboundList listOf(OutboundMessage message) {
        return message.released ? released : unacknowledged;
    }

    private OutboundMessage firstToRelease() {
        OutboundMessage message = released.first();
        while (message != null && message.sent) {
            message = message.next;
        }
        return message;
    }

    /** PUBREC has come. */
    void release(OutboundMessage message) {
        unacknowledged.remove(message);
        message.message = null;
        message.released = true;
        released.append(message);
    }

    /** The first to be sent again in this connection, or {@code null}. */
    OutboundMessage nextResend() {
        return nextResend;
    }

    OutboundMessage takeResend() {
        OutboundMessage message = nextResend;
        nextResend = message.next;
        return message;
    }

    /** The first whose PUBREL is to be sent again in this connection, or {@code null}. */
    OutboundMessage nextRelease() {
        return nextRelease;
    }

    OutboundMessage takeRelease() {
        OutboundMessage message = nextRelease;
        nextRelease = message.next;
        return message;
    }

    void connectionLost() {
        for (OutboundMessage message = unacknowledged.first(); message != null; message = message.next) {
            message.sent = false;
        }
        for (OutboundMessage message = released.first(); message != null; message = message.next) {
            message.sent = false;
        }
        nextRelease = null;
        startOver();
    }

    /** Without a connection: all is to be sent again in the next one. */
    void startOver() {
        nextResend = unacknowledged.first();
    }

    void sessionResumed() {
        nextRelease = released.first();
    }

    void sessionLost() {
        for (OutboundMessage message = unacknowledged.first(); message != null; message = message.next) {
            message.sentInSession = false;
        }
    }

    /** Any of them, or {@code null}; what the broker has taken comes last. */
    OutboundMessage first() {
        return unacknowledged.first() == null ? released.first() : unacknowledged.first();
    }

    OutboundMessage firstReleased() {
        return released.first();
    }

    /** What was sent first in this connection and has no answer; {@code null} when there is none. */
    OutboundMessage firstSent() {
        OutboundMessage first = released.first() == null ? unacknowledged.first() : released.first();
        return first != null && first.sent ? first : null;
    }

    /** The message whose acknowledgement has been awaited for longest in this connection, or {@code null}. */
    OutboundMessage awaitedLongest() {
        OutboundMessage publish = unacknowledged.first();
        OutboundMessage pubRel = released.first() == null || !released.first().sent ? null : released.first();
        if (publish == null || !publish.sent) {
            return pubRel;
        }
        return pubRel == null || publish.number <= pubRel.number ? publish : pubRel;
    }

    /** What an earlier process has left of this publisher counts as its own. */
    void adopt(PublisherQueue share) {
        for (OutboundMessage message = unacknowledged.first(); message != null; message = message.next) {
            if (message.share.name().equals(share.name())) {
                message.share = share;
            }
        }
    }

    boolean isEmpty() {
        return unacknowledged.first() == null && released.first() == null;
    }

    int size() {
        return unacknowledged.size() + released.size();
    }

    /** Those of them that wait for PUBCOMP. */
    int released() {
        return released.size();
    }
}
