package io.quarkiverse.mqttx.client.loop;

import io.quarkiverse.mqttx.vertx.Contexts;
import io.vertx.core.Context;
import io.vertx.core.Handler;

/** Timers that fire on the client's context, also when they are set while another context of its event loop is current. */
public final class Timers {

    /** No timer has this id. */
    public static final long NONE = -1;

    private final Context context;

    public Timers(Context context) {
        this.context = context;
    }

    /** Runs the task after the delay, on the next turn of the event loop at the earliest. */
    public long set(long delayMillis, Runnable task) {
        Context previous = Contexts.begin(context);
        try {
            Handler<Long> fired = id -> task.run();
            // Vert.x refuses a delay of 0
            return context.owner().setTimer(Math.max(1, delayMillis), fired);
        } finally {
            Contexts.end(context, previous);
        }
    }

    public void cancel(long id) {
        if (id != NONE) {
            context.owner().cancelTimer(id);
        }
    }
}
