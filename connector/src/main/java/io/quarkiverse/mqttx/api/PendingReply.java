package io.quarkiverse.mqttx.api;

import java.util.Optional;

/** A request that waits for replies. For any thread. */
public interface PendingReply {

    /** Where its replies come; {@code null} as long as the request waits for the subscription to that topic. */
    String replyTopic();

    /** What the broker said when it took the request; empty as long as it has not. */
    Optional<PublishResult> result();

    /** Wants no further reply: completes the stream of replies, and a single one with {@code null}. */
    void complete();

    /** Whether it waits no longer, however that came. */
    boolean isCancelled();
}
