package io.quarkiverse.mqttx.connector;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;

/** The event loop of a connection, on which all state of its channels is touched. */
final class EventLoop {

    private final ContextInternal context;

    EventLoop(Context context) {
        this.context = (ContextInternal) context;
    }

    /** Whether the calling thread is the event loop. */
    boolean isCurrent() {
        return context.inThread();
    }

    /** Runs at once on the event loop, later from any other thread. */
    void execute(Runnable task) {
        if (context.inThread()) {
            task.run();
        } else {
            context.runOnContext(ignored -> task.run());
        }
    }

    /** Runs in a later turn of the event loop. */
    void later(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    /** Runs on the event loop when the time has passed. Called on it. */
    void after(long nanos, Runnable task) {
        // Vert.x counts milliseconds from 1, and a timer must not fire before its time
        context.setTimer((nanos + 999_999) / 1_000_000, ignored -> task.run());
    }

    /** A context of the same event loop with locals of its own, as each message gets one. */
    ContextInternal messageContext() {
        return (ContextInternal) VertxContext.createNewDuplicatedContext(context);
    }
}
