package io.quarkiverse.mqttx.client;

import io.quarkiverse.mqttx.client.ConnectionStatus.State;
import io.quarkiverse.mqttx.session.NegotiatedSettings;
import io.quarkiverse.mqttx.transport.ServerAddress;

/** Tells the log and whoever asks for the status what happens to the connection, in the same words. */
final class ConnectionReport {

    private final String name;
    private final String clientId;
    private final StatusBoard board = new StatusBoard();
    private final ConnectionLog log;

    ConnectionReport(ClientSettings settings) {
        name = settings.name();
        clientId = settings.session().clientId();
        log = new ConnectionLog(name);
    }

    ConnectionStatus status() {
        return board.status();
    }

    void connecting(ServerAddress server) {
        board.connecting(server);
    }

    void connected(ServerAddress server, NegotiatedSettings negotiated) {
        board.connected(server, negotiated);
        log.connected(server, negotiated);
    }

    /**
     * The next attempt follows after the delay.
     *
     * @param shortLived accepted connections in a row that ended soon
     */
    void waiting(ServerAddress server, Ending ending, int shortLived, long delayMillis) {
        String reason = Refusals.explain(ending, clientId, shortLived);
        if (ending.accepted()) {
            log.lost(server, reason, delayMillis);
        } else {
            log.failed(server, reason, delayMillis);
        }
        board.down(State.WAITING, reason, ending.code());
    }

    /** No attempt follows; returns what everybody who waits is told. */
    MqttConnectionException gaveUp(ServerAddress server, Ending ending, int shortLived, String whyNoAttempt) {
        String message = (ending.accepted() ? "lost the connection to " : "no connection to ") + server + ": "
                + Refusals.explain(ending, clientId, shortLived) + ". Gave up: " + whyNoAttempt;
        log.gaveUp(message);
        board.down(State.FAILED, message, ending.code());
        return new MqttConnectionException("MQTT connection '" + name + "': " + message, ending.code(), ending.answer(), null);
    }

    /** The end that we wanted; returns what everybody who still waits is told. */
    MqttConnectionException stopped() {
        log.stopped();
        board.down(State.CLOSED, "stopped", 0);
        return new MqttConnectionException("MQTT connection '" + name + "' was stopped", 0, null);
    }

    void notice(String message) {
        log.notice(message);
    }

    void unexpected(Throwable failure) {
        log.unexpected(failure);
    }
}
