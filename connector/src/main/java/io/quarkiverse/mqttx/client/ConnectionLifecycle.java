package io.quarkiverse.mqttx.client;

import io.quarkiverse.mqttx.api.ConnectResult;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.client.model.ReasonCodeTable;
import io.quarkiverse.mqttx.client.reconnect.ReconnectMachine;
import io.quarkiverse.mqttx.client.reconnect.ReconnectRules;
import io.quarkiverse.mqttx.client.watch.ConnectionReport;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.SessionOutput;
import io.quarkiverse.mqttx.session.model.ConnectRefusal;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.thread.AnyThread;
import io.quarkiverse.mqttx.thread.OnEventLoop;
import io.quarkiverse.mqttx.transport.Transport;
import io.vertx.core.Future;

/**
 * What happens to the connection, told by the network, the session and the store: to the session what it must know, to the
 * {@link ReconnectMachine} what leads to another state. Everything here happens inside the gate.
 */
@OnEventLoop
final class ConnectionLifecycle implements SessionOutput, Connection.Owner, Dialer.Result, WriteAhead.Owner {

    private final ClientParts parts;
    private final ConnectionReport report;
    private final Durability durability;
    private final MqttSession session;
    private final Authenticator authenticator;
    private final ConnectionEffects effects;
    private final ReconnectMachine machine;

    ConnectionLifecycle(ClientParts parts, ReconnectRules rules) {
        this.parts = parts;
        this.report = parts.report();
        this.durability = parts.durability();
        this.session = new MqttSession(parts.settings().session(), this, parts.router(), durability.journal());
        this.authenticator = new Authenticator(parts, session);
        this.effects = new ConnectionEffects(parts, rules, this, session, authenticator);
        this.machine = effects.machine();
    }

    @AnyThread
    MqttSession session() {
        return session;
    }

    @AnyThread
    ReconnectMachine machine() {
        return machine;
    }

    /** Closes the network connection without a word to the broker; what follows is as after a lost one. */
    void abort() {
        Connection aborted = effects.connection();
        if (aborted != null && !machine.state().isEnding()) {
            boolean opened = aborted.isOpen();
            aborted.end("aborted by the application");
            aborted.close();
            if (opened) {
                session.connectionClosed(false, parts.now());
            }
            effects.ended(aborted);
        }
    }

    /** Authenticates again on the connection there is. */
    Future<Void> reauthenticate() {
        return authenticator.again();
    }

    // ---- the beginning of a connection

    @Override
    public void opened(Connection attempt, Transport transport) {
        attempt.opened(transport);
        machine.opened(parts.now());
        session.connectionOpened(attempt.prepared(), authenticator.firstWord(), attempt, parts.now());
    }

    @Override
    public void answered(ConnectResult result) {
        report.answered(result);
    }

    @Override
    public void connected(NegotiatedSettings negotiated) {
        Connection connection = effects.connection();
        connection.accepted(negotiated);
        machine.accepted(parts.now());
        report.connected(connection.server(), negotiated);
        authenticator.connected();
        parts.promises().connected();
    }

    // ---- the end of a connection

    @Override
    public void failed(Connection attempt, String reason) {
        // the session has not heard of it
        attempt.end(reason);
        effects.ended(attempt);
    }

    @Override
    public void lost(Connection ended, Throwable cause) {
        boolean opened = ended.isOpen();
        boolean byPeer = DisconnectCause.isByPeer(cause);
        String reason = cause != null ? DisconnectCause.describe(cause)
                : "the broker closed the connection" + (ended.isAccepted() ? "" : " without an answer");
        if (byPeer && !ended.isAccepted() && !ended.server().tls()) {
            reason += " (if the port expects TLS, set ssl=true)";
        }
        if (byPeer) {
            ended.endedByPeer(reason);
        } else {
            ended.end(reason);
        }
        if (opened) {
            session.connectionClosed(byPeer, parts.now());
        }
        effects.ended(ended);
    }

    @Override
    public void broken(Connection ended, RuntimeException failure) {
        report.unexpected(failure);
        ended.dump("an unexpected failure");
        close("an unexpected failure: " + DisconnectCause.describe(failure));
    }

    @Override
    public void refused(ConnectRefusal refusal) {
        effects.connection().refused(refusal);
    }

    @Override
    public void disconnectedByBroker(int reasonCode, String reason, Properties properties) {
        effects.connection().disconnectedByBroker(reasonCode, "the broker ended the connection: " + reason, properties);
        if (ReasonCodeTable.blamesUs(reasonCode)) {
            effects.connection().dump(reason);
        }
    }

    @Override
    public void fault(String reason) {
        if (!effects.connection().ending().retryAtOnce()) {
            effects.connection().dump(reason);
        }
    }

    @Override
    public void close(String reason) {
        Connection ended = effects.connection();
        if (ended != null && ended.isOpen()) {
            ended.end(reason);
            // the session is in the middle of something, so it is told when it is through
            parts.gate().add(() -> {
                durability.close(ended);
                session.connectionClosed(false, parts.now());
                effects.ended(ended);
            });
        }
    }

    @Override
    public void storeFailed(String reason) {
        Connection connection = effects.connection();
        if (connection == null) {
            report.notice(reason);
        } else if (connection.isOpen()) {
            close(reason);
        } else if (!connection.isOver()) {
            failed(connection, reason);
        }
    }

    // ---- what comes out of the session besides

    @Override
    public void challenged(byte[] data) {
        authenticator.challenged(data);
    }

    @Override
    public String authenticated(byte[] data) {
        return authenticator.authenticated(data);
    }

    @Override
    public void notice(String message) {
        report.notice(message);
    }
}
