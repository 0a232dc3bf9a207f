package io.quarkiverse.mqttx.connector.clients;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Flow;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.connector.incoming.ReceivedMessage;
import io.quarkiverse.mqttx.connector.support.EventLoop;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;

/**
 * Hands out the messages of a subscription one by one on request. A message that arrives when the request has timed out
 * is kept for the next one. All state is touched on the event loop.
 */
final class Mailbox implements MultiSubscriber<Message<byte[]>> {

    private final Context context;
    private final EventLoop eventLoop;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private Flow.Subscription upstream;
    private boolean requested;
    /** Asked for by somebody who has gone since. */
    private Message<byte[]> kept;
    private Throwable end;

    Mailbox(Context context) {
        this.context = context;
        this.eventLoop = new EventLoop(context);
    }

    private static final class Waiting {

        private final UniEmitter<? super Message<byte[]>> emitter;
        private long timer;

        private Waiting(UniEmitter<? super Message<byte[]>> emitter) {
            this.emitter = emitter;
        }
    }

    /** Any thread. */
    void take(UniEmitter<? super Message<byte[]>> emitter, Duration timeout) {
        eventLoop.execute(() -> {
            if (kept != null) {
                Message<byte[]> message = kept;
                kept = null;
                emitter.complete(message);
            } else if (end != null) {
                emitter.fail(end);
            } else {
                await(new Waiting(emitter), Math.max(1, timeout.toMillis()));
                request();
            }
        });
    }

    private void await(Waiting one, long millis) {
        waiting.add(one);
        one.timer = context.owner().setTimer(millis, id -> eventLoop.execute(() -> {
            if (waiting.remove(one)) {
                one.emitter.fail(new TimeoutException());
            }
        }));
        one.emitter.onTermination(() -> eventLoop.execute(() -> {
            waiting.remove(one);
            context.owner().cancelTimer(one.timer);
        }));
    }

    private void request() {
        if (!requested && !waiting.isEmpty() && upstream != null) {
            requested = true;
            upstream.request(1);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        eventLoop.execute(() -> {
            upstream = subscription;
            request();
        });
    }

    @Override
    public void onItem(Message<byte[]> message) {
        requested = false;
        Waiting next = waiting.poll();
        if (next == null) {
            kept = message;
        } else {
            next.emitter.complete(message);
            request();
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        end(failure);
    }

    @Override
    public void onCompletion() {
        end(new IllegalStateException("unsubscribed, or the application has ended"));
    }

    private void end(Throwable cause) {
        eventLoop.execute(() -> {
            end = cause;
            if (kept instanceof ReceivedMessage left) {
                kept = null;
                left.giveBack(); // the end of the application would wait for it
            }
            for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
                next.emitter.fail(cause);
            }
        });
    }
}
