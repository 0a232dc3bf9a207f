package io.quarkiverse.mqttx.connector.reply;

import java.util.Optional;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.session.PublishResult;
import io.quarkiverse.mqttx.session.ReasonCode;
import io.smallrye.mutiny.subscription.MultiEmitter;

/** One request and who waits for its replies. */
final class PendingRequest implements PendingReply {

    private final CorrelationId id;
    /** Whether the first reply is the last. */
    private final boolean single;
    private final MultiEmitter<? super Message<byte[]>> replies;
    private volatile String replyTopic;
    private volatile PublishResult result;
    private volatile boolean over;
    private volatile boolean answered;

    PendingRequest(CorrelationId id, boolean single, MultiEmitter<? super Message<byte[]>> replies) {
        this.id = id;
        this.single = single;
        this.replies = replies;
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

    void deliver(Message<byte[]> reply, boolean last) {
        answered |= last;
        replies.emit(reply);
        if (last) {
            replies.complete();
        }
    }

    void fail(Throwable cause) {
        replies.fail(cause);
    }

    /** Nobody waits any more; true for the first call. Called when its stream has ended, whatever the reason. */
    boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    /** Whether all the replies there were wanted have come. */
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
        replies.complete();
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
