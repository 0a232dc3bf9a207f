package io.quarkiverse.mqttx.client;

import java.util.function.Consumer;
import java.util.function.Supplier;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.client.loop.Timers;
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

    private final ClientParts parts;
    private final MqttSession session;
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
        this.parts = parts;
        this.session = session;
    }

    /** Prepares what CONNECT says; at once without a mechanism. An attempt that is over by then is left at that. */
    void prepare(Connection attempt, Runnable ready, Consumer<String> failed) {
        if (parts.settings().authentication() == null) {
            ready.run();
            return;
        }
        ended();
        current = attempt.prepared();
        long timeout = parts.settings().session().timing().connectTimeoutMillis();
        Exchange begun = begin(false, reason -> {
            parts.timers().cancel(waiting);
            if (!attempt.isOver()) {
                failed.accept("the authentication could not begin: " + reason);
            }
        }, data -> {
            parts.timers().cancel(waiting);
            if (!attempt.isOver()) {
                firstWord = data;
                ready.run();
            }
        });
        waiting = parts.timers().set(timeout, () -> parts.gate().runAhead(() -> {
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
        if (parts.settings().authentication() == null) {
            return Future.failedFuture(new IllegalStateException(parts.name()
                    + " has no enhanced authentication that could be repeated (authentication)"));
        }
        if (!connected) {
            return Future.failedFuture(problem("there is no connection to authenticate again on"));
        }
        if (again == null) {
            Promise<Void> begun = Promise.promise();
            again = begun;
            begin(true, reason -> settle("the authentication could not be repeated: " + reason), data -> {
                if (!session.reauthenticate(data, parts.now())) {
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
                parts.now());
        await(asked, () -> asked.respond(challenge), failed, answer -> session.authenticate(answer, parts.now()));
    }

    /** The connection, or the attempt to get one, is gone. */
    void ended() {
        connected = false;
        exchange = null;
        firstWord = null;
        parts.timers().cancel(waiting);
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
                    parts.report().notice(problem);
                }
                settled.fail(problem(problem));
            }
        }
    }

    private MqttConnectionException problem(String what) {
        return new MqttConnectionException(parts.name() + ": " + what, 0, null);
    }

    private Exchange begin(boolean repeated, Consumer<String> failed, Consumer<byte[]> done) {
        AuthenticationRequest request = new AuthenticationRequest(current.server(), parts.settings().session().clientId(),
                current.username(), current.password(), repeated);
        try {
            exchange = parts.settings().authentication().begin(request);
        } catch (RuntimeException e) {
            exchange = null;
            // what follows from it is not for the middle of an attempt
            parts.gate().add(() -> failed.accept(DisconnectCause.describe(e)));
            return null;
        }
        Exchange begun = exchange;
        await(begun, begun::start, failed, done);
        return begun;
    }

    /** Brings the outcome back inside, unless nobody waits for it any more. */
    private void await(Exchange asked, Supplier<Uni<byte[]>> question, Consumer<String> failed, Consumer<byte[]> done) {
        Uni<byte[]> answer;
        try {
            answer = question.get();
        } catch (RuntimeException e) {
            answer = Uni.createFrom().failure(e);
        }
        answer.subscribe().with(
                data -> parts.gate().runAhead(() -> {
                    if (exchange == asked) {
                        done.accept(data);
                    }
                }),
                failure -> parts.gate().runAhead(() -> {
                    if (exchange == asked) {
                        exchange = null;
                        failed.accept(DisconnectCause.describe(failure));
                    }
                }));
    }
}
