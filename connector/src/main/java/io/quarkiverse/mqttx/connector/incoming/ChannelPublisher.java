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
 * One of the copies of an incoming channel that {@code concurrency} asks for; without it there is one. It has one consumer, or
 * several of which each gets every message when the channel broadcasts.
 */
public final class ChannelPublisher extends AbstractMulti<Message<?>> {

    private static final ChannelSubscriber[] NONE = {};

    private final IncomingChannel channel;
    private final EventLoop contexts;
    private final AtomicBoolean taken = new AtomicBoolean();
    /** Changed and read on the event loop only; the array itself never changes. */
    private ChannelSubscriber[] consumers = NONE;
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

    /** A new one, for messages to its consumers. */
    Context messageContext() {
        return contexts.messageContext();
    }

    @Override
    public void subscribe(MultiSubscriber<? super Message<?>> subscriber) {
        if (taken.getAndSet(true) && !channel.broadcasts()) {
            Subscriptions.fail(subscriber, new IllegalStateException("the channel '" + channel.name()
                    + "' has a consumer already; set the attribute 'broadcast' to true for several"));
            return;
        }
        ChannelSubscriber consumer = new ChannelSubscriber(this, channel, subscriber);
        subscriber.onSubscribe(consumer);
        channel.subscribed(this, consumer);
    }

    /** The consumer wants nothing more, so that another may come. Any thread. */
    void release() {
        taken.set(false);
    }

    void add(ChannelSubscriber consumer) {
        consumers = Arrays.copyOf(consumers, consumers.length + 1);
        consumers[consumers.length - 1] = consumer;
    }

    void remove(ChannelSubscriber consumer) {
        consumers = Arrays.stream(consumers).filter(other -> other != consumer).toArray(ChannelSubscriber[]::new);
    }

    boolean hasConsumers() {
        return consumers.length > 0;
    }

    /** Whether every consumer that is there wants a message. */
    boolean hasDemand() {
        ChannelSubscriber[] all = consumers;
        if (all.length == 1) {
            return all[0].hasDemand();
        }
        boolean demand = false;
        for (ChannelSubscriber consumer : all) {
            if (consumer.hasDemand()) {
                demand = true;
            } else if (!consumer.isClosed()) {
                return false;
            }
        }
        return demand;
    }

    /** Who gets the next message; asked right after {@link #hasDemand()} was true. */
    ChannelSubscriber[] takers() {
        ChannelSubscriber[] all = consumers;
        return all.length == 1 ? all
                : Arrays.stream(all).filter(ChannelSubscriber::hasRequested).toArray(ChannelSubscriber[]::new);
    }

    void terminate(Throwable failure) {
        for (ChannelSubscriber consumer : consumers) {
            consumer.terminate(failure);
        }
        consumers = NONE;
    }
}
