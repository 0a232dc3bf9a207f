package io.quarkiverse.mqttx.connector.incoming;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.mqttx.vertx.Contexts;
import io.smallrye.reactive.messaging.providers.MetadataInjectableMessage;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Context;

/** A message or a batch that an incoming channel delivers on a context, and that is acked and nacked there. */
abstract class ChannelMessage<T> implements ContextAwareMessage<T>, MetadataInjectableMessage<T> {

    static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    /** Where the message and all its successors run: the connection's event loop, with locals of its own. */
    public final Context context;
    private volatile Metadata metadata;

    /** @param origin what there is to say of where it comes from */
    ChannelMessage(Context context, Object origin) {
        this.context = context;
        this.metadata = Metadata.of(origin, new LocalContextMetadata(context));
    }

    @Override
    public Metadata getMetadata() {
        return metadata;
    }

    @Override
    public synchronized void injectMetadata(Object metadataObject) {
        metadata = metadata.with(metadataObject);
    }

    @Override
    public abstract CompletionStage<Void> ack(Metadata ignored);

    @Override
    public abstract CompletionStage<Void> nack(Throwable reason, Metadata nackMetadata);

    @Override
    public Function<Metadata, CompletionStage<Void>> getAckWithMetadata() {
        return this::ack;
    }

    @Override
    public BiFunction<Throwable, Metadata, CompletionStage<Void>> getNackWithMetadata() {
        return this::nack;
    }

    /** Runs the task on the message's context, at once where that is possible. */
    CompletionStage<Void> onContext(Supplier<CompletionStage<Void>> task) {
        if (Contexts.inThread(context)) {
            return task.get();
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(ignored -> task.get().whenComplete((nothing, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        }));
        return done;
    }
}
