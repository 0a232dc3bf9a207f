package io.quarkiverse.mqttx.client;

import java.util.function.Consumer;

import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.client.loop.EventLoopSerializer;
import io.quarkiverse.mqttx.client.loop.Timers;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.model.ReconnectAction;
import io.quarkiverse.mqttx.client.watch.ConnectionListeners;
import io.quarkiverse.mqttx.client.watch.ConnectionReport;
import io.quarkiverse.mqttx.client.watch.DisconnectCause;
import io.quarkiverse.mqttx.thread.OnEventLoop;

/**
 * Decides what follows an attempt that has failed, or a connection that was lost: another attempt and when, or none. Used
 * inside the gate.
 */
@OnEventLoop
final class NextAttempt {

    private final ClientSettings settings;
    private final ServerRotation servers;
    private final Redirects redirects;
    private final ReconnectPolicy policy;
    private final ConnectionReport report;
    private final ConnectionListeners listeners;
    private final Timers timers;
    private final EventLoopSerializer gate;
    private final Runnable attempt;
    private final Consumer<MqttConnectionException> giveUp;
    /** Ends the wait for the next attempt. */
    private long timer = Timers.NONE;
    /** What the listeners are being asked about; {@code null} when that no longer counts. */
    private ConnectionEvent.Ended undecided;

    NextAttempt(ClientSettings settings, ServerRotation servers, Redirects redirects, ReconnectPolicy policy,
            ConnectionReport report, ConnectionListeners listeners, Timers timers, EventLoopSerializer gate, Runnable attempt,
            Consumer<MqttConnectionException> giveUp) {
        this.settings = settings;
        this.servers = servers;
        this.redirects = redirects;
        this.policy = policy;
        this.report = report;
        this.listeners = listeners;
        this.timers = timers;
        this.gate = gate;
        this.attempt = attempt;
        this.giveUp = giveUp;
    }

    /** None follows by itself. */
    void none() {
        timers.cancel(timer);
        undecided = null;
    }

    /** Follows after so many milliseconds; at once for 0. */
    void in(long delayMillis) {
        if (delayMillis == 0) {
            attempt.run();
        } else {
            timer = timers.set(delayMillis, () -> gate.runAhead(attempt));
        }
    }

    void after(Connection ended, DisconnectCause ending) {
        boolean anotherServer = false;
        if (!ending.accepted()) {
            policy.failed();
            // what was not prepared is not the server's fault
            anotherServer = ended.prepared() != null && servers.next();
        }
        ConnectionEvent.Ended event = report.ended(ended.server(), ending, policy.shortLivedInARow());
        if (reaction(ending) == ReconnectAction.STOP) {
            giveUp(ended, ending, "no other attempt is wanted after " + ReasonCode.describe(ending.code()) + " (reason-codes)");
        } else if (policy.mayRetry() || anotherServer && !settings.reconnect().enabled()) {
            // without reconnection the first connection may still try each server once
            if (!anotherServer) {
                redirects.over();
            }
            ask(ended, ending, event, anotherServer);
        } else {
            giveUp(ended, ending, policy.whyNot());
        }
    }

    private ReconnectAction reaction(DisconnectCause ending) {
        return settings.reconnect().reaction(ending.code(), ending.accepted());
    }

    private void ask(Connection ended, DisconnectCause ending, ConnectionEvent.Ended event, boolean anotherServer) {
        undecided = event;
        listeners.mayReconnect(event, may -> {
            if (undecided != event) {
                return;
            }
            if (!may) {
                undecided = null;
                giveUp(ended, ending, "a connection listener wants no other attempt");
            } else if (reaction(ending) == ReconnectAction.NEW_CREDENTIALS) {
                askForCredentials(ended, ending, event, anotherServer);
            } else {
                undecided = null;
                retry(ended, ending, reaction(ending) == ReconnectAction.SLOW, anotherServer);
            }
        });
    }

    private void askForCredentials(Connection ended, DisconnectCause ending, ConnectionEvent.Ended event,
            boolean anotherServer) {
        Consumer<Boolean> asked = same -> {
            if (undecided == event) {
                undecided = null;
                retry(ended, ending, same, anotherServer);
            }
        };
        listeners.prepare(report.asking(ended.server()), PreparedAttempt.configured(ended.server(), settings.session()),
                prepared -> asked.accept(PreparedAttempt.haveSameCredentials(prepared, ended.prepared())),
                reason -> asked.accept(true));
    }

    private void retry(Connection ended, DisconnectCause ending, boolean slow, boolean anotherServer) {
        long delay = slow ? policy.slowDelay() : anotherServer ? servers.pauseMillis() : policy.nextDelay();
        report.waiting(ended.server(), ending, policy.shortLivedInARow(), delay);
        timer = timers.set(delay, () -> gate.runAhead(attempt));
    }

    private void giveUp(Connection ended, DisconnectCause ending, String why) {
        giveUp.accept(report.gaveUp(ended.server(), ending, policy.shortLivedInARow(), why));
    }
}
