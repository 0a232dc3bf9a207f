package io.quarkiverse.mqttx.connector.incoming;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.connector.support.EventLoop;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Context;

/**
 * One of the copies of an incoming channel that {@code concurrency} asks for; without it there is one. It has one subscriber,
 * or
 * several of which each gets every message when the channel broadcasts.
 */
public final class ChannelPublisher extends AbstractMulti<Message<?>> {

    private static final ChannelSubscriber[] NONE = {};

    private final IncomingChannel channel;
    private final EventLoop contexts;
    private final AtomicBoolean taken = new AtomicBoolean();
    /** Changed and read on the event loop only; the array itself never changes. */
    private ChannelSubscriber[] subscribers = NONE;
    private volatile boolean paused;

    ChannelPublisher(IncomingChannel channel) {
        this.channel = channel;
        this.contexts = channel.eventLoop().sibling();
    }

    /** Hands over nothing more, but what is just being handed over. Any thread. */
    public void pause() {
        paused = true;
    }

    /** Hands over what has come meanwhile, and what comes. Any thread. */
    public void resume() {
        paused = false;
        channel.eventLoop().execute(channel::drain);
    }

    public IncomingChannel channel() {
        return channel;
    }

    public boolean isPaused() {
        return paused;
    }

    /** A new one, for messages to its subscribers. */
    Context messageContext() {
        return contexts.messageContext();
    }

    @Override
    public void subscribe(MultiSubscriber<? super Message<?>> downstream) {
        if (taken.getAndSet(true) && !channel.broadcasts()) {
            Subscriptions.fail(downstream, new IllegalStateException("the channel '" + channel.name()
                    + "' has a subscriber already; set the attribute 'broadcast' to true for several"));
            return;
        }
        ChannelSubscriber subscriber = new ChannelSubscriber(this, channel, downstream);
        downstream.onSubscribe(subscriber);
        channel.subscribed(this, subscriber);
    }

    /** The subscriber wants nothing more, so that another may come. Any thread. */
    void release() {
        taken.set(false);
    }

    void add(ChannelSubscriber subscriber) {
        subscribers = Arrays.copyOf(subscribers, subscribers.length + 1);
        subscribers[subscribers.length - 1] = subscriber;
    }

    void remove(ChannelSubscriber subscriber) {
        subscribers = Arrays.stream(subscribers).filter(other -> other != subscriber).toArray(ChannelSubscriber[]::new);
    }

    boolean hasSubscribers() {
        return subscribers.length > 0;
    }

    /** Whether every subscriber that is there wants a message. */
    boolean hasDemand() {
        ChannelSubscriber[] all = subscribers;
        if (all.length == 1) {
            return all[0].hasDemand();
        }
        boolean demand = false;
        for (ChannelSubscriber subscriber : all) {
            if (subscriber.hasDemand()) {
                demand = true;
            } else if (!subscriber.isClosed()) {
                return false;
            }
        }
        return demand;
    }

    /** Who gets the next message; asked right after {@link #hasDemand()} was true. */
    ChannelSubscriber[] takers() {
        ChannelSubscriber[] all = subscribers;
        return all.length == 1 ? all
                : Arrays.stream(all).filter(ChannelSubscriber::hasRequested).toArray(ChannelSubscriber[]::new);
    }

    void terminate(Throwable failure) {
        for (ChannelSubscriber subscriber : subscribers) {
            subscriber.terminate(failure);
        }
        subscribers = NONE;
    }
}
