package io.quarkiverse.mqttx.connector.reply;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.CorrelationId;
import io.quarkiverse.mqttx.api.PendingReply;
import io.quarkiverse.mqttx.api.PublishResult;
import io.quarkiverse.mqttx.api.ReplyTimeoutException;
import io.quarkiverse.mqttx.spi.CorrelationIdHandler;
import io.quarkiverse.mqttx.spi.ReplyFailureHandler;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.EmitterConfiguration;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.smallrye.reactive.messaging.providers.extension.AbstractEmitter;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Sends the requests of one channel and emits their replies, not converted yet; all injection points of the channel
 * share it.
 */
public final class RequestEmitter extends AbstractEmitter<Object> {

    /** Replies to one request that may wait for demand. */
    private static final int REPLIES_AHEAD = 256;
    private static final int RANDOM_BYTES = 16;

    private final ReplyInbox inbox;
    private final CorrelationIdHandler ids;
    private final PendingRequests pending;
    private final Duration timeout;

    /**
     * @param ids {@code null} for random bytes
     * @param failures {@code null} when all replies are successes
     */
    public RequestEmitter(EmitterConfiguration configuration, long defaultBufferSize, ReplyInbox inbox,
            CorrelationIdHandler ids,
            ReplyFailureHandler failures) {
        super(configuration, defaultBufferSize);
        this.inbox = inbox;
        this.ids = ids == null ? randomIds() : ids;
        this.pending = new PendingRequests(name, inbox, failures);
        this.timeout = inbox.settings().timeout();
        inbox.recipient(pending);
    }

    /** Makes ids of random bytes, which nobody can guess. */
    static CorrelationIdHandler randomIds() {
        SecureRandom random = new SecureRandom();
        return request -> {
            byte[] bytes = new byte[RANDOM_BYTES];
            random.nextBytes(bytes);
            return CorrelationId.of(bytes);
        };
    }

    /** The first reply; {@code null} when the request is completed without one. */
    Uni<Message<byte[]>> reply(Message<?> request) {
        Executor caller = caller(request);
        Uni<Message<byte[]>> reply = Uni.createFrom().deferred(() -> {
            CorrelationId id = id(request);
            Message<?> inContext = ContextAwareMessage.withContextMetadata(request);
            AtomicReference<PendingRequest> waiting = new AtomicReference<>();
            return Uni.createFrom().<Message<byte[]>> emitter(emitter -> {
                waiting.set(PendingRequest.single(id, emitter));
                emitter.onTermination(() -> pending.ended(waiting.get()));
                send(inContext, waiting.get());
            }).ifNoItem().after(timeout).failWith(() -> timedOut(waiting.get()));
        });
        return caller == null ? reply : reply.emitOn(caller);
    }

    /** All replies. */
    Multi<Message<byte[]>> replies(Message<?> request) {
        Executor caller = caller(request);
        Multi<Message<byte[]>> replies = Multi.createFrom().deferred(() -> {
            CorrelationId id = id(request);
            Message<?> inContext = ContextAwareMessage.withContextMetadata(request);
            AtomicReference<PendingRequest> waiting = new AtomicReference<>();
            return Multi.createFrom().<Message<byte[]>> emitter(emitter -> {
                waiting.set(PendingRequest.multi(id, emitter));
                emitter.onTermination(() -> pending.ended(waiting.get()));
                send(inContext, waiting.get());
            }, REPLIES_AHEAD).ifNoItem().after(timeout).failWith(() -> timedOut(waiting.get()));
        });
        return caller == null ? replies : replies.emitOn(caller);
    }

    /** The context from which the request is made; {@code null} when there is none. */
    private Executor caller(Message<?> request) {
        if (request == null) {
            throw new IllegalArgumentException("channel '" + name + "': a request must not be null");
        }
        Context context = Vertx.currentContext();
        return context == null ? null : task -> context.runOnContext(ignored -> task.run());
    }

    private CorrelationId id(Message<?> request) {
        return Objects.requireNonNull(ids.generate(request), "the CorrelationIdHandler has made no id");
    }

    private void send(Message<?> request, PendingRequest waiting) {
        try {
            pending.add(waiting);
        } catch (IllegalStateException impossible) {
            pending.fail(waiting, impossible);
            request.nack(impossible);
            return;
        }
        Future<Void> subscribed = inbox.subscribed();
        if (subscribed.succeeded()) {
            publish(request, waiting); // on the caller's thread, which also converts the payload
        } else {
            subscribed.onSuccess(granted -> publish(request, waiting)).onFailure(refused -> {
                pending.fail(waiting, refused);
                request.nack(refused);
            });
        }
    }

    private void publish(Message<?> request, PendingRequest waiting) {
        if (waiting.isCancelled()) {
            request.nack(timedOut(waiting)); // or the caller wants it no more
            return;
        }
        RequestAddress address = inbox.address(waiting.id());
        waiting.sending(address.replyTopic());
        try {
            emit(tracked(request, waiting).addMetadata(address));
        } catch (RuntimeException problem) {
            pending.fail(waiting, problem);
            request.nack(problem);
        }
    }

    @SuppressWarnings("unchecked") // the result is the connector's
    private <T> Message<T> tracked(Message<T> request, PendingRequest waiting) {
        OutgoingMessageMetadata<PublishResult> result = request.getMetadata(OutgoingMessageMetadata.class)
                .orElseGet(OutgoingMessageMetadata::new);
        return request.addMetadata(result).withAck(() -> {
            waiting.taken(result.getResult());
            return request.ack();
        }).withNack(refusal -> {
            pending.fail(waiting, refusal);
            return request.nack(refusal);
        });
    }

    private ReplyTimeoutException timedOut(PendingRequest waiting) {
        return new ReplyTimeoutException("channel '" + name + "': no reply within " + timeout.toSeconds()
                + " s (reply-timeout-seconds) to the request with the correlation id " + waiting.id() + ": "
                + waiting.progress(), waiting.id());
    }

    Uni<Void> subscribed() {
        return Uni.createFrom().emitter(waiting -> inbox.subscribed()
                .onSuccess(granted -> waiting.complete(null)).onFailure(waiting::fail));
    }

    Map<CorrelationId, PendingReply> pending() {
        return pending.snapshot();
    }

    long late() {
        return inbox.late();
    }
}
