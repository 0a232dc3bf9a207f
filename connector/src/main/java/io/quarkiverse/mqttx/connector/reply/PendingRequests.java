package io.quarkiverse.mqttx.connector.reply;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.CorrelationId;
import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.api.PendingReply;
import io.quarkiverse.mqttx.spi.ReplyFailureHandler;

/**
 * The requests of a channel that wait for replies. They are added on any thread, and taken away on the event loop of the
 * connection, where the replies come: so a reply finds its request, or that it has just gone.
 */
final class PendingRequests implements ReplyInbox.Recipient {

    private final String channel;
    private final ReplyInbox inbox;
    /** {@code null} when all replies are successes. */
    private final ReplyFailureHandler failures;
    private final int max;
    private final Map<CorrelationId, PendingRequest> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    /** The last ones that wait no longer, and whether they were answered. Event loop only. */
    private final Map<CorrelationId, Boolean> gone;

    PendingRequests(String channel, ReplyInbox inbox, ReplyFailureHandler failures) {
        this.channel = channel;
        this.inbox = inbox;
        this.failures = failures;
        this.max = inbox.settings().maxPending();
        this.gone = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<CorrelationId, Boolean> eldest) {
                return size() > max;
            }
        };
    }

    /** @throws IllegalStateException when it cannot wait here */
    void add(PendingRequest request) {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            throw new IllegalStateException("channel '" + channel + "': " + max + " requests wait for replies, which is the"
                    + " limit; send fewer at once");
        }
        if (waiting.putIfAbsent(request.id(), request) != null) {
            count.decrementAndGet();
            throw new IllegalStateException("channel '" + channel + "': another request with the correlation id "
                    + request.id() + " waits for its reply; let the CorrelationIdHandler make different ones");
        }
    }

    /** Nobody waits for its replies any more. Any thread. */
    void ended(PendingRequest request) {
        if (request.end()) {
            inbox.onEventLoop(() -> forget(request));
        }
    }

    /** Fails it. The caller, who may look at what still waits, sees that last. */
    void fail(PendingRequest request, Throwable cause) {
        ended(request);
        request.fail(cause);
    }

    private void forget(PendingRequest request) {
        if (waiting.remove(request.id(), request)) {
            count.decrementAndGet();
            gone.put(request.id(), request.isAnswered());
        }
    }

    Map<CorrelationId, PendingReply> snapshot() {
        Map<CorrelationId, PendingReply> snapshot = new HashMap<>();
        waiting.forEach((id, request) -> {
            if (!request.isCancelled()) {
                snapshot.put(id, request);
            }
        });
        return snapshot;
    }

    @Override
    public ReplyInbox.Outcome received(CorrelationId id, Message<byte[]> reply) {
        PendingRequest request = waiting.get(id);
        if (request == null || request.isCancelled()) {
            Boolean answered = request == null ? gone.get(id) : Boolean.valueOf(request.isAnswered());
            return answered == null ? ReplyInbox.Outcome.UNKNOWN
                    : answered ? ReplyInbox.Outcome.DUPLICATE : ReplyInbox.Outcome.LATE;
        }
        Throwable failure = failure(reply);
        boolean last = failure != null || request.isSingle() || isLast(reply);
        if (last) {
            // before the caller sees it, who may look at what still waits
            request.answered();
            ended(request);
        }
        if (failure == null) {
            request.deliver(reply, last);
        } else {
            request.fail(failure);
        }
        return ReplyInbox.Outcome.DELIVERED;
    }

    private Throwable failure(Message<byte[]> reply) {
        try {
            return failures == null ? null : failures.handleReply(reply);
        } catch (RuntimeException problem) {
            return problem;
        }
    }

    private static boolean isLast(Message<byte[]> reply) {
        return reply.getMetadata(IncomingMqttMetadata.class)
                .flatMap(metadata -> metadata.getUserProperty(MqttRequestReply.LAST)).isPresent();
    }

    @Override
    public void over(Throwable cause) {
        waiting.values().forEach(request -> fail(request, cause));
    }
}
