package io.quarkiverse.mqttx.api;

import java.time.Duration;
import java.util.List;

/**
 * Something has happened to a connection. Of each connection they come in this order, where {@code |} separates what may follow
 * and what stands in brackets may be missing:
 *
 * <pre>
 * Connecting, Failed | Connected, Lost
 * Failed | Lost, [Waiting], Connecting | GivenUp
 * anything, Closed
 * </pre>
 *
 * An attempt with another protocol version, after the broker has refused one, and one at the server that the broker refers to
 * follow without {@link Waiting} and without asking the listeners.
 */
public sealed interface ConnectionEvent {

    /** The name of the connection in logs: the client id, or the first channel where the broker assigns the id. */
    String connection();

    /** The channels that use it. */
    List<String> channels();

    /** The broker; {@code null} when there was no attempt yet. */
    ServerAddress server();

    /**
     * An attempt begins. A {@link ConnectionListener} may still change what CONNECT will say, and where it goes.
     *
     * @param attempt counts from 1 since the last connection that was accepted
     */
    record Connecting(String connection, List<String> channels, ServerAddress server, int attempt) implements ConnectionEvent {
    }

    /**
     * The broker has accepted.
     *
     * @param negotiated what was agreed on
     * @param reconnects how many connections there were before
     */
    record Connected(String connection, List<String> channels, ServerAddress server, NegotiatedSettings negotiated,
            long reconnects) implements ConnectionEvent {
    }

    /** A connection or an attempt has ended, and not because we wanted it to. */
    sealed interface Ended extends ConnectionEvent {

        /** The broker's reason code (MQTT-5.0 §2.4), 0 when it gave none; return codes of MQTT 3.x are translated. */
        int reasonCode();

        /** What has happened, for people; with the broker's reason string, and with the remedy where one is known. */
        String reason();
    }

    /** An accepted connection is gone. */
    record Lost(String connection, List<String> channels, ServerAddress server, int reasonCode,
            String reason) implements Ended {
    }

    /**
     * An attempt has led to no connection: the broker is not there, or it has refused.
     *
     * @param attempt counts from 1 since the last connection that was accepted
     */
    record Failed(String connection, List<String> channels, ServerAddress server, int attempt, int reasonCode,
            String reason) implements Ended {
    }

    /**
     * The next attempt follows after a delay.
     *
     * @param server the one that was tried last
     */
    record Waiting(String connection, List<String> channels, ServerAddress server, Duration delay) implements ConnectionEvent {
    }

    /**
     * No attempt follows by itself: attempts are used up, reconnection is off, or a {@link ConnectionListener} wants no more.
     *
     * @param reasonCode of the last end, as in {@link Ended}
     */
    record GivenUp(String connection, List<String> channels, ServerAddress server, int reasonCode,
            String reason) implements ConnectionEvent {
    }

    /** Closed by us, at the end of the application or because it wanted to. */
    record Closed(String connection, List<String> channels, ServerAddress server) implements ConnectionEvent {
    }
}
