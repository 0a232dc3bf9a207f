package io.quarkiverse.mqttx.connector.outgoing;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.ConnectionStatus;
import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MessageDroppedException;
import io.quarkiverse.mqttx.api.MessageKeptException;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.SendQueueStatus;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.config.model.OutgoingAckStrategy;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.convert.PayloadWriters;
import io.quarkiverse.mqttx.connector.support.Causes;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.quarkiverse.mqttx.connector.support.Drain;
import io.quarkiverse.mqttx.connector.support.EventLoop;
import io.quarkiverse.mqttx.connector.support.LogThrottle;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.PublisherQueue;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.SafeText;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.vertx.core.Future;

/**
 * From the application's publisher to the broker. The channel asks for as many messages as its send queue takes, and for more
 * as they are settled: acked when the broker has taken responsibility, nacked when it has refused or when the message
 * cannot be published. Messages go out in the order in which they come.
 */
public final class OutgoingChannel implements MultiSubscriber<Message<?>> {

    private static final Logger log = Logger.getLogger(OutgoingChannel.class);
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final OutgoingSettings settings;
    private final ReconnectingClient client;
    private final EventLoop eventLoop;
    private final Runnable onFirstSubscription;
    private final PublishFactory packets;
    private final PublisherQueue sendQueue;
    private final AtomicReference<Flow.Subscription> upstream = new AtomicReference<>();
    private volatile Throwable failure;
    private volatile boolean stopped;

    private final Unsettled unsettled = new Unsettled();
    private final Drain drain;
    /** Nothing slows the publisher down. */
    private final boolean sheds;
    /** The size of messages counts. */
    private final boolean measures;
    private final Demand demand;
    private final SendQueueLog drops;
    private final BiConsumer<Void, Throwable> logFailedAck = this::logFailedAck;
    private final LogThrottle refusals = new LogThrottle(System::nanoTime);
    private final LogThrottle failedAcks = new LogThrottle(System::nanoTime);
    private final LogThrottle undeliverable = new LogThrottle(System::nanoTime);
    private final LogThrottle unwanted = new LogThrottle(System::nanoTime);
    /** {@code null} unless messages may be requests that want a reply. */
    private volatile ReplyRoute replies;

    /** @param onFirstSubscription starts the client */
    public OutgoingChannel(OutgoingSettings settings, SendQueueSettings sendQueue, ReconnectingClient client,
            Runnable onFirstSubscription, PayloadWriters writers) {
        this.settings = settings;
        this.client = client;
        this.eventLoop = new EventLoop(client.context());
        this.drain = new Drain(eventLoop, this::unsettled);
        this.onFirstSubscription = onFirstSubscription;
        this.packets = new PublishFactory(settings, client, writers);
        this.sendQueue = new PublisherQueue(settings.channel(), sendQueue);
        this.sheds = sendQueue.sheds();
        this.measures = sendQueue.maxBytes() != SendQueueSettings.UNLIMITED;
        this.demand = Demand.of(sendQueue, unsettled);
        this.drops = new SendQueueLog(this.sendQueue);
    }

    /** Messages may be requests that want a reply. Called before the channel is subscribed. */
    public void replies(ReplyRoute route) {
        replies = route;
        packets.sendRequests();
    }

    /**
     * Takes nothing more from the publisher. What it has taken goes out.
     *
     * @return completes on the event loop when no message is {@link #unsettled}
     */
    public Future<Void> stop() {
        stopped = true;
        Flow.Subscription subscription = upstream.get();
        if (subscription != null) {
            subscription.cancel();
        }
        eventLoop.execute(drain::look);
        return drain.drained();
    }

    boolean acksOnStore() {
        return settings.ackStrategy() == OutgoingAckStrategy.ON_STORE;
    }

    /** Messages taken from the publisher of which the broker has not taken responsibility yet. */
    public int unsettled() {
        return unsettled.messages();
    }

    /** What waits to be sent, and what has become of messages while they did. */
    public SendQueueStatus sendQueue() {
        return sendQueue.status();
    }

    public ChannelHealth health() {
        Throwable cause = failure;
        if (cause != null) {
            return ChannelHealth.dead(settings.channel(), "the publisher has failed: " + Causes.describe(cause));
        }
        if (upstream.get() == null) {
            return ChannelHealth.ok(settings.channel()); // nobody wants to send yet
        }
        ConnectionStatus status = client.status();
        if (!status.isConnected()) {
            return ChannelHealth.notReady(settings.channel(),
                    (status.reason() == null ? "not connected yet" : status.reason()) + waiting());
        }
        String problem = replies == null ? null : replies.problem();
        return problem == null ? ChannelHealth.ok(settings.channel()) : ChannelHealth.notReady(settings.channel(), problem);
    }

    private String waiting() {
        int waiting = sendQueue.waiting();
        return waiting == 0 ? "" : "; " + waiting + (waiting == 1 ? " message waits" : " messages wait") + " to be sent";
    }

    // From the publisher

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        if (!upstream.compareAndSet(null, subscription)) {
            subscription.cancel();
            return;
        }
        if (replies != null) {
            replies.open();
        }
        demand.publisher(subscription);
        onFirstSubscription.run();
        demand.begin(client.adopt(sendQueue, this::restoredSettled), eventLoop);
    }

    /** Converts on the publisher's thread, to keep that work off the event loop. */
    @Override
    public void onItem(Message<?> message) {
        unsettled.accepted();
        OutgoingMessage outgoing = new OutgoingMessage(this, message);
        Publish packet;
        try {
            packet = packets.packet(message);
        } catch (RuntimeException problem) {
            eventLoop.execute(() -> outgoing.failed(problem));
            demand.accepted();
            return;
        }
        if (packet == null) {
            noReply(outgoing);
        } else {
            publish(packet, outgoing);
        }
        demand.accepted();
    }

    /**
     * A broker may end the connection because of a message at QoS 0, and reads nothing behind it: with the acknowledgement
     * there of the message from which it comes, that would come again for ever.
     */
    private void acknowledgeAhead(Publish packet, OutgoingMessage outgoing) {
        ack(outgoing).whenComplete((acked, problem) -> client.publish(packet, outgoing, sendQueue));
    }

    private void publish(Publish packet, OutgoingMessage outgoing) {
        if (measures) {
            outgoing.size = PublisherQueue.size(packet);
            unsettled.size(outgoing.size);
        }
        PublishException refusal = sheds ? sendQueue.offer(packet) : null;
        if (refusal == null && packet.qos() == 0 && PublishFactory.isOfRepeated(outgoing.message)
                && client.status().isConnected()) {
            acknowledgeAhead(packet, outgoing);
        } else if (refusal == null) {
            client.publish(packet, outgoing, sendQueue);
        } else {
            // here and now, for another task for the event loop is what there is no room for
            unsettled.refused(outgoing.size);
            nack(outgoing, refusal);
            if (stopped) {
                eventLoop.execute(drain::look);
            }
        }
    }

    @Override
    public void onFailure(Throwable cause) {
        if (stopped) {
            // the cancellation and the end of the application's threads may come in either order
            log.debugf(SafeText.of(cause), "Channel '%s': the publisher has failed after the stop", settings.channel());
            return;
        }
        failure = cause;
        log.errorf(SafeText.of(cause), "Channel '%s': the publisher has failed, nothing more will be published",
                settings.channel());
    }

    /** Other channels use the connection too, so it stays. */
    @Override
    public void onCompletion() {
        log.debugf("Channel '%s': the publisher has completed", settings.channel());
    }

    /** No nack: that would let anybody who sends what is no request stop the channel from which it comes. */
    private void noReply(OutgoingMessage outgoing) {
        if (unwanted.count(1)) {
            log.warnf(
                    "Channel '%s' drops a reply: the message on topic '%s' from which it comes does not say where to reply. Set"
                            + " 'topic' if such replies are to go there. So far: %d",
                    settings.channel(),
                    outgoing.message.getMetadata(IncomingMqttMetadata.class).map(IncomingMqttMetadata::getTopic)
                            .orElse("(none)"),
                    unwanted.total());
        }
        eventLoop.execute(() -> acknowledge(outgoing));
    }

    // On the event loop

    @SuppressWarnings({ "rawtypes", "unchecked" }) // so it is in the API of Reactive Messaging
    void published(OutgoingMessage outgoing, int packetId, int reasonCode, Properties answer) {
        Optional<OutgoingMessageMetadata> result = outgoing.message.getMetadata(OutgoingMessageMetadata.class);
        if (result.isPresent()) {
            result.get().setResult(PublishCompletion.result(packetId, reasonCode, answer));
        }
        acknowledge(outgoing);
    }

    void acknowledge(OutgoingMessage outgoing) {
        ack(outgoing);
        settled(outgoing);
    }

    /** Completes when the application is through with it; what it fails with is logged. */
    CompletionStage<Void> ack(OutgoingMessage outgoing) {
        if (outgoing.answered) {
            return DONE;
        }
        outgoing.answered = true;
        try {
            return outgoing.message.ack().whenComplete(logFailedAck);
        } catch (RuntimeException problem) {
            logFailedAck.accept(null, problem);
            return DONE;
        }
    }

    void dropped(OutgoingMessage outgoing, MessageDroppedException cause) {
        boolean nacks = sendQueue.settings().nacksDropped() && cause.reason() != MessageDroppedException.Reason.OFFLINE;
        drops.dropped(cause, nacks && !outgoing.answered);
        if (nacks) {
            nack(outgoing, cause);
            settled(outgoing);
        } else {
            acknowledge(outgoing);
        }
    }

    void refused(OutgoingMessage outgoing, Throwable cause) {
        if (cause instanceof PublishException refusal && refusal.reasonCode() == ReasonCode.NOT_AUTHORIZED) {
            packets.refused(outgoing.message);
        }
        if (cause instanceof PublishException refusal && isTroubleOfRequester(outgoing, refusal)) {
            if (undeliverable.count(1)) {
                log.warnf("Channel '%s' drops a reply that cannot be sent to the reply topic of its request: %s. So far: %d",
                        settings.channel(), SafeText.ofMessage(cause.getMessage()), undeliverable.total());
            }
            acknowledge(outgoing);
            return;
        }
        if (!(cause instanceof MessageKeptException) && refusals.count(1)) {
            log.warnf("Channel '%s': a message was not published and %s: %s. So far: %d", settings.channel(),
                    outgoing.answered ? "is lost after its ack (ack-strategy=on-store)" : "is nacked",
                    SafeText.ofMessage(cause.toString()), refusals.total());
        }
        nack(outgoing, cause);
        settled(outgoing);
    }

    /**
     * A request says where its reply goes, so it must not be able to stop the channels that reply by naming what nobody can
     * publish to. What QoS and retain flag they have is a matter of the channel alone.
     */
    private boolean isTroubleOfRequester(OutgoingMessage outgoing, PublishException refusal) {
        return refusal.reasonCode() != ReasonCode.QOS_NOT_SUPPORTED
                && refusal.reasonCode() != ReasonCode.RETAIN_NOT_SUPPORTED && packets.replyTopic(outgoing.message) != null;
    }

    private void nack(OutgoingMessage outgoing, Throwable cause) {
        if (outgoing.answered) {
            return;
        }
        outgoing.answered = true;
        try {
            // Where the message was to go is not where a dead letter of the one that it was made of has to go
            outgoing.message.nack(cause, outgoing.message.getMetadata().without(OutgoingMqttMetadata.class))
                    .whenComplete(logFailedAck);
        } catch (RuntimeException problem) {
            logFailedAck.accept(null, problem);
        }
    }

    /**
     * Does not wait for what the application makes of ack and nack: the broker is done with the message. Once it is over,
     * the client refuses at once what it is given: a publisher without end would do nothing but run into that.
     */
    private void settled(OutgoingMessage outgoing) {
        unsettled.settled(outgoing.size);
        if (stopped) {
            drain.look();
        }
        if (!client.isOver()) {
            demand.settled();
        }
    }

    /** One that an earlier process has left, and that counts against the bounds. */
    private void restoredSettled(long size) {
        if (!client.isOver()) {
            demand.restoredSettled(size);
        }
    }

    /** A failure of the application's own ack or nack must not end the channel. */
    private void logFailedAck(Void nothing, Throwable problem) {
        if (problem != null && failedAcks.count(1)) {
            log.warnf(SafeText.of(problem),
                    "Channel '%s': the ack or nack of an outgoing message has failed in the application."
                            + " So far: %d",
                    settings.channel(), failedAcks.total());
        }
    }
}
