package io.quarkiverse.mqttx.client;

import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.client.loop.EventLoopSerializer;
import io.quarkiverse.mqttx.client.loop.MonotonicClock;
import io.quarkiverse.mqttx.client.loop.Timers;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.thread.OnEventLoop;

/**
 * One end that we want: what is in flight goes out as long as there is a connection and time, then DISCONNECT, then the
 * close of the network connection. Used inside the gate.
 */
@OnEventLoop
final class GracefulStop {

    /** For the broker to read DISCONNECT, also where nobody waits for that. */
    private static final long LEAST_MILLIS = 1_000;

    private final MqttSession session;
    private final EventLoopSerializer gate;
    private final Timers timers;
    private final MonotonicClock clock;
    private final Runnable finish;
    private long timer = Timers.NONE;
    /** What goes out first; {@code null} before and afterwards. */
    private Connection draining;
    private boolean finished;
    /** The application ends, and not only the connection. */
    private boolean forGood;
    private Connection connection;
    private boolean left;
    /** Of the clock: when the end must have come. */
    private long deadline;

    /** @param finish runs once, at the end */
    GracefulStop(MqttSession session, EventLoopSerializer gate, Timers timers, MonotonicClock clock, Runnable finish) {
        this.session = session;
        this.gate = gate;
        this.timers = timers;
        this.clock = clock;
        this.finish = finish;
    }

    /**
     * @param connection the current one or the attempt to get one, or {@code null}
     * @param drain whether what is in flight goes out first
     * @param ofApplication whether the application ends, and not only the connection
     */
    void begin(Connection connection, boolean drain, boolean ofApplication, long timeoutMillis) {
        this.connection = connection;
        forGood = ofApplication;
        deadline = clock.now() + timeoutMillis;
        if (connection == null) {
            finish();
        } else if (connection.isAccepted() && drain) {
            draining = connection;
            setTimer(timeoutMillis / 2);
        } else if (connection.isOpen()) {
            // Also of one without CONNACK: the broker may have accepted it already, and would send the will if it just ends
            disconnect();
        } else {
            connection.end("stopped");
            connection.close();
            finish();
        }
    }

    /** The application ends now, so there may be less time than was thought. */
    void hurry(long timeoutMillis) {
        forGood = true;
        deadline = clock.now() + timeoutMillis;
        setTimer(draining == null ? timeoutMillis : timeoutMillis / 2);
    }

    private void setTimer(long millis) {
        timers.cancel(timer);
        timer = timers.set(millis, () -> gate.runAhead(this::timeIsUp));
    }

    /** The session has done something: perhaps the last that was waited for. */
    void sessionAdvanced() {
        if (draining != null && session.queued() == 0 && session.inflight() == 0 && !session.announceOffline(clock.now())) {
            disconnect();
        }
    }

    /** By our DISCONNECT, or by an accident. */
    void connectionEnded(Connection connection) {
        draining = null;
        connection.gone().onComplete(closed -> gate.runAhead(this::finish));
    }

    /**
     * The connection that was accepted and ended by us, so that its client id was ours to the end; {@code null} if none was.
     */
    Connection left() {
        return left ? connection : null;
    }

    /** The broker needs a part of the time to read DISCONNECT, so what it has not confirmed in the first half is left. */
    private void timeIsUp() {
        if (draining == null) {
            gate.add(this::finish);
        } else {
            disconnect();
        }
    }

    private void disconnect() {
        left = session.isConnected();
        draining = null;
        long remaining = Math.max(0, deadline - clock.now());
        connection.closesWithin(Math.max(LEAST_MILLIS, remaining));
        setTimer(remaining);
        if (forGood) {
            session.leave(clock.now());
        } else {
            session.disconnect(ReasonCode.SUCCESS, clock.now());
        }
    }

    private void finish() {
        if (!finished) {
            finished = true;
            timers.cancel(timer);
            finish.run();
        }
    }
}
