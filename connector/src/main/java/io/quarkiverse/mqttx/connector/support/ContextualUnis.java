package io.quarkiverse.mqttx.connector.support;

import java.util.function.Consumer;
import java.util.function.Supplier;

import io.quarkiverse.mqttx.vertx.Contexts;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Creates Unis that take their outcome from the event loop of a connection and emit it on the context of the subscriber. */
public final class ContextualUnis {

    private ContextualUnis() {
    }

    /** @param newContext makes one on the event loop of the connection, for those who subscribe from no context */
    public static <T> Uni<T> uni(Supplier<Context> newContext, Consumer<UniEmitter<? super T>> begin) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            Context target = caller != null ? caller : newContext.get();
            return Uni.createFrom().<T> emitter(begin).emitOn(task -> Contexts.emit(target, nothing -> task.run()));
        });
    }

    public static <T> Uni<T> future(Supplier<Context> newContext, Supplier<Future<T>> begin) {
        return uni(newContext, emitter -> begin.get().onComplete(emitter::complete, emitter::fail));
    }
}
