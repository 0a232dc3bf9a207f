package io.quarkiverse.mqttx.connector.support;

import java.time.Duration;

import io.quarkiverse.mqttx.client.loop.Timers;
import io.quarkiverse.mqttx.vertx.Contexts;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;

/** The event loop of a connection, on which all state of its channels is touched. */
public final class EventLoop {

    private final Context context;
    private final Timers timers;

    public EventLoop(Context context) {
        this.context = context;
        this.timers = new Timers(context);
    }

    /** Runs at once on the event loop, later from any other thread. */
    public void execute(Runnable task) {
        if (Contexts.inThread(context)) {
            task.run();
        } else {
            context.runOnContext(ignored -> task.run());
        }
    }

    /** Runs in a later turn of the event loop. */
    public void later(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    /** Runs on the event loop after the delay, also when it is asked for on the context of a message. */
    public void after(Duration delay, Runnable task) {
        timers.set(delay.toMillis(), task);
    }

    /**
     * The same event loop with an order of its own for what is moved to worker threads. Vert.x runs what one context and its
     * duplicates leave to a worker one after the other, so consumers that shared it would wait for each other.
     */
    public EventLoop sibling() {
        return new EventLoop(Contexts.newSibling(context));
    }

    /** A context of the same event loop with locals of its own, as each message gets one. */
    public Context messageContext() {
        return VertxContext.createNewDuplicatedContext(context);
    }
}
