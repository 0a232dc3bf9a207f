package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.session.model.Presence;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * Says at each connection that the client is there, and at the end that it goes. What a lost connection leaves unsaid is said
 * by the will.
 */
final class PresenceAnnouncer {

    private final Presence presence;
    private final ConnectionState state;
    private final OutboundFlow outbound;
    /** The last {@code online} that has no outcome yet, or {@code null}. */
    private Announcement underWay;
    /** The {@code offline} of this connection, or {@code null}. */
    private Announcement leave;

    PresenceAnnouncer(Presence presence, ConnectionState state, OutboundFlow outbound) {
        this.presence = presence;
        this.state = state;
        this.outbound = outbound;
    }

    /** Puts {@code online} before all that waits to be sent, once. */
    void connected() {
        if (leave != null) {
            outbound.withdraw(leave.message);
            leave = null;
        }
        // One that waits is at the head already. At QoS 1 one that was sent is sent again, and the broker publishes it anew,
        // after the will of the connection before; at QoS 2 it may have been published once for all before the will.
        if (underWay == null || presence.qos() == 2 && !outbound.isWaiting(underWay.message)) {
            underWay = new Announcement(presence.onlineMessage());
            outbound.publishFirst(underWay.message, underWay);
        }
    }

    /** Publishes {@code offline}, once in a connection; whether that has just begun and has no outcome yet. */
    boolean announceOffline(long now) {
        if (leave != null || !state.isUp()) {
            return false;
        }
        leave = new Announcement(presence.offlineMessage());
        outbound.announce(leave.message, leave, now);
        return !leave.settled;
    }

    /** Whether the broker has taken {@code offline} in this connection. */
    boolean hasTakenLeave() {
        return leave != null && leave.taken;
    }

    private final class Announcement implements PublishCompletion {

        private final Publish message;
        private boolean taken;
        private boolean settled;

        Announcement(Publish message) {
            this.message = message;
        }

        @Override
        public void succeeded(int packetId, int reasonCode, Properties answer) {
            taken = true;
            settled();
        }

        @Override
        public void failed(Throwable cause) {
            settled();
            if (cause instanceof PublishException) {
                state.notice("the presence was not announced: " + cause.getMessage());
            }
        }

        private void settled() {
            settled = true;
            if (underWay == this) {
                underWay = null;
            }
        }
    }
}
