package io.quarkiverse.mqttx.client;

import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.client.loop.EventLoopSerializer;
import io.quarkiverse.mqttx.client.loop.MonotonicClock;
import io.quarkiverse.mqttx.client.loop.Timers;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.client.watch.ConnectionReport;
import io.quarkiverse.mqttx.client.watch.PacketWatch;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.SessionJournal;
import io.quarkiverse.mqttx.session.SessionOutput;
import io.quarkiverse.mqttx.session.model.ConnectRefusal;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.transport.Transport;

/**
 * Makes a broker of MQTT 3.x forget the session when the application ends, which no DISCONNECT can: a short connection with a
 * clean session, after the last one (MQTT-3.1.1 §3.1.2.4). In MQTT 5 DISCONNECT has said it. Used inside the gate.
 * <p>
 * Where the will is wanted too, it is that of the short connection: Artemis forgets the will of the one before when the
 * next one comes right after it.
 */
final class SessionRemoval implements SessionOutput, Connection.Owner, Dialer.Result {

    private final ClientSettings settings;
    private final Dialer dialer;
    private final EventLoopSerializer gate;
    private final Timers timers;
    private final MonotonicClock clock;
    private final PacketWatch watch;
    private final ConnectionReport report;
    private SessionSettings forgetting;
    private MqttSession session;
    private Connection attempt;
    private long timer = Timers.NONE;
    private boolean accepted;
    private Runnable done;

    SessionRemoval(ClientParts parts) {
        this.settings = parts.settings();
        this.dialer = parts.dialer();
        this.gate = parts.gate();
        this.timers = parts.timers();
        this.clock = parts.clock();
        this.watch = parts.watch();
        this.report = parts.report();
    }

    /**
     * @param last what we have left; {@code null} where there was no connection to leave. Nothing is done then, since the
     *        client
     *        id, and the session with it, may be another instance's by now
     * @param deadline of the clock; past it the session is left to the broker
     * @param whenDone runs once, in any case
     */
    void after(Connection last, long deadline, Runnable whenDone) {
        done = whenDone;
        SessionSettings wanted = settings.session();
        NegotiatedSettings negotiated = last == null ? null : last.negotiated();
        if (!wanted.options().shutdown().endsSession() || wanted.versions().stream().noneMatch(wanted::outlivesConnection)) {
            done.run();
        } else if (negotiated == null) {
            finish("there is no connection");
        } else if (negotiated.version().is5() || !wanted.outlivesConnection(negotiated.version())) {
            done.run();
        } else {
            begin(last, negotiated.version(), deadline - clock.now());
        }
    }

    private void begin(Connection last, ProtocolVersion version, long remainingMillis) {
        if (remainingMillis <= 0) {
            finish("the time is up (disconnect-timeout-seconds)");
            return;
        }
        forgetting = settings.session().forgetting(version, remainingMillis);
        session = new MqttSession(forgetting, this, message -> {
            // a session without subscriptions gets none
        }, SessionJournal.NONE);
        attempt = new Connection(last.server(), gate, session, clock, this, watch, null);
        attempt.prepared(last.prepared());
        timer = timers.set(remainingMillis, () -> gate.runAhead(() -> giveUp("the time is up (disconnect-timeout-seconds)")));
        dialer.dial(attempt, this);
    }

    @Override
    public void opened(Connection opened, Transport transport) {
        attempt.opened(transport);
        session.connectionOpened(attempt.prepared(), null, attempt, clock.now());
    }

    @Override
    public void connected(NegotiatedSettings negotiated) {
        accepted = true;
        int reasonCode = forgetting.will() == null ? ReasonCode.SUCCESS : ReasonCode.DISCONNECT_WITH_WILL;
        // the session is in the middle of CONNACK
        gate.add(() -> session.disconnect(reasonCode, clock.now()));
    }

    @Override
    public void close(String reason) {
        attempt.end(reason);
        gate.add(() -> {
            attempt.close();
            attempt.gone().onComplete(closed -> gate.runAhead(() -> finish(attempt.ending().reason())));
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
        report.unexpected(failure);
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
        timers.cancel(timer);
        if (!accepted) {
            report.notice("the broker keeps the session, although session-on-shutdown=end"
                    + (forgetting != null && forgetting.will() != null ? ", and publishes no will" : "") + ": " + reason);
        }
        Runnable whenDone = done;
        done = null;
        whenDone.run();
    }

    @Override
    public void fault(String reason) {
        // close follows, and tells it
    }

    @Override
    public void disconnectedByBroker(int reasonCode, String reason, Properties properties) {
        // only MQTT 5 has that
    }

    @Override
    public void notice(String message) {
        report.notice(message);
    }
}
