package io.quarkiverse.mqttx.connector.reply;

import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.CorrelationId;
import io.quarkiverse.mqttx.api.PendingReply;
import io.quarkiverse.mqttx.api.PublishResult;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.mutiny.subscription.UniEmitter;

/** One request and the subscriber that waits for its replies. */
final class PendingRequest implements PendingReply {

    private final CorrelationId id;
    /** Whether the first reply is the last. */
    private final boolean single;
    private final Consumer<Message<byte[]>> replies;
    /** No further reply is wanted. */
    private final Runnable completion;
    private final Consumer<Throwable> failure;
    private volatile String replyTopic;
    private volatile PublishResult result;
    private volatile boolean over;
    private volatile boolean answered;

    private PendingRequest(CorrelationId id, boolean single, Consumer<Message<byte[]>> replies, Runnable completion,
            Consumer<Throwable> failure) {
        this.id = id;
        this.single = single;
        this.replies = replies;
        this.completion = completion;
        this.failure = failure;
    }

    /** One that waits for one reply. */
    static PendingRequest single(CorrelationId id, UniEmitter<? super Message<byte[]>> emitter) {
        return new PendingRequest(id, true, reply -> emitter.complete(reply), () -> emitter.complete(null),
                cause -> emitter.fail(cause));
    }

    /** One that waits for as many as there are. */
    static PendingRequest multi(CorrelationId id, MultiEmitter<? super Message<byte[]>> emitter) {
        return new PendingRequest(id, false, reply -> emitter.emit(reply), () -> emitter.complete(),
                cause -> emitter.fail(cause));
    }

    CorrelationId id() {
        return id;
    }

    boolean isSingle() {
        return single;
    }

    /** It is about to be sent. */
    void sending(String topicOfReplies) {
        replyTopic = topicOfReplies;
    }

    /** @param said by the broker, or {@code null} when there was nothing to say it with */
    void taken(PublishResult said) {
        result = said;
    }

    /** @param last whether no further one is wanted */
    void deliver(Message<byte[]> reply, boolean last) {
        replies.accept(reply);
        if (last && !single) {
            completion.run();
        }
    }

    void fail(Throwable cause) {
        failure.accept(cause);
    }

    /** All the replies that are wanted have come. */
    void answered() {
        answered = true;
    }

    /** Nobody waits any more; true for the first call. Called when its stream has ended, whatever the reason. */
    boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    /** Whether all the replies that were wanted have come. */
    boolean isAnswered() {
        return answered;
    }

    /** How far the request got. */
    String progress() {
        if (replyTopic == null) {
            return "it was not sent, because the broker has not granted the subscription to the replies";
        }
        if (result == null) {
            return "the broker has not taken the request";
        }
        return result.reasonCode() == ReasonCode.NO_MATCHING_SUBSCRIBERS
                ? "the broker has taken the request and says that nobody is subscribed to its topic"
                : "the broker has taken the request, and nobody has replied on '" + replyTopic + "'";
    }

    @Override
    public String replyTopic() {
        return replyTopic;
    }

    @Override
    public Optional<PublishResult> result() {
        return Optional.ofNullable(result);
    }

    @Override
    public void complete() {
        answered = true;
        completion.run();
    }

    @Override
    public boolean isCancelled() {
        return over;
    }

    @Override
    public String toString() {
        return "PendingReply[" + id + ", " + progress() + "]";
    }
}
