package io.quarkiverse.mqttx.api;

import io.smallrye.mutiny.Uni;

/**
 * Told about a connection, and asked about its next attempt. All methods are called on the connection's event loop and must not
 * block; what takes time is done in the {@link Uni} that they return, which may complete on any thread. It has to within the
 * connection's {@code connect-timeout-seconds}.
 */
public interface ConnectionListener {

    /** Something has happened. What is thrown is logged. */
    default void onEvent(ConnectionEvent event) {
    }

    /**
     * Asked before each attempt: what CONNECT will say may be changed, as for a token that has to be fresh. With several
     * listeners each gets what the one before has made of it. Where there is no answer in time, or a failure, the attempt fails
     * and is repeated as any other that fails.
     * <p>
     * Asked once more when the broker has refused the credentials: others are tried soon, the same only after a long delay.
     *
     * @return the attempt or another one made of it; {@code null} for no change
     */
    default Uni<ConnectAttempt> beforeConnect(ConnectionEvent.Connecting event, ConnectAttempt attempt) {
        return null;
    }

    /**
     * Asked when a connection is lost or an attempt has failed, and another attempt would follow by the configuration. One
     * listener that says no is enough for the connection to be given up. No answer in time, and a failure, mean yes.
     *
     * @return {@code null} for yes
     */
    default Uni<Boolean> mayReconnect(ConnectionEvent.Ended event) {
        return null;
    }
}
