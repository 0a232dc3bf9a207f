package io.quarkiverse.mqttx.client.watch;

import io.quarkiverse.mqttx.api.ConnectionStatus;
import io.quarkiverse.mqttx.api.ConnectionStatus.State;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.thread.AnyThread;

/** Holds the snapshot that any thread may read; written on the event loop. */
@AnyThread
final class StatusBoard {

    private volatile ConnectionStatus status = new ConnectionStatus(State.NEW, null, null, "not started", 0,
            System.currentTimeMillis(), 0);
    private boolean connectedOnce;

    ConnectionStatus status() {
        return status;
    }

    /** The reason of the last failure stays until there is a connection. */
    void connecting(ServerAddress server) {
        ConnectionStatus last = status;
        String reason = last.state() == State.NEW ? "connecting to " + server : last.reason();
        set(State.CONNECTING, server, null, reason, last.reasonCode(), last.reconnects());
    }

    void connected(ServerAddress server, NegotiatedSettings negotiated) {
        long reconnects = status.reconnects() + (connectedOnce ? 1 : 0);
        connectedOnce = true;
        set(State.CONNECTED, server, negotiated, null, 0, reconnects);
    }

    void down(State state, String reason, int reasonCode) {
        set(state, status.server(), null, reason, reasonCode, status.reconnects());
    }

    private void set(State state, ServerAddress server, NegotiatedSettings negotiated, String reason, int reasonCode,
            long reconnects) {
        status = new ConnectionStatus(state, server, negotiated, reason, reasonCode, System.currentTimeMillis(), reconnects);
    }
}
