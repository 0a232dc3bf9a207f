package io.quarkiverse.mqttx.client;

import io.quarkiverse.mqttx.client.loop.EventLoopSerializer;
import io.quarkiverse.mqttx.client.loop.Timers;
import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.transport.Transport;
import io.quarkiverse.mqttx.transport.TransportConnector;
import io.vertx.core.Context;

/** Opens network connections, each within the connect time-out: name look-up, TCP, proxy and TLS together. */
final class Dialer {

    /** What came of it, told inside the gate; nothing when the attempt was over before. */
    interface Result {

        void opened(Connection attempt, Transport transport);

        void failed(Connection attempt, String reason);
    }

    private final TransportConnector connector;
    private final Context context;
    private final EventLoopSerializer gate;
    private final Timers timers;
    private final int timeoutMillis;

    Dialer(TransportConnector connector, Context context, EventLoopSerializer gate, Timers timers, int timeoutMillis) {
        this.connector = connector;
        this.context = context;
        this.gate = gate;
        this.timers = timers;
        this.timeoutMillis = timeoutMillis;
    }

    void dial(Connection attempt, Result result) {
        long timer = timers.set(timeoutMillis, () -> gate.runAhead(() -> fail(attempt, result,
                "no connection within " + timeoutMillis + " ms (connect-timeout-seconds)")));
        connector.connect(attempt.server(), context, attempt).onComplete(done -> {
            timers.cancel(timer);
            gate.runAhead(() -> {
                if (done.failed()) {
                    fail(attempt, result, DisconnectCause.describe(done.cause()));
                } else if (attempt.isOver()) {
                    // given up in the meantime
                    done.result().close();
                } else {
                    result.opened(attempt, done.result());
                }
            });
        });
    }

    /** Closes what is still open; nothing can be opened afterwards. */
    void close() {
        connector.close();
    }

    private static void fail(Connection attempt, Result result, String reason) {
        if (!attempt.isOver()) {
            result.failed(attempt, reason);
        }
    }
}
