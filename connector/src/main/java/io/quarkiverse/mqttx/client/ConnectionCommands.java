package io.quarkiverse.mqttx.client;

import java.util.function.Function;

import io.quarkiverse.mqttx.api.ConnectionStatus.State;
import io.quarkiverse.mqttx.client.loop.MonotonicClock;
import io.quarkiverse.mqttx.client.routing.MessageRouter;
import io.quarkiverse.mqttx.client.watch.ConnectionReport;
import io.quarkiverse.mqttx.thread.OnEventLoop;
import io.vertx.core.Promise;

/** What the owner of a connection wants of it: that it begins, and that it ends for now or for good. Used inside the gate. */
@OnEventLoop
final class ConnectionCommands {

    /** How long the broker may take to close before a reconnection goes on without that. */
    private static final long CLOSE_MILLIS = 5_000;

    private final ConnectionLifecycle lifecycle;
    private final ConnectionReport report;
    private final LifecyclePromises promises;
    private final MessageRouter router;
    private final Function<Runnable, GracefulStop> ends;
    private final GracefulReconnect renewal;
    private final SessionRemoval removal;
    private final MonotonicClock clock;
    private boolean held;
    /** While it is under way. */
    private GracefulStop end;
    /** The end is for good. */
    private boolean stopping;
    /** When the end for good must have come. */
    private long deadline;
    /** After the end that is under way, connect again. */
    private boolean again;

    /** @param ends makes an end that runs what it is given when it has come */
    ConnectionCommands(ConnectionLifecycle lifecycle, ConnectionReport report, LifecyclePromises promises, MessageRouter router,
            Function<Runnable, GracefulStop> ends, GracefulReconnect renewal, SessionRemoval removal, MonotonicClock clock) {
        this.lifecycle = lifecycle;
        this.report = report;
        this.promises = promises;
        this.router = router;
        this.ends = ends;
        this.renewal = renewal;
        this.removal = removal;
        this.clock = clock;
    }

    /** From now on attempts that are used up are no end for good, since the owner may want a connection again. */
    void hold() {
        held = true;
    }

    boolean isHeld() {
        return held;
    }

    void stop(long timeoutMillis) {
        if (!stopping) {
            stopping = true;
            renewal.cancel();
            deadline = clock.now() + timeoutMillis;
            router.stop();
            if (end == null) {
                end(true, timeoutMillis);
            } else {
                end.hurry(timeoutMillis);
            }
        }
    }

    /** @param connected told at the next CONNACK that accepts, at once when there is a connection */
    void connect(Promise<Void> connected) {
        router.start();
        if (promises.over() != null) {
            connected.fail(promises.over());
        } else if (end != null) {
            again = true;
            promises.await(connected);
        } else if (report.status().isConnected()) {
            connected.complete();
        } else {
            promises.await(connected);
            if (lifecycle.connection() == null && !isWaiting()) {
                lifecycle.attemptAnew();
            }
        }
    }

    /** Ends the connection that there is, and makes the next attempt at once. */
    void reconnect(Promise<Void> connected) {
        Connection connection = lifecycle.connection();
        if (connection != null && connection.isAccepted() && end == null) {
            promises.await(connected);
            again = true;
            end(false, CLOSE_MILLIS);
        } else {
            connect(connected);
            if (isWaiting() && end == null) {
                lifecycle.attemptAnew();
            }
        }
    }

    /** As {@link #reconnect}, where there is a connection. */
    void renew(Promise<Void> connected) {
        Connection connection = lifecycle.connection();
        if (connection == null || !connection.isAccepted() || end != null || promises.over() != null) {
            connected.complete();
        } else {
            promises.await(connected);
            renewal.begin(connection, () -> reconnect(Promise.promise()));
        }
    }

    /** Ends the connection until somebody asks for one again. */
    void disconnect(long timeoutMillis, Promise<Void> disconnected) {
        again = false;
        renewal.cancel();
        if (end == null && lifecycle.connection() == null && !isWaiting()) {
            disconnected.complete();
            return;
        }
        promises.awaitEnd(disconnected);
        if (end == null) {
            end(true, timeoutMillis);
        }
    }

    private boolean isWaiting() {
        return report.status().state() == State.WAITING;
    }

    private void end(boolean drain, long timeoutMillis) {
        lifecycle.noFurtherAttempt();
        end = ends.apply(this::ended);
        end.begin(lifecycle.connection(), drain, stopping, timeoutMillis);
    }

    boolean isEnding() {
        return end != null;
    }

    /** By what we have done, or by an accident meanwhile. */
    void connectionEnded(Connection connection) {
        end.connectionEnded(connection);
    }

    /** Perhaps with the last that was waited for. */
    void sessionAdvanced() {
        renewal.sessionAdvanced();
        if (end != null) {
            end.sessionAdvanced();
        }
    }

    private void ended() {
        lifecycle.endedAsWanted();
        if (stopping) {
            removal.after(end.left(), deadline, this::stopped);
            return;
        }
        end = null;
        if (again) {
            again = false;
            lifecycle.attemptAnew();
        } else {
            promises.notConnected(report.disconnected());
        }
        promises.ended();
    }

    private void stopped() {
        end = null;
        lifecycle.closed();
        promises.ended();
    }
}
