package io.quarkiverse.mqttx.client;

import io.quarkiverse.mqttx.client.loop.EventLoopSerializer;
import io.quarkiverse.mqttx.client.loop.MonotonicClock;
import io.quarkiverse.mqttx.client.loop.Timers;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.thread.OnEventLoop;

/**
 * Ends a connection so that another one follows under the same session, with as little harm as can be: nothing new is sent, the
 * broker confirms what is under way, which so is not sent twice, and then comes DISCONNECT. Used inside the gate.
 */
@OnEventLoop
final class GracefulReconnect {

    /** How long the broker may take to confirm. What it has not confirmed by then is sent again, as after a lost connection. */
    private static final long CONFIRM_MILLIS = 2_000;

    private final MqttSession session;
    private final EventLoopSerializer gate;
    private final Timers timers;
    private final MonotonicClock clock;
    private long timer = Timers.NONE;
    /** The connection that is coming to its end; {@code null} for none. */
    private Connection ending;
    private Runnable end;

    GracefulReconnect(MqttSession session, EventLoopSerializer gate, Timers timers, MonotonicClock clock) {
        this.session = session;
        this.gate = gate;
        this.timers = timers;
        this.clock = clock;
    }

    /** @param disconnect ends the connection, and begins another one */
    void begin(Connection connection, Runnable disconnect) {
        ending = connection;
        end = disconnect;
        session.rest(true, clock.now());
        timers.cancel(timer);
        timer = timers.set(CONFIRM_MILLIS, () -> gate.runAhead(() -> end(connection)));
        sessionAdvanced();
    }

    /** Perhaps with the last confirmation. */
    void sessionAdvanced() {
        if (ending != null && session.inflight() == 0) {
            end(ending);
        }
    }

    /** There is something more urgent to do with the connection, if it is still there. */
    void cancel() {
        if (ending != null) {
            ending = null;
            timers.cancel(timer);
            session.rest(false, clock.now());
        }
    }

    private void end(Connection connection) {
        if (ending == connection) {
            ending = null;
            timers.cancel(timer);
            if (connection.isAccepted() && !connection.isOver()) {
                end.run();
            }
        }
    }
}
