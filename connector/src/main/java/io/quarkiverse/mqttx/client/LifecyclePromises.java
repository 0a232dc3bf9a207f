package io.quarkiverse.mqttx.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.MessageKeptException;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.topic.SafeText;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** The promises about a connection as a whole: fails or completes all of them when the connection is over. */
final class LifecyclePromises {

    private static final Logger LOG = Logger.getLogger(LifecyclePromises.class);

    private final ConnectionName name;
    private final Promise<Void> started = Promise.promise();
    private final Promise<Void> stopped = Promise.promise();
    private final List<Promise<Void>> waiting = new ArrayList<>();
    private final List<Promise<Void>> waitingForEnd = new ArrayList<>();
    private volatile MqttConnectionException over;

    LifecyclePromises(ConnectionName name) {
        this.name = name;
    }

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

    /** Is told at the next CONNACK that accepts, or that none will come. */
    void await(Promise<Void> connection) {
        waiting.add(connection);
    }

    /** Is told at the end of the connection that is under way. */
    void awaitEnd(Promise<Void> ended) {
        waitingForEnd.add(ended);
    }

    void connected() {
        started.tryComplete();
        take(waiting).forEach(Promise::tryComplete);
    }

    /** The connection has ended as was wanted. */
    void ended() {
        take(waitingForEnd).forEach(Promise::tryComplete);
    }

    /** There is no connection for now, and none will come by itself. What is to be sent stays. */
    void notConnected(MqttConnectionException cause) {
        started.tryFail(cause);
        take(waiting).forEach(promise -> promise.tryFail(cause));
    }

    /**
     * Nothing is taken any more, and what waits for the connection fails. The first cause is the one that stays.
     *
     * @return whether this is the first
     */
    boolean over(MqttConnectionException cause) {
        if (over != null) {
            return false;
        }
        over = cause;
        notConnected(cause);
        return true;
    }

    void closed() {
        stopped.complete();
    }

    private static List<Promise<Void>> take(List<Promise<Void>> promises) {
        List<Promise<Void>> taken = List.copyOf(promises);
        promises.clear();
        return taken;
    }

    /**
     * Fails what waits for an answer of the broker.
     *
     * @param isStored which messages are in the session store, and so not lost
     */
    void abandon(MqttSession session, LongPredicate isStored) {
        boolean through = false;
        while (!through) {
            try {
                session.abandon(over, new MessageKeptException(over), isStored);
                through = true;
            } catch (RuntimeException e) {
                // a completion that throws has been told by that, and must not keep the others from being told
                LOG.errorf(SafeText.of(e), "%s: the recipient of a publish's outcome failed", name);
            }
        }
    }
}
