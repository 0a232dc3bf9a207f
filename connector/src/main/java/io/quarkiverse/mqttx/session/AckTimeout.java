package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.model.SessionSettings;

/** Gives a broker up that does not acknowledge what was sent to it, so that it is sent again on another connection. */
final class AckTimeout {

    private final ConnectionState state;
    /** 0 for never. */
    private final long timeoutMillis;
    private final InFlight inFlight;

    AckTimeout(ConnectionState state, SessionSettings settings, InFlight inFlight) {
        this.state = state;
        this.timeoutMillis = settings.timing().ackTimeoutMillis();
        this.inFlight = inFlight;
    }

    long nextDeadline() {
        if (timeoutMillis == 0 || !state.isUp()) {
            return Long.MAX_VALUE;
        }
        OutboundMessage message = inFlight.awaitedLongest();
        return message == null ? Long.MAX_VALUE : state.progress().deadline(message.number, message.sentAt, timeoutMillis);
    }

    void tick(long now) {
        if (now >= nextDeadline()) {
            OutboundMessage message = inFlight.awaitedLongest();
            String awaited = message.released ? "PUBCOMP" : message.qos == 1 ? "PUBACK" : "PUBREC";
            state.fail(ReasonCode.UNSPECIFIED_ERROR,
                    "no " + awaited + " for packet " + message.packetId + " within " + timeoutMillis
                            + " ms (ack-timeout-seconds); what is in flight is sent again after the reconnection",
                    now);
        }
    }
}
