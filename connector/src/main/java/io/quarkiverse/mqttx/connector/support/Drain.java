package io.quarkiverse.mqttx.connector.support;

import java.util.function.IntSupplier;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Lets a stop wait for the messages of a channel that have no outcome yet. Whoever changes their number looks here
 * after that, on the event loop.
 */
public final class Drain {

    private final EventLoop eventLoop;
    private final IntSupplier left;
    private final Promise<Void> drained = Promise.promise();

    /** @param left how many messages are waited for */
    public Drain(EventLoop eventLoop, IntSupplier left) {
        this.eventLoop = eventLoop;
        this.left = left;
    }

    /** In a later turn it is over, if nothing is left: what belongs to the last outcome, such as PUBACK, goes first. */
    public void look() {
        if (!drained.future().isComplete() && left.getAsInt() == 0) {
            eventLoop.later(drained::tryComplete);
        }
    }

    public Future<Void> drained() {
        return drained.future();
    }
}
