package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.model.Presence;
import io.quarkiverse.mqttx.session.packet.Disconnect;

/** Sends DISCONNECT (MQTT-5.0 §3.14), and announces the presence when the client comes and goes. */
final class DisconnectFlow {

    private final ConnectionState state;
    private final Handshake handshake;
    private final InboundFlow inbound;
    /** {@code null} without presence. */
    private final PresenceAnnouncer presence;

    /** @param presence or {@code null} */
    DisconnectFlow(ConnectionState state, Handshake handshake, Presence presence, InboundFlow inbound, OutboundFlow outbound) {
        this.state = state;
        this.handshake = handshake;
        this.inbound = inbound;
        this.presence = presence == null ? null : new PresenceAnnouncer(presence, state, outbound);
    }

    void connected() {
        if (presence != null) {
            presence.connected();
        }
    }

    /** Whether there is something to wait for because of that. */
    boolean announceOffline(long now) {
        if (!inbound.isConcluded()) {
            inbound.conclude(now);
        }
        boolean announced = presence != null && presence.announceOffline(now);
        return announced || inbound.awaitsRelease();
    }

    /** The client may come back. */
    void disconnect(int wanted, long now) {
        if (state.isResting()) {
            send(new Disconnect(wanted), now); // it does at once: for the broker nothing ends but the connection
        } else {
            boolean will = wanted == ReasonCode.SUCCESS && isUnannounced();
            send(new Disconnect(will ? ReasonCode.DISCONNECT_WITH_WILL : wanted), now);
        }
    }

    /** The application ends. */
    void leave(long now) {
        Disconnect disconnectPacket = handshake.disconnectPacket();
        send(isUnannounced() ? new Disconnect(ReasonCode.DISCONNECT_WITH_WILL, disconnectPacket.properties())
                : disconnectPacket, now);
    }

    private boolean isUnannounced() {
        return presence != null && !presence.hasTakenLeave();
    }

    private void send(Disconnect packet, long now) {
        inbound.conclude(now);
        // MQTT 3.x knows only the graceful DISCONNECT; without it the broker sends the will, which is what any other code asks for.
        if ((state.isUp() || state.inHandshake()) && (state.version().is5() || packet.reasonCode() == ReasonCode.SUCCESS)) {
            state.send(packet, now);
        }
        state.end("disconnected by the client");
    }
}
