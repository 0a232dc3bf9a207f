package io.quarkiverse.mqttx.vertx;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;

/** Contexts of Vert.x: makes them, enters and leaves them. */
public final class Contexts {

    private Contexts() {
    }

    /** Makes a context on an event loop that Vert.x chooses, whatever context the caller is on. */
    public static Context newEventLoopContext(Vertx vertx) {
        return ((VertxInternal) vertx).createEventLoopContext();
    }

    /** Makes another context on the same event loop, with an order of its own for what is moved to worker threads. */
    public static Context newSibling(Context context) {
        ContextInternal internal = (ContextInternal) context;
        return internal.owner().contextBuilder().withEventLoop(internal.nettyEventLoop())
                .withClassLoader(internal.classLoader()).build();
    }

    /** Whether the calling thread is the context's event loop, whatever context is current on it. */
    public static boolean inThread(Context context) {
        return ((ContextInternal) context).inThread();
    }

    /**
     * Makes the context the current one of the calling thread, which is its event loop.
     *
     * @return what {@link #end} takes; {@code null} when none was current
     */
    public static Context begin(Context context) {
        return ((ContextInternal) context).beginDispatch();
    }

    /** @param previous what {@link #begin} has returned; it becomes current again */
    public static void end(Context context, Context previous) {
        ((ContextInternal) context).endDispatch((ContextInternal) previous);
    }

    /** Runs the handler with the context as the current one, on the calling thread, which is its event loop. */
    public static <T> void dispatch(Context context, T argument, Handler<T> handler) {
        ((ContextInternal) context).dispatch(argument, handler);
    }

    /** Runs the handler with the context as the current one: at once on its event loop, later from any other thread. */
    public static void emit(Context context, Handler<Void> handler) {
        ((ContextInternal) context).emit(handler);
    }

    /** Makes a promise whose listeners are called on the context. */
    public static <T> Promise<T> promise(Context context) {
        return ((ContextInternal) context).promise();
    }
}
