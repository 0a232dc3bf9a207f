package io.quarkiverse.mqttx.client;

import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.client.loop.Timers;
import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.SessionJournal;
import io.quarkiverse.mqttx.session.SessionOutput;
import io.quarkiverse.mqttx.session.model.ConnectRefusal;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.transport.Transport;

/**
 * Makes a broker of MQTT 3.x forget the session when the application ends, which no DISCONNECT can: a short connection with a
 * clean session, after the last one (MQTT-3.1.1 §3.1.2.4). In MQTT 5 DISCONNECT has said it. Used inside the gate.
 * <p>
 * Where the will is wanted too, it is that of the short connection: Artemis forgets the will of the one before when the
 * next one comes right after it.
 */
final class SessionRemoval implements SessionOutput, Connection.Owner, Dialer.Result {

    private final ClientParts parts;
    private SessionSettings forgetting;
    private MqttSession session;
    private Connection attempt;
    private long timer = Timers.NONE;
    private boolean accepted;
    private Runnable done;

    SessionRemoval(ClientParts parts) {
        this.parts = parts;
    }

    /**
     * @param last what we have left; {@code null} where there was no connection to leave. Nothing is done then, since the
     *        client id, and the session with it, may be another instance's by now
     * @param deadline of the clock; past it the session is left to the broker
     * @param whenDone runs once, in any case
     */
    void after(Connection last, long deadline, Runnable whenDone) {
        done = whenDone;
        SessionSettings wanted = parts.settings().session();
        NegotiatedSettings negotiated = last == null ? null : last.negotiated();
        if (!wanted.options().shutdown().endsSession() || wanted.versions().stream().noneMatch(wanted::outlivesConnection)) {
            done.run();
        } else if (negotiated == null) {
            finish("there is no connection");
        } else if (negotiated.version().is5() || !wanted.outlivesConnection(negotiated.version())) {
            done.run();
        } else {
            begin(last, negotiated.version(), deadline - parts.now());
        }
    }

    private void begin(Connection last, ProtocolVersion version, long remainingMillis) {
        if (remainingMillis <= 0) {
            finish("the time is up (disconnect-timeout-seconds)");
            return;
        }
        forgetting = parts.settings().session().forgetting(version, remainingMillis);
        session = new MqttSession(forgetting, this, message -> {
            // a session without subscriptions gets none
        }, SessionJournal.NONE);
        attempt = new Connection(last.server(), parts.gate(), session, parts.clock(), this, parts.watch(), null);
        attempt.prepared(last.prepared());
        timer = parts.timers().set(remainingMillis,
                () -> parts.gate().runAhead(() -> giveUp("the time is up (disconnect-timeout-seconds)")));
        parts.dialer().dial(attempt, this);
    }

    @Override
    public void opened(Connection opened, Transport transport) {
        attempt.opened(transport);
        session.connectionOpened(attempt.prepared(), null, attempt, parts.now());
    }

    @Override
    public void connected(NegotiatedSettings negotiated) {
        accepted = true;
        int reasonCode = forgetting.will() == null ? ReasonCode.SUCCESS : ReasonCode.DISCONNECT_WITH_WILL;
        // the session is in the middle of CONNACK
        parts.gate().add(() -> session.disconnect(reasonCode, parts.now()));
    }

    @Override
    public void close(String reason) {
        attempt.end(reason);
        parts.gate().add(() -> {
            attempt.close();
            attempt.gone().onComplete(closed -> parts.gate().runAhead(() -> finish(attempt.ending().reason())));
        });
    }

    @Override
    public void refused(ConnectRefusal refusal) {
        attempt.refused(refusal);
    }

    @Override
    public void failed(Connection ended, String reason) {
        giveUp(reason);
    }

    @Override
    public void lost(Connection ended, Throwable cause) {
        giveUp(cause == null ? "the broker closed the connection" : DisconnectCause.describe(cause));
    }

    @Override
    public void broken(Connection ended, RuntimeException failure) {
        parts.report().unexpected(failure);
        giveUp(DisconnectCause.describe(failure));
    }

    private void giveUp(String reason) {
        attempt.end(reason);
        attempt.close();
        finish(reason);
    }

    private void finish(String reason) {
        if (done == null) {
            return;
        }
        parts.timers().cancel(timer);
        if (!accepted) {
            parts.report().notice("the broker keeps the session, although session-on-shutdown=end"
                    + (forgetting != null && forgetting.will() != null ? ", and publishes no will" : "") + ": " + reason);
        }
        Runnable whenDone = done;
        done = null;
        whenDone.run();
    }

    @Override
    public void notice(String message) {
        parts.report().notice(message);
    }
}
