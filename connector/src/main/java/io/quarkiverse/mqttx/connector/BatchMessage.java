package io.quarkiverse.mqttx.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.smallrye.reactive.messaging.providers.MetadataInjectableMessage;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.impl.ContextInternal;

/**
 * A batch on its way through the application. Its acknowledgement is that of all its messages, in one turn of the event loop
 * and
 * so in one write; a nack is one for each of them. Messages that the application has settled by themselves are left out.
 */
final class BatchMessage implements ContextAwareMessage<IncomingMqttBatch>, MetadataInjectableMessage<IncomingMqttBatch> {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    /** That of all its messages. */
    final ContextInternal context;
    private final IncomingMqttBatch batch;
    private volatile Metadata metadata;

    BatchMessage(IncomingMqttBatch batch, ContextInternal context) {
        this.batch = batch;
        this.context = context;
        this.metadata = Metadata.of(batch, new LocalContextMetadata(context));
    }

    @Override
    public IncomingMqttBatch getPayload() {
        return batch;
    }

    @Override
    public Metadata getMetadata() {
        return metadata;
    }

    @Override
    public synchronized void injectMetadata(Object metadataObject) {
        metadata = metadata.with(metadataObject);
    }

    /** Completes when the acknowledgements are on their way to the broker, on the context of the messages. */
    @Override
    public CompletionStage<Void> ack(Metadata ignored) {
        return onContext(() -> {
            batch.forEach(IncomingMqttMessage::ackWithBatch);
            return DONE;
        });
    }

    /** Completes when the failure strategy is done with all messages, and fails when it has failed for one of them. */
    @Override
    public CompletionStage<Void> nack(Throwable reason, Metadata nackMetadata) {
        if (reason == null) {
            throw new IllegalArgumentException("a batch is nacked with a reason, not with null");
        }
        return onContext(() -> {
            List<CompletableFuture<Void>> outcomes = new ArrayList<>(batch.size());
            batch.forEach(message -> outcomes.add(message.nack(reason, nackMetadata).toCompletableFuture()));
            return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new));
        });
    }

    private CompletionStage<Void> onContext(Supplier<CompletionStage<Void>> task) {
        if (context.inThread()) {
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

    @Override
    public Function<Metadata, CompletionStage<Void>> getAckWithMetadata() {
        return this::ack;
    }

    @Override
    public BiFunction<Throwable, Metadata, CompletionStage<Void>> getNackWithMetadata() {
        return this::nack;
    }

    @Override
    public String toString() {
        return "BatchMessage[" + batch + "]";
    }
}
