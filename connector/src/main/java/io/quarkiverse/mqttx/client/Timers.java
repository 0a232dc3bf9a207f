package io.quarkiverse.mqttx.client;

import io.vertx.core.Handler;
import io.vertx.core.impl.ContextInternal;

/** Timers that fire on the client's context, also when they are set while another context of its event loop is current. */
final class Timers {

    /** No timer has this id. */
    static final long NONE = -1;

    private final ContextInternal context;

    Timers(ContextInternal context) {
        this.context = context;
    }

    /** Runs the task after the delay, on the next turn of the event loop at the earliest. */
    long set(long delayMillis, Runnable task) {
        ContextInternal previous = context.beginDispatch();
        try {
            Handler<Long> fired = id -> task.run();
            // Vert.x refuses a delay of 0
            return context.owner().setTimer(Math.max(1, delayMillis), fired);
        } finally {
            context.endDispatch(previous);
        }
    }

    void cancel(long id) {
        if (id != NONE) {
            context.owner().cancelTimer(id);
        }
    }
}
