package io.quarkiverse.mqttx.client;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.session.MqttSession;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** What is promised about the connection as a whole, and the settlement of all promises when it is over. */
final class LifecyclePromises {

    private static final Logger LOG = Logger.getLogger(LifecyclePromises.class);

    private final Promise<Void> started = Promise.promise();
    private final Promise<Void> stopped = Promise.promise();
    private MqttConnectionException over;

    /** Completes at the first CONNACK that accepts. */
    Future<Void> started() {
        return started.future();
    }

    Future<Void> stopped() {
        return stopped.future();
    }

    /** Why nothing will ever be sent or received any more; {@code null} as long as there is hope. */
    MqttConnectionException over() {
        return over;
    }

    void connected() {
        started.tryComplete();
    }

    /** Fails what waits for the connection or for an answer of the broker. The first cause is the one that stays. */
    void over(MqttConnectionException cause, MqttSession session) {
        if (over == null) {
            over = cause;
            abandon(session);
            started.tryFail(cause);
        }
    }

    void closed() {
        stopped.complete();
    }

    private void abandon(MqttSession session) {
        boolean through = false;
        while (!through) {
            try {
                session.abandon(over);
                through = true;
            } catch (RuntimeException e) {
                // a completion that throws has been told by that, and must not keep the others from being told
                LOG.error("The recipient of a publish's outcome failed", e);
            }
        }
    }
}
