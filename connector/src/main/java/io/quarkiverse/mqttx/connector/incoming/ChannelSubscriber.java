package io.quarkiverse.mqttx.connector.incoming;

import java.util.concurrent.Flow;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Context;

/**
 * A subscription to a copy of an incoming channel. Its demand is counted on the event loop, so a request that comes from
 * another thread takes a hop; messages go straight to the subscriber.
 */
final class ChannelSubscriber implements Flow.Subscription {

    private final ChannelPublisher publisher;
    private final IncomingChannel channel;
    private final MultiSubscriber<? super Message<?>> downstream;
    private long demand;
    /** Cancelled by the subscriber or terminated by us: no further message. */
    private volatile boolean closed;
    private volatile boolean cancelled;

    ChannelSubscriber(ChannelPublisher publisher, IncomingChannel channel, MultiSubscriber<? super Message<?>> downstream) {
        this.publisher = publisher;
        this.channel = channel;
        this.downstream = downstream;
    }

    @Override
    public void request(long n) {
        channel.eventLoop().execute(() -> {
            if (closed) {
                return;
            }
            if (n > 0) {
                demand = Subscriptions.add(demand, n);
                channel.drain();
            } else {
                terminate(Subscriptions.getInvalidRequestException());
                channel.cancelled(publisher, this);
            }
        });
    }

    @Override
    public void cancel() {
        cancelled = true;
        if (!closed) {
            closed = true;
            publisher.release();
            channel.eventLoop().execute(() -> channel.cancelled(publisher, this));
        }
    }

    /** A new one, for a message to it. */
    Context messageContext() {
        return publisher.messageContext();
    }

    boolean isClosed() {
        return closed;
    }

    boolean hasDemand() {
        return demand > 0 && !closed && !publisher.isPaused();
    }

    /** Like {@link #hasDemand()}, but not changed by a cancellation on another thread. */
    boolean hasRequested() {
        return demand > 0;
    }

    MultiSubscriber<? super Message<?>> downstream() {
        return downstream;
    }

    /** One message goes to it. */
    void countDown() {
        if (demand != Long.MAX_VALUE) {
            demand--;
        }
    }

    /**
     * Ends the stream in a later turn of the event loop, so that the end never comes in the midst of an {@code onNext}.
     *
     * @param failure {@code null} to complete it
     */
    void terminate(Throwable failure) {
        if (closed) {
            return;
        }
        closed = true;
        publisher.release();
        channel.eventLoop().later(() -> {
            if (cancelled) {
                return; // a nack that fails makes the stream of the application end by itself
            }
            if (failure == null) {
                downstream.onCompletion();
            } else {
                downstream.onFailure(failure);
            }
        });
    }
}
