package io.quarkiverse.mqttx.client;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ConnectResult;
import io.quarkiverse.mqttx.api.ConnectionStatus;
import io.quarkiverse.mqttx.api.ConnectionStatus.State;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.client.loop.EventLoopSerializer;
import io.quarkiverse.mqttx.client.loop.MonotonicClock;
import io.quarkiverse.mqttx.client.loop.Timers;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.client.model.ReasonCodeTable;
import io.quarkiverse.mqttx.client.routing.MessageRouter;
import io.quarkiverse.mqttx.client.watch.ConnectionListeners;
import io.quarkiverse.mqttx.client.watch.ConnectionReport;
import io.quarkiverse.mqttx.client.watch.DisconnectCause;
import io.quarkiverse.mqttx.client.watch.PacketWatch;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.SessionOutput;
import io.quarkiverse.mqttx.session.model.ConnectRefusal;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.thread.AnyThread;
import io.quarkiverse.mqttx.thread.OnEventLoop;
import io.quarkiverse.mqttx.transport.Transport;
import io.vertx.core.Future;

/**
 * Gets a connection for the session, and the next one when it is lost: attempts, fail-over, delays, the end. Everything here
 * happens inside the gate.
 */
@OnEventLoop
final class ConnectionLifecycle implements SessionOutput, Connection.Owner, Dialer.Result, WriteAhead.Owner {

    /** Attempts in a row with another protocol version without delay; three versions, and one that is asked anew. */
    private static final int VERSION_RETRIES = 4;

    private final ClientSettings settings;
    private final Dialer dialer;
    private final EventLoopSerializer gate;
    private final MonotonicClock clock;
    private final MessageRouter router;
    private final ReconnectPolicy policy;
    private final ServerRotation servers;
    private final Redirects redirects;
    private final ConnectionReport report;
    private final ConnectionListeners listeners;
    private final PacketWatch watch;
    private final PacketOutlet outlet;
    private final MqttSession session;
    private final Authenticator authenticator;
    private final LifecyclePromises promises;
    private final OutgoingText text;
    /** The current one, or the attempt to get one. */
    private Connection connection;
    private int versionRetries;
    private final ConnectionCommands control;
    private final NextAttempt nextAttempt;

    ConnectionLifecycle(ConnectionName name, ClientSettings settings, Dialer dialer, EventLoopSerializer gate, Timers timers,
            MonotonicClock clock, MessageRouter router, ReconnectPolicy policy, PacketWatch watch,
            ConnectionListeners listeners,
            PacketOutlet outlet) {
        this.settings = settings;
        this.promises = new LifecyclePromises(name);
        this.text = new OutgoingText(settings.session().flow());
        this.dialer = dialer;
        this.gate = gate;
        this.clock = clock;
        this.router = router;
        this.policy = policy;
        this.watch = watch;
        this.servers = new ServerRotation(settings.servers());
        this.redirects = new Redirects(settings.reconnect().followRedirects(), servers, new CredentialsScope(settings));
        this.listeners = listeners;
        this.report = new ConnectionReport(name, settings, listeners);
        this.outlet = outlet;
        this.session = new MqttSession(settings.session(), this, router, outlet.journal());
        this.authenticator = new Authenticator(name, settings, session, gate, timers, clock, report::notice);
        this.nextAttempt = new NextAttempt(settings, servers, redirects, policy, report, listeners, timers, gate, this::attempt,
                this::giveUp);
        this.control = new ConnectionCommands(this, report, promises, router,
                ended -> new GracefulStop(session, gate, timers, clock, ended),
                new GracefulReconnect(session, gate, timers, clock),
                new SessionRemoval(settings, dialer, gate, timers, clock, watch, report), clock);
    }

    @AnyThread
    MqttSession session() {
        return session;
    }

    /** Any thread. */
    @AnyThread
    ConnectionStatus status() {
        return report.status();
    }

    /** Any thread. */
    @AnyThread
    ConnectResult lastConnAck() {
        return report.lastConnAck();
    }

    @AnyThread
    ConnectionCommands control() {
        return control;
    }

    /** The current one, or the attempt to get one, or {@code null}. */
    Connection connection() {
        return connection;
    }

    @AnyThread
    LifecyclePromises promises() {
        return promises;
    }

    void start() {
        if (status().state() == State.NEW) {
            attempt();
        }
    }

    /** Closes the network connection without a word to the broker; what follows is as after a lost one. */
    void abort() {
        if (connection != null && !control.isEnding()) {
            Connection aborted = connection;
            boolean opened = aborted.isOpen();
            aborted.end("aborted by the application");
            aborted.close();
            if (opened) {
                session.connectionClosed(false, clock.now());
            }
            ended(aborted);
        }
    }

    /** Authenticates again on the connection there is. */
    Future<Void> reauthenticate() {
        return authenticator.again();
    }

    /** Called whenever the session may have done something. */
    void sessionAdvanced() {
        control.sessionAdvanced();
    }

    // ---- the beginning of a connection

    /** Asked for by the application: whatever went wrong before, this is a beginning. */
    void attemptAnew() {
        noFurtherAttempt();
        versionRetries = 0;
        policy.startOver();
        attempt();
    }

    /** None follows by itself. */
    void noFurtherAttempt() {
        nextAttempt.none();
    }

    private void attempt() {
        Connection attempt = new Connection(servers.current(), gate, session, clock, this, watch);
        connection = attempt;
        nextAttempt.none();
        listeners.prepare(report.connecting(attempt.server()), PreparedAttempt.configured(attempt.server(), settings.session()),
                prepared -> dial(attempt, prepared), reason -> notPrepared(attempt, reason));
    }

    private void dial(Connection attempt, ConnectAttempt prepared) {
        String problem = text.problem(prepared);
        if (problem != null) {
            notPrepared(attempt, problem);
            return;
        }
        outlet.prepare(attempt, () -> {
            attempt.prepared(prepared);
            authenticator.prepare(attempt, () -> dialer.dial(attempt, this), reason -> notPrepared(attempt, reason));
        }, this);
    }

    private void notPrepared(Connection attempt, String reason) {
        if (!attempt.isOver()) {
            failed(attempt, reason);
        }
    }

    @Override
    public void opened(Connection attempt, Transport transport) {
        attempt.opened(transport);
        session.connectionOpened(
                PreparedAttempt.details(attempt.prepared(), settings.session().will(), authenticator.firstWord()), clock.now());
    }

    @Override
    public void answered(ConnectResult result) {
        report.answered(result);
    }

    @Override
    public void connected(NegotiatedSettings negotiated) {
        connection.accepted();
        versionRetries = 0;
        policy.accepted();
        servers.accepted();
        report.connected(connection.server(), negotiated);
        authenticator.connected();
        promises.connected();
    }

    // ---- the end of a connection

    @Override
    public void failed(Connection attempt, String reason) {
        // the session has not heard of it
        attempt.end(reason);
        ended(attempt);
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
            session.connectionClosed(byPeer, clock.now());
        }
        ended(ended);
    }

    @Override
    public void broken(Connection ended, RuntimeException failure) {
        report.unexpected(failure);
        ended.dump("an unexpected failure");
        close("an unexpected failure: " + DisconnectCause.describe(failure));
    }

    @Override
    public void refused(ConnectRefusal refusal) {
        connection.refused(refusal);
    }

    @Override
    public void disconnectedByBroker(int reasonCode, String reason, Properties properties) {
        connection.disconnectedByBroker(reasonCode, "the broker ended the connection: " + reason, properties);
        if (ReasonCodeTable.blamesUs(reasonCode)) {
            connection.dump(reason);
        }
    }

    @Override
    public void fault(String reason) {
        if (!connection.ending().retryAtOnce()) {
            connection.dump(reason);
        }
    }

    @Override
    public void close(String reason) {
        Connection ended = connection;
        if (ended != null && ended.isOpen()) {
            ended.end(reason);
            // the session is in the middle of something, so it is told when it is through
            gate.add(() -> {
                outlet.close(ended);
                session.connectionClosed(false, clock.now());
                ended(ended);
            });
        }
    }

    @Override
    public void storeFailed(String reason) {
        if (connection == null) {
            report.notice(reason);
        } else if (connection.isOpen()) {
            close(reason);
        } else if (!connection.isOver()) {
            failed(connection, reason);
        }
    }

    // ---- what follows

    private void ended(Connection ended) {
        if (connection != ended) {
            return; // we have gone on without waiting for that
        }
        connection = null;
        authenticator.ended();
        DisconnectCause ending = ended.ending();
        if (control.isEnding()) {
            control.connectionEnded(ended);
        } else if (ending.retryAtOnce() && versionRetries < VERSION_RETRIES) {
            versionRetries++;
            report.ended(ended.server(), ending, 0);
            attempt();
        } else {
            versionRetries = 0;
            if (ending.accepted()) {
                if (session.isPoisoned()) {
                    policy.lostToPacket();
                } else {
                    policy.lost(ended.heldMillis());
                }
                servers.lost();
                if (policy.shortLivedInARow() == 0) {
                    redirects.over();
                }
            }
            if (mayFollow(ending) && redirects.follow(ended.server(), ended.prepared(), ending)) {
                report.ended(ended.server(), ending, policy.shortLivedInARow());
                report.notice(ended.server() + " refers to " + servers.current() + ": " + ending.reason());
                nextAttempt.in(redirects.pauseMillis());
            } else {
                nextAttempt.after(ended, redirects.explain(ending));
            }
        }
    }

    /** Without reconnection, what was accepted and is gone is left at that. */
    private boolean mayFollow(DisconnectCause ending) {
        return !ending.accepted() || settings.reconnect().enabled();
    }

    private void giveUp(MqttConnectionException cause) {
        if (control.isHeld()) {
            promises.notConnected(cause);
            return;
        }
        dialer.close();
        if (promises.over(cause)) {
            promises.abandon(session, outlet.isStored());
        }
        router.failed(cause);
    }

    /** The end that was wanted has come, perhaps without waiting for that of the network connection. */
    void endedAsWanted() {
        if (connection != null) {
            connection = null;
            authenticator.ended();
        }
    }

    void closed() {
        dialer.close();
        boolean now = promises.over(report.stopped());
        outlet.end(() -> {
            if (now) {
                promises.abandon(session, outlet.isStored());
            }
            promises.closed();
        });
    }

    // ---- what comes out of the session besides

    @Override
    public boolean send(Packet packet) {
        return connection == null || outlet.send(connection, packet);
    }

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
