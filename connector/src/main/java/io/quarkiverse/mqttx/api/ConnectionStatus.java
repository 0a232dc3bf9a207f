package io.quarkiverse.mqttx.api;

/**
 * A snapshot of the connection.
 *
 * @param server the broker connected to, or tried last; {@code null} before the first attempt
 * @param negotiated {@code null} unless {@link State#CONNECTED}
 * @param reason why it is not connected, for people; {@code null} when it is
 * @param reasonCode the broker's last reason code, 0 when there was none
 * @param sinceMillis the wall clock at the change to this state
 * @param reconnects connections established after the first
 */
public record ConnectionStatus(State state, ServerAddress server, NegotiatedSettings negotiated, String reason, int reasonCode,
        long sinceMillis, long reconnects) {

    /** The states of a connection. */
    public enum State {
        /** Not started yet. */
        NEW,
        /** An attempt is under way. */
        CONNECTING,
        /** CONNACK has accepted us. */
        CONNECTED,
        /** Waiting for the next attempt. */
        WAITING,
        /** Attempts are used up, or reconnection is off. */
        FAILED,
        /** Stopped, or disconnected by the application. */
        CLOSED
    }

    public boolean isConnected() {
        return state == State.CONNECTED;
    }
}
