package io.quarkiverse.mqttx.client;

import java.util.function.Consumer;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.client.loop.EventLoopSerializer;
import io.quarkiverse.mqttx.client.loop.MonotonicClock;
import io.quarkiverse.mqttx.client.loop.Timers;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.spi.AuthenticationRequest;
import io.quarkiverse.mqttx.spi.EnhancedAuthentication.Exchange;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Speaks for the mechanism of enhanced authentication between it and the session; without one it does nothing. Everything here
 * happens inside the gate.
 */
final class Authenticator {

    private final ConnectionName name;
    private final ClientSettings settings;
    private final MqttSession session;
    private final EventLoopSerializer gate;
    private final Timers timers;
    private final MonotonicClock clock;
    private final Consumer<String> notices;
    /** {@code null} between authentications. */
    private Exchange exchange;
    /** The first word of the exchange. */
    private byte[] firstWord;
    /** Where the current connection leads, and as whom. */
    private ConnectAttempt current;
    private boolean connected;
    private Promise<Void> again;
    private long waiting = Timers.NONE;

    Authenticator(ClientParts parts, MqttSession session) {
        this.name = parts.name();
        this.settings = parts.settings();
        this.session = session;
        this.gate = parts.gate();
        this.timers = parts.timers();
        this.clock = parts.clock();
        this.notices = parts.report()::notice;
    }

    /** Prepares what CONNECT says; at once without a mechanism. An attempt that is over by then is left at that. */
    void prepare(Connection attempt, Runnable ready, Consumer<String> failed) {
        if (settings.authentication() == null) {
            ready.run();
            return;
        }
        ended();
        current = attempt.prepared();
        long timeout = settings.session().timing().connectTimeoutMillis();
        Exchange begun = begin(false, reason -> {
            timers.cancel(waiting);
            if (!attempt.isOver()) {
                failed.accept("the authentication could not begin: " + reason);
            }
        }, data -> {
            timers.cancel(waiting);
            if (!attempt.isOver()) {
                firstWord = data;
                ready.run();
            }
        });
        waiting = timers.set(timeout, () -> gate.runAhead(() -> {
            if (begun != null && exchange == begun && !attempt.isOver()) {
                failed.accept("the authentication was not prepared within " + timeout + " ms (connect-timeout-seconds)");
            }
        }));
    }

    /** The data for CONNECT, or {@code null}. */
    byte[] firstWord() {
        return firstWord;
    }

    void connected() {
        connected = true;
    }

    /** Authenticates again; all who ask while that is under way are told by the same outcome. */
    Future<Void> again() {
        if (settings.authentication() == null) {
            return Future.failedFuture(new IllegalStateException(name
                    + " has no enhanced authentication that could be repeated (authentication)"));
        }
        if (!connected) {
            return Future.failedFuture(problem("there is no connection to authenticate again on"));
        }
        if (again == null) {
            Promise<Void> begun = Promise.promise();
            again = begun;
            begin(true, reason -> settle("the authentication could not be repeated: " + reason), data -> {
                if (!session.reauthenticate(data, clock.now())) {
                    settle("the connection cannot be authenticated again now");
                }
            });
            return begun.future();
        }
        return again.future();
    }

    /** The broker has accepted: what is wrong with its proof, or {@code null}. */
    String authenticated(byte[] data) {
        Exchange done = exchange;
        exchange = null;
        try {
            done.verify(data);
        } catch (Exception e) {
            return "the broker has failed the authentication: " + DisconnectCause.describe(e);
        }
        settle(null);
        return null;
    }

    void challenged(byte[] challenge) {
        Exchange asked = exchange;
        Consumer<String> failed = reason -> session.authenticationFailed("the authentication has failed: " + reason,
                clock.now());
        await(asked, () -> asked.respond(challenge), failed, answer -> session.authenticate(answer, clock.now()));
    }

    /** The connection, or the attempt to get one, is gone. */
    void ended() {
        connected = false;
        exchange = null;
        firstWord = null;
        timers.cancel(waiting);
        settle("the connection ended before");
    }

    private void settle(String problem) {
        if (again != null) {
            Promise<Void> settled = again;
            again = null;
            if (problem == null) {
                settled.complete();
            } else {
                if (connected) {
                    notices.accept(problem);
                }
                settled.fail(problem(problem));
            }
        }
    }

    private MqttConnectionException problem(String what) {
        return new MqttConnectionException(name + ": " + what, 0, null);
    }

    private Exchange begin(boolean repeated, Consumer<String> failed, Consumer<byte[]> done) {
        AuthenticationRequest request = new AuthenticationRequest(current.server(), settings.session().clientId(),
                current.username(), current.password(), repeated);
        try {
            exchange = settings.authentication().begin(request);
        } catch (RuntimeException e) {
            exchange = null;
            // what follows from it is not for the middle of an attempt
            gate.add(() -> failed.accept(DisconnectCause.describe(e)));
            return null;
        }
        Exchange begun = exchange;
        await(begun, begun::start, failed, done);
        return begun;
    }

    /** Brings the outcome back inside, unless nobody waits for it any more. */
    private void await(Exchange asked, Question question, Consumer<String> failed, Consumer<byte[]> done) {
        Uni<byte[]> answer;
        try {
            answer = question.ask();
        } catch (RuntimeException e) {
            answer = Uni.createFrom().failure(e);
        }
        answer.subscribe().with(
                data -> gate.runAhead(() -> {
                    if (exchange == asked) {
                        done.accept(data);
                    }
                }),
                failure -> gate.runAhead(() -> {
                    if (exchange == asked) {
                        exchange = null;
                        failed.accept(DisconnectCause.describe(failure));
                    }
                }));
    }

    private interface Question {

        Uni<byte[]> ask();
    }
}
