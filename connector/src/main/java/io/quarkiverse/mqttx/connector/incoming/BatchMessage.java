package io.quarkiverse.mqttx.connector.incoming;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.mqttx.api.IncomingMqttBatch;
import io.vertx.core.Context;

/**
 * A batch on its way through the application. Its acknowledgement is that of all its messages, in one turn of the event loop
 * and so in one write; a nack is one for each of them. Messages that the application has settled by themselves are left out.
 */
final class BatchMessage extends ChannelMessage<IncomingMqttBatch> {

    private final List<ReceivedMessage> messages;
    private final IncomingMqttBatch batch;

    /** @param context that of all its messages */
    BatchMessage(List<ReceivedMessage> messages, Context context) {
        this(messages, IncomingMqttBatch.of(messages), context);
    }

    private BatchMessage(List<ReceivedMessage> messages, IncomingMqttBatch batch, Context context) {
        super(context, batch);
        this.messages = messages;
        this.batch = batch;
    }

    @Override
    public IncomingMqttBatch getPayload() {
        return batch;
    }

    /** Completes when the acknowledgements are on their way to the broker, on the context of the messages. */
    @Override
    public CompletionStage<Void> ack(Metadata ignored) {
        return onContext(() -> {
            messages.forEach(ReceivedMessage::ackWithBatch);
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
            List<CompletableFuture<Void>> outcomes = new ArrayList<>(messages.size());
            messages.forEach(message -> outcomes.add(message.nack(reason, nackMetadata).toCompletableFuture()));
            return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new));
        });
    }

    @Override
    public String toString() {
        return "BatchMessage[" + batch + "]";
    }
}
