package io.quarkiverse.mqttx.client;

import java.util.Objects;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.client.model.ReconnectAction;
import io.quarkiverse.mqttx.client.reconnect.Decision;
import io.quarkiverse.mqttx.client.reconnect.EndedAttempt;
import io.quarkiverse.mqttx.client.reconnect.ReconnectEffects;
import io.quarkiverse.mqttx.client.reconnect.ReconnectMachine;
import io.quarkiverse.mqttx.client.reconnect.ReconnectRules;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.thread.OnEventLoop;

/**
 * Does what the {@link ReconnectMachine} says: makes connections, asks the listeners, tells whoever waits. Holds the current
 * connection. Used inside the gate.
 */
@OnEventLoop
final class ConnectionEffects implements ReconnectEffects {

    private final ClientParts parts;
    private final SessionSettings settings;
    private final ConnectionLifecycle owner;
    private final MqttSession session;
    private final Authenticator authenticator;
    private final OutgoingText text;
    private final SessionRemoval removal;
    private final ReconnectRules rules;
    private final ReconnectMachine machine;
    /** The current one, or the attempt to get one; {@code null} for none. */
    private Connection connection;
    /** The one that has just ended, for {@link #awaitClose}. */
    private Connection last;
    /** The one whose close is awaited; {@code null} for none. */
    private Connection closing;
    /** The one that was accepted and that we have ended, so that its client id was ours to the end; {@code null} for none. */
    private Connection left;
    /** What the listeners are asked about. */
    private ConnectionEvent.Ended event;

    ConnectionEffects(ClientParts parts, ReconnectRules rules, ConnectionLifecycle owner, MqttSession session,
            Authenticator authenticator) {
        this.parts = parts;
        this.settings = parts.settings().session();
        this.owner = owner;
        this.session = session;
        this.authenticator = authenticator;
        this.rules = rules;
        this.text = new OutgoingText(settings.flow());
        this.removal = new SessionRemoval(parts);
        this.machine = new ReconnectMachine(rules, this);
    }

    ReconnectMachine machine() {
        return machine;
    }

    /** The current one, or the attempt to get one, or {@code null}. */
    Connection connection() {
        return connection;
    }

    /** The attempt has failed, or the connection is gone, as was wanted or not. */
    void ended(Connection ended) {
        if (connection != ended) {
            return; // we have gone on without waiting for that
        }
        connection = null;
        last = ended;
        authenticator.ended();
        machine.ended(new EndedAttempt(ended.server(), ended.prepared(), ended.ending(), ended.heldMillis(),
                session.isPoisoned()), parts.now());
        last = null; // it need not be held until the next one ends
    }

    // ---- an attempt

    @Override
    public void attempt() {
        Connection attempt = new Connection(rules.server(), parts.gate(), session, parts.clock(), owner, parts.watch(),
                parts.durability().writeAhead());
        connection = attempt;
        left = null;
        parts.listeners().prepare(parts.report().connecting(attempt.server()),
                settings.configured(attempt.server()),
                prepared -> dial(attempt, prepared), reason -> notPrepared(attempt, reason));
    }

    private void dial(Connection attempt, ConnectAttempt prepared) {
        String problem = text.problem(prepared);
        if (problem != null) {
            notPrepared(attempt, problem);
            return;
        }
        parts.durability().prepare(attempt, () -> {
            attempt.prepared(prepared);
            authenticator.prepare(attempt, () -> parts.dialer().dial(attempt, owner), reason -> notPrepared(attempt, reason));
        }, owner);
    }

    private void notPrepared(Connection attempt, String reason) {
        if (!attempt.isOver()) {
            owner.failed(attempt, reason);
        }
    }

    @Override
    public void cancelAttempt() {
        connection.end("stopped");
        connection.close();
        forgetConnection();
    }

    // ---- what follows it

    @Override
    public void ended(EndedAttempt ended, Decision decision) {
        event = parts.report().ended(ended.server(), decision.cause(), decision.shortLived());
        if (decision.notice() != null) {
            parts.report().notice(decision.notice());
        }
    }

    @Override
    public void ask(EndedAttempt ended, Decision decision) {
        parts.listeners().mayReconnect(event, may -> {
            if (may && decision.action() == ReconnectAction.NEW_CREDENTIALS && machine.isAsking(decision)) {
                askForCredentials(ended, decision);
            } else {
                machine.answered(decision, may, false, parts.now());
            }
        });
    }

    private void askForCredentials(EndedAttempt ended, Decision decision) {
        parts.listeners().prepare(parts.report().asking(ended.server()),
                settings.configured(ended.server()),
                prepared -> machine.answered(decision, true,
                        haveSameCredentials(prepared, ended.prepared()), parts.now()),
                reason -> machine.answered(decision, true, true, parts.now()));
    }

    /** Whether the broker would be shown the same credentials. */
    private static boolean haveSameCredentials(ConnectAttempt one, ConnectAttempt other) {
        return Objects.equals(one.username(), other.username()) && Objects.equals(one.password(), other.password());
    }

    @Override
    public void waits(EndedAttempt ended, Decision decision, long delayMillis) {
        parts.report().waiting(ended.server(), decision.cause(), decision.shortLived(), delayMillis);
    }

    @Override
    public void gaveUp(EndedAttempt ended, Decision decision, boolean forGood) {
        MqttConnectionException cause = parts.report().gaveUp(ended.server(), decision.cause(), decision.shortLived(),
                decision.why());
        if (!forGood) {
            parts.promises().notConnected(cause);
            return;
        }
        parts.dialer().close();
        if (parts.promises().over(cause)) {
            parts.promises().abandon(session, parts.durability().isStored());
        }
        parts.router().failed(cause);
    }

    // ---- an end that was asked for

    @Override
    public void rest(boolean resting) {
        session.rest(resting, parts.now());
    }

    @Override
    public boolean isDrained(boolean withQueue) {
        return session.inflight() == 0
                && (!withQueue || session.queued() == 0 && !session.announceOffline(parts.now()));
    }

    @Override
    public void disconnect(boolean forGood, long closeMillis) {
        left = session.isConnected() ? connection : null;
        connection.closesWithin(closeMillis);
        if (forGood) {
            session.leave(parts.now());
        } else {
            session.disconnect(ReasonCode.SUCCESS, parts.now());
        }
    }

    @Override
    public void awaitClose() {
        Connection awaited = last;
        closing = awaited;
        awaited.gone().onComplete(closed -> parts.gate().runAhead(() -> {
            if (closing == awaited) {
                machine.gone(parts.now());
            }
        }));
    }

    @Override
    public void forgetConnection() {
        closing = null;
        if (connection != null) {
            connection = null;
            authenticator.ended();
        }
    }

    @Override
    public void disconnected() {
        left = null;
        parts.promises().notConnected(parts.report().disconnected());
        parts.promises().ended();
    }

    @Override
    public void endedAsAsked() {
        parts.promises().ended();
    }

    @Override
    public void removeSession(long deadline) {
        removal.after(left, deadline, () -> machine.removed(parts.now()));
    }

    @Override
    public void closed() {
        parts.dialer().close();
        boolean now = parts.promises().over(parts.report().stopped());
        parts.durability().end(() -> {
            if (now) {
                parts.promises().abandon(session, parts.durability().isStored());
            }
            parts.promises().closed();
        });
        parts.promises().ended();
    }
}
