package io.quarkiverse.mqttx.client.watch;

import java.time.Duration;

import io.quarkiverse.mqttx.api.ConnectResult;
import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionStatus;
import io.quarkiverse.mqttx.api.ConnectionStatus.State;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.thread.AnyThread;
import io.quarkiverse.mqttx.thread.OnEventLoop;

/** Reports changes of the connection to the log, the listeners and the status, in the same words. */
@OnEventLoop
public final class ConnectionReport {

    private final ConnectionName name;
    private final String clientId;
    private volatile ConnectionStatus status = new ConnectionStatus(State.NEW, null, null, "not started", 0,
            System.currentTimeMillis(), 0);
    private boolean connectedOnce;
    private final ConnectionLog log;
    private volatile ConnectResult lastConnAck;
    private final ConnectionListeners listeners;
    /** Since the last connection that was accepted. */
    private int attempts;

    public ConnectionReport(ConnectionName name, ClientSettings settings, ConnectionListeners listeners) {
        this.name = name;
        this.listeners = listeners;
        clientId = settings.session().clientId();
        log = new ConnectionLog(name);
    }

    public void answered(ConnectResult result) {
        lastConnAck = result;
    }

    /** {@code null} before the first. Any thread. */
    @AnyThread
    public ConnectResult lastConnAck() {
        return lastConnAck;
    }

    @AnyThread
    public ConnectionStatus status() {
        return status;
    }

    public ConnectionEvent.Connecting connecting(ServerAddress server) {
        attempts++;
        // the reason of the last failure stays until there is a connection
        String reason = status.state() == State.NEW ? "connecting to " + server : status.reason();
        set(State.CONNECTING, server, null, reason, status.reasonCode(), status.reconnects());
        return told(new ConnectionEvent.Connecting(name.name(), name.channels(), server, attempts));
    }

    /** The attempt that may follow, which is not certain yet. */
    public ConnectionEvent.Connecting asking(ServerAddress server) {
        return new ConnectionEvent.Connecting(name.name(), name.channels(), server, attempts + 1);
    }

    public void connected(ServerAddress server, NegotiatedSettings negotiated) {
        long reconnects = status.reconnects() + (connectedOnce ? 1 : 0);
        connectedOnce = true;
        set(State.CONNECTED, server, negotiated, null, 0, reconnects);
        log.connected(server, negotiated);
        attempts = 0;
        told(new ConnectionEvent.Connected(name.name(), name.channels(), server, negotiated, reconnects));
    }

    /**
     * What follows is not decided yet.
     *
     * @param shortLived accepted connections in a row that ended soon
     */
    public ConnectionEvent.Ended ended(ServerAddress server, DisconnectCause ending, int shortLived) {
        String reason = FailureAdvice.explain(ending, clientId, shortLived);
        down(State.WAITING, reason, ending.code());
        return told(ending.accepted() ? new ConnectionEvent.Lost(name.name(), name.channels(), server, ending.code(), reason)
                : new ConnectionEvent.Failed(name.name(), name.channels(), server, attempts, ending.code(), reason));
    }

    /**
     * The next attempt follows after the delay.
     *
     * @param shortLived accepted connections in a row that ended soon
     */
    public void waiting(ServerAddress server, DisconnectCause ending, int shortLived, long delayMillis) {
        String reason = FailureAdvice.explain(ending, clientId, shortLived);
        if (ending.accepted()) {
            log.lost(server, reason, delayMillis);
        } else {
            log.failed(server, reason, delayMillis);
        }
        told(new ConnectionEvent.Waiting(name.name(), name.channels(), server, Duration.ofMillis(delayMillis)));
    }

    /** No attempt follows; returns what everybody who waits is told. */
    public MqttConnectionException gaveUp(ServerAddress server, DisconnectCause ending, int shortLived, String whyNoAttempt) {
        String message = (ending.accepted() ? "lost the connection to " : "no connection to ") + server + ": "
                + FailureAdvice.explain(ending, clientId, shortLived) + ". Gave up: " + whyNoAttempt;
        log.gaveUp(message);
        down(State.FAILED, message, ending.code());
        told(new ConnectionEvent.GivenUp(name.name(), name.channels(), server, ending.code(), message));
        Properties answer = ending.answer();
        return new MqttConnectionException(name + ": " + message, ending.code(), answer.string(Property.REASON_STRING),
                answer.string(Property.SERVER_REFERENCE), answer.readableUserProperties(), null);
    }

    /** The end that we wanted; returns what everybody who still waits is told. */
    public MqttConnectionException stopped() {
        log.stopped();
        down(State.CLOSED, "stopped", 0);
        told(new ConnectionEvent.Closed(name.name(), name.channels(), status.server()));
        return new MqttConnectionException(name + " was stopped", 0, null);
    }

    /** The end that the application wants for now; returns what those who wait for a connection are told. */
    public MqttConnectionException disconnected() {
        log.disconnected();
        down(State.CLOSED, "disconnected by the application", 0);
        told(new ConnectionEvent.Closed(name.name(), name.channels(), status.server()));
        return new MqttConnectionException(name + " was disconnected by the application", 0, null);
    }

    public void notice(String message) {
        log.notice(message);
    }

    public void unexpected(Throwable failure) {
        log.unexpected(failure);
    }

    private void down(State state, String reason, int reasonCode) {
        set(state, status.server(), null, reason, reasonCode, status.reconnects());
    }

    private void set(State state, ServerAddress server, NegotiatedSettings negotiated, String reason, int reasonCode,
            long reconnects) {
        status = new ConnectionStatus(state, server, negotiated, reason, reasonCode, System.currentTimeMillis(), reconnects);
    }

    private <E extends ConnectionEvent> E told(E event) {
        listeners.tell(event);
        return event;
    }
}
