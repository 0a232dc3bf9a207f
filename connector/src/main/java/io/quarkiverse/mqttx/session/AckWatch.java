package io.quarkiverse.mqttx.session;

/** Gives a broker up that does not acknowledge what was sent to it, so that it is sent again on another connection. */
final class AckWatch {

    private final Link link;
    /** 0 for never. */
    private final long timeoutMillis;
    private final OutboundList unacknowledged;
    private final OutboundList released;

    AckWatch(Link link, SessionSettings settings, OutboundList unacknowledged, OutboundList released) {
        this.link = link;
        this.timeoutMillis = settings.ackTimeoutMillis();
        this.unacknowledged = unacknowledged;
        this.released = released;
    }

    long nextDeadline() {
        if (timeoutMillis == 0 || !link.isUp()) {
            return Long.MAX_VALUE;
        }
        OutboundMessage message = overdueFirst();
        return message == null ? Long.MAX_VALUE : link.progress().deadline(message.number, message.sentAt, timeoutMillis);
    }

    void tick(long now) {
        if (now >= nextDeadline()) {
            OutboundMessage message = overdueFirst();
            String awaited = message.released ? "PUBCOMP" : message.qos == 1 ? "PUBACK" : "PUBREC";
            link.fail(ReasonCode.UNSPECIFIED_ERROR,
                    "no " + awaited + " for packet " + message.packetId + " within " + timeoutMillis
                            + " ms (ack-timeout-seconds); what is in flight is sent again after the reconnection",
                    now);
        }
    }

    /** The message whose acknowledgement has been awaited for longest in this connection. */
    private OutboundMessage overdueFirst() {
        OutboundMessage publish = unacknowledged.first();
        OutboundMessage pubRel = released.first() == null || !released.first().sent ? null : released.first();
        if (publish == null || !publish.sent) {
            return pubRel;
        }
        return pubRel == null || publish.number <= pubRel.number ? publish : pubRel;
    }
}
