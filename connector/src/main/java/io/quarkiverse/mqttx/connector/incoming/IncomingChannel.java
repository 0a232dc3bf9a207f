package io.quarkiverse.mqttx.connector.incoming;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.client.routing.Route;
import io.quarkiverse.mqttx.connector.config.model.AckStrategy;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.connection.SubscriptionObserver;
import io.quarkiverse.mqttx.connector.message.ChannelTopics;
import io.quarkiverse.mqttx.connector.message.MessageOrigin;
import io.quarkiverse.mqttx.connector.support.Causes;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.quarkiverse.mqttx.connector.support.EventLoop;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.model.Rejection;
import io.quarkiverse.mqttx.topic.SafeText;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkiverse.mqttx.vertx.Contexts;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * From the topics of a channel to its subscribers. While there is demand a message goes from the connection straight to the
 * subscriber; without demand QoS 1 and 2 wait here unacknowledged, bounded by the window of the session, and QoS 0 up to
 * {@code buffer-size}, then the oldest are dropped. The order of arrival is kept.
 * <p>
 * All state is touched on the connection's event loop only. The methods that the connector calls may be called on any thread.
 */
public final class IncomingChannel implements Route {

    private static final Logger log = Logger.getLogger(IncomingChannel.class);

    private final IncomingSettings settings;
    private final MessageOrigin origin;
    private final ReconnectingClient client;
    private final EventLoop eventLoop;
    private final Runnable onFirstSubscription;
    private final NackHandler nacked;
    private final boolean sessionKept;
    private final Redeliveries redeliveries;
    private final ChannelSubscriptions subscriptions;
    private final SubscriptionObserver observer;

    private final ChannelPublishers publishers = new ChannelPublishers();
    private final DeliveryQueue queue;
    private boolean draining;
    private final PayloadFormatValidator formatValidator;
    public final UnacknowledgedWatch unacknowledged;
    private final AckHandler acks;
    private boolean stopped;
    private volatile Throwable failure;
    /** The failure was the connection's, which is no reason to restart the application. */
    private volatile boolean lost;

    /**
     * Registers its route with the client, so that nothing is lost that arrives before anybody subscribes to the channel.
     *
     * @param onFirstSubscription starts the client
     */
    public IncomingChannel(IncomingSettings settings, ReconnectingClient client, FailureStrategies strategies,
            Runnable onFirstSubscription) {
        this(settings, client, strategies, onFirstSubscription, SubscriptionObserver.NONE);
    }

    /** @param observer told what the broker says of the subscriptions */
    public IncomingChannel(IncomingSettings settings, ReconnectingClient client, FailureStrategies strategies,
            Runnable onFirstSubscription, SubscriptionObserver observer) {
        this.settings = settings;
        this.origin = new MessageOrigin(settings.channel(), ChannelTopics.of(settings.subscription().topics()),
                settings.payloads().contentType());
        this.observer = observer;
        this.client = client;
        this.eventLoop = new EventLoop(client.context());
        this.onFirstSubscription = onFirstSubscription;
        this.redeliveries = new Redeliveries(this, settings);
        this.queue = new DeliveryQueue(settings, eventLoop, origin, publishers, redeliveries, this::drain);
        this.nacked = new NackHandler(this, settings, strategies, redeliveries);
        this.sessionKept = strategies.sessionKept();
        MessagesInProcess inProcess = new MessagesInProcess();
        this.unacknowledged = new UnacknowledgedWatch(settings, eventLoop, inProcess, queue);
        this.acks = new AckHandler(client, eventLoop, queue, inProcess, unacknowledged,
                settings.ackStrategy() == AckStrategy.ON_RECEIPT, nacked::wantRedelivery);
        this.formatValidator = settings.payloads().validates() ? new PayloadFormatValidator(settings.channel()) : null;
        this.subscriptions = new ChannelSubscriptions(settings, client, observer);
        client.route(settings.filters(), this);
    }

    /**
     * One more copy of the channel. All copies share the channel's subscriptions; each message goes to one of them, in turn,
     * that has demand.
     */
    public ChannelPublisher publisher() {
        return publishers.add(new ChannelPublisher(this));
    }

    /**
     * Delivers nothing more and completes the publishers. What is in process can still be acknowledged.
     *
     * @return completes on the event loop when nothing is in process of which that is still to be expected
     */
    public Future<Void> stop() {
        Promise<Void> drained = Promise.promise();
        eventLoop.execute(() -> {
            stopped = true;
            queue.clear(client::leaveUnacked); // none of it will be processed, so nothing behind it has to wait
            redeliveries.clear();
            publishers.terminate(null);
            observer.ended(new IllegalStateException("the application has ended"));
            acks.drained().onComplete(drained);
        });
        return drained.future();
    }

    /** Messages that were delivered and neither acked nor nacked yet, but of which that is still to be expected. */
    public int processing() {
        return acks.processing();
    }

    /** QoS 0 messages dropped because nobody took them in time. */
    public long dropped() {
        return queue.dropped();
    }

    /** Messages that were said to be UTF-8 text and were not. */
    public long malformed() {
        return formatValidator == null ? 0 : formatValidator.total();
    }

    /** Messages without payload that were skipped, since the application takes a type that has no value for that. */
    public long skipped() {
        return nacked.skipped();
    }

    public ChannelHealth health() {
        Throwable cause = failure;
        if (cause != null) {
            return lost ? ChannelHealth.notReady(name(), "the connection was given up: " + SafeText.ofMessage(cause.toString()))
                    : ChannelHealth.dead(name(), "stopped by a failure: " + Causes.describe(cause) + "; " + consequences());
        }
        return unacknowledged.addTo(subscriptions.health());
    }

    public String name() {
        return settings.channel();
    }

    MessageOrigin origin() {
        return origin;
    }

    boolean broadcasts() {
        return settings.broadcast();
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    // From the connection

    @Override
    public void deliver(InboundMessage message) {
        if (isOver() || subscriptions.isClosed()) {
            acks.leaveUnacked(message);
        } else {
            Rejection rejection = formatValidator == null ? null : formatValidator.problem(message.packet());
            if (rejection != null) {
                client.reject(message, rejection);
                return;
            }
            ChannelPublisher taker = queue.taker(message);
            if (taker != null) {
                handOver(message, taker);
                return;
            }
            unacknowledged.begin();
            if (queue.holdsBack()) {
                drain();
            }
        }
    }

    @Override
    public void failed(Throwable cause) {
        lost = true;
        fail(cause, null);
        observer.ended(cause);
    }

    // From the subscribers

    void subscribed(ChannelPublisher publisher, ChannelSubscriber subscriber) {
        eventLoop.execute(() -> {
            publisher.add(subscriber);
            if (failure != null || stopped) {
                publisher.terminate(failure);
            } else {
                drain();
            }
        });
        open();
    }

    /** Asks the broker for the subscriptions, unless that was done. */
    public void open() {
        if (subscriptions.open()) {
            onFirstSubscription.run();
        }
    }

    /**
     * Wants nothing more through these filters; with the last of them the channel ends, and its publishers complete. What is in
     * process can still be acknowledged.
     *
     * @return completes when the broker has confirmed
     */
    public Future<Void> end(Set<String> filters) {
        Promise<Void> ended = Promise.promise();
        eventLoop.execute(() -> {
            subscriptions.remove(filters).onComplete(ended);
            client.unroute(this);
            List<TopicFilter> left = subscriptions.filters();
            if (left.isEmpty()) {
                stopped = true;
                queue.clear(client::leaveUnacked);
                redeliveries.clear();
                publishers.terminate(null);
            } else {
                client.route(left, this);
            }
        });
        return ended.future();
    }

    void cancelled(ChannelPublisher publisher, ChannelSubscriber subscriber) {
        publisher.remove(subscriber);
        if (publishers.haveSubscribers()) {
            drain(); // in a broadcast the others may have waited for this one
        } else if (settings.subscription().onDemand() && failure == null && !stopped && subscriptions.close()) {
            queue.clear(client::leaveUnacked);
            redeliveries.clear();
        }
    }

    /** Hands over what waits, as far as there is demand. */
    void drain() {
        if (draining) {
            return; // asked for from within onNext; the loop below sees it
        }
        draining = true;
        try {
            redeliveries.drain();
            ChannelPublisher taker;
            while (!stopped && (taker = queue.taker()) != null) {
                if (queue.makesBatches()) {
                    handOver(queue.nextBatch(), taker);
                } else {
                    handOver(queue.next(), taker);
                }
            }
        } finally {
            draining = false;
        }
    }

    private void handOver(InboundMessage message, ChannelPublisher publisher) {
        ChannelSubscriber[] takers = publisher.takers();
        BroadcastDelivery broadcast = taken(message, takers);
        for (ChannelSubscriber taker : takers) {
            ReceivedMessage own = new ReceivedMessage(this, message, publisher.messageContext(), taker, broadcast);
            acks.begin(own);
            taker.countDown();
            handOver(own, own.context, taker.downstream());
        }
    }

    private void handOver(List<InboundMessage> messages, ChannelPublisher publisher) {
        ChannelSubscriber[] takers = publisher.takers();
        List<BroadcastDelivery> broadcasts = new ArrayList<>(messages.size());
        messages.forEach(message -> broadcasts.add(taken(message, takers)));
        for (ChannelSubscriber taker : takers) {
            Context context = publisher.messageContext();
            List<ReceivedMessage> batch = new ArrayList<>(messages.size());
            for (int i = 0; i < messages.size(); i++) {
                batch.add(new ReceivedMessage(this, messages.get(i), context, taker, broadcasts.get(i)));
            }
            batch.forEach(acks::begin);
            taker.countDown();
            handOver(new BatchMessage(batch, context), context, taker.downstream());
        }
    }

    /** Returns what the takers have in common if there are several, else {@code null}. */
    private BroadcastDelivery taken(InboundMessage message, ChannelSubscriber[] takers) {
        acks.received(message);
        return takers.length == 1 ? null : new BroadcastDelivery(takers.length);
    }

    /** Hands over a message once more; in a batch of its own where there are batches. */
    void handOver(ReceivedMessage message) {
        acks.begin(message);
        message.subscriber.countDown();
        handOver(queue.makesBatches() ? new BatchMessage(List.of(message), message.context) : message,
                message.context, message.subscriber.downstream());
    }

    private void handOver(Message<?> message, Context context, MultiSubscriber<? super Message<?>> downstream) {
        // Reactive Messaging hands a message on without a hop when the thread is on the message's context already
        Context previous = Contexts.begin(context);
        try {
            downstream.onItem(message);
        } catch (RuntimeException | Error problem) {
            log.errorf(SafeText.of(problem), "Channel '%s': a subscriber must not throw exceptions from onNext, but did",
                    name());
            message.nack(problem);
        } finally {
            Contexts.end(context, previous);
        }
    }

    // From the messages

    void acknowledge(ReceivedMessage message) {
        answer(message, null);
    }

    /** @param rejection {@code null} to acknowledge */
    void answer(ReceivedMessage message, Rejection rejection) {
        if (settle(message)) {
            acks.answer(message, rejection);
            if (queue.isKeyed()) {
                drain();
            }
        }
    }

    boolean canReject(ReceivedMessage message) {
        return canRedeliver(message) && client.canReject();
    }

    boolean canRedeliver(ReceivedMessage message) {
        return acks.canBeAnswered(message);
    }

    CompletionStage<Void> nack(ReceivedMessage message, Throwable reason, Metadata metadata) {
        return failure == null ? nacked.nack(message, reason, metadata) : ChannelMessage.DONE;
    }

    /**
     * Stops the channel for good, and gives up all it has, so that other channels of the connection do not wait for it.
     *
     * @param occasion what has led to it, for people
     */
    public void fail(Throwable cause, String occasion) {
        eventLoop.execute(() -> {
            if (failure != null) {
                return;
            }
            failure = cause;
            queue.clear(client::leaveUnacked);
            redeliveries.clear();
            for (ReceivedMessage left = acks.anyInProcess(); left != null; left = acks.anyInProcess()) {
                settle(left);
                leaveUnacked(left);
            }
            acks.forgetOthers();
            publishers.terminate(cause);
            if (!lost) {
                log.errorf(SafeText.of(cause), "Channel '%s' stops: %s; %s", name(), occasion, consequences());
                if (!sessionKept) {
                    subscriptions.close(); // what would come from now on, the next process would not get anyway
                }
            }
        });
    }

    /** For the people who have to deal with it. */
    private String consequences() {
        return "it gets nothing more until the application is restarted. Its messages are not acknowledged, and those that the"
                + " broker " + (sessionKept ? "sends for it" : "had sent by then") + " occupy the window (receive-maximum) that"
                + " all channels of " + client.describe() + " share"
                + (sessionKept ? ": when it is full, none of them gets anything" : "");
    }

    /** Whether nothing will be handed over any more. */
    boolean isOver() {
        return stopped || failure != null;
    }

    /** Leaves a message that is settled to the broker, unless it was told that the application has it. */
    void leaveUnacked(ReceivedMessage message) {
        acks.leaveUnacked(message, false);
    }

    /** As {@link #leaveUnacked}, and the broker is to send it again soon. */
    void requestRedelivery(ReceivedMessage message) {
        acks.leaveUnacked(message, true);
    }

    /** Nothing that happens to this message from now on reaches the broker; false when that was so before. */
    boolean settle(ReceivedMessage message) {
        return acks.settle(message);
    }
}
