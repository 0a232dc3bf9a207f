package io.quarkiverse.mqttx.client.loop;

import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.topic.SafeText;
import io.quarkiverse.mqttx.vertx.Contexts;
import io.smallrye.mutiny.helpers.queues.Queues;
import io.vertx.core.Context;

/**
 * Lets one caller at a time into the session, and on its event loop only. Who comes on the event loop while nobody is inside
 * enters at once; who comes on another thread, or from a callback of the session, leaves a task behind. Tasks run in the order
 * in which they came, and nobody on the event loop overtakes them, so a publisher that changes threads keeps its order. A burst
 * from other threads costs one wake-up of the event loop.
 */
public final class EventLoopSerializer {

    private static final Logger LOG = Logger.getLogger(EventLoopSerializer.class);

    /** Tasks run in one go, so that a flood of them does not starve the socket. */
    private static final int BURST = 1024;

    private final ConnectionName name;
    private final Context context;
    private final Runnable afterwards;
    private final Queue<Runnable> tasks = Queues.createMpscQueue();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private boolean inside;

    /** @param afterwards runs each time before the gate opens again, still inside */
    public EventLoopSerializer(ConnectionName name, Context context, Runnable afterwards) {
        this.name = name;
        this.context = context;
        this.afterwards = afterwards;
    }

    /** Whether the caller is on the event loop. */
    public boolean isOnLoop() {
        return Contexts.inThread(context);
    }

    public void runOnLoop(Runnable task) {
        if (isOnLoop()) {
            task.run();
        } else {
            context.runOnContext(ignored -> task.run());
        }
    }

    /** Enters behind all waiting tasks. When it returns true, {@link #leave} must follow; otherwise use {@link #add}. */
    public boolean enter() {
        if (!Contexts.inThread(context) || inside) {
            return false;
        }
        if (!tasks.isEmpty()) {
            inside = true;
            try {
                runTasks();
            } finally {
                inside = false;
            }
            if (!tasks.isEmpty()) {
                schedule();
                return false;
            }
        }
        inside = true;
        return true;
    }

    /** Enters ahead of waiting tasks, for what comes from the network or from a timer. As {@link #enter} otherwise. */
    public boolean enterAhead() {
        if (!Contexts.inThread(context) || inside) {
            return false;
        }
        inside = true;
        return true;
    }

    /** Runs what callbacks have left behind, and opens the gate. */
    public void leave() {
        try {
            runTasks();
            afterwards.run();
        } finally {
            inside = false;
            if (!tasks.isEmpty()) {
                schedule();
            }
        }
    }

    /** Leaves a task behind that runs inside. Any thread. */
    public void add(Runnable task) {
        tasks.offer(task);
        if (!(Contexts.inThread(context) && inside)) {
            schedule();
        }
    }

    /** Runs the task inside: now if possible, ahead of waiting tasks; otherwise as {@link #add}. */
    public void runAhead(Runnable task) {
        if (enterAhead()) {
            try {
                task.run();
            } finally {
                leave();
            }
        } else {
            add(task);
        }
    }

    /** Throws when the event loop has ended. */
    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                context.runOnContext(v -> {
                    // before the tasks are looked at, so that one that comes now is seen or schedules anew
                    scheduled.set(false);
                    if (enterAhead()) {
                        leave();
                    }
                });
            } catch (RejectedExecutionException e) {
                scheduled.set(false);
                throw e;
            }
        }
    }

    private void runTasks() {
        for (int i = 0; i < BURST; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.errorf(SafeText.of(e), "%s: an unexpected failure", name);
            }
        }
    }
}
