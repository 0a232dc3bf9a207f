package io.quarkiverse.mqttx.connector;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.client.ConnectionStatus;
import io.quarkiverse.mqttx.client.MqttClient;
import io.quarkiverse.mqttx.connector.config.OutgoingSettings;
import io.quarkiverse.mqttx.connector.convert.PayloadEncoder;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.TopicName;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;

/**
 * From the application's publisher to the broker. The channel asks for {@code max-inflight-queue} messages and for more as they
 * are settled: acked when the broker has taken responsibility, nacked when it has refused or when the message cannot be
 * published. Messages go out in the order of the publisher, whichever threads it uses.
 */
final class OutgoingChannel implements MultiSubscriber<Message<?>> {

    private static final Logger log = Logger.getLogger(OutgoingChannel.class);

    private final OutgoingSettings settings;
    private final MqttClient client;
    private final EventLoop eventLoop;
    private final Runnable onFirstSubscription;
    private final PayloadEncoder encoder;
    private final AtomicReference<Flow.Subscription> upstream = new AtomicReference<>();
    private volatile Throwable failure;

    /** Messages from the publisher so far; written by one thread at a time. */
    private final AtomicLong taken = new AtomicLong();
    /** How many of them are settled; written on the event loop. */
    private final AtomicLong done = new AtomicLong();

    /** Messages on their hop to the event loop. While there are any, a message that is there already goes behind them. */
    private final Queue<OutgoingMessage> hopping = new ConcurrentLinkedQueue<>();
    private final AtomicInteger hops = new AtomicInteger();

    /** Demand is given back in portions, so that not every message costs a request. Event loop only. */
    private final int portion;
    private int settled;
    private final LogThrottle refusals = new LogThrottle(System::nanoTime);

    /** @param onFirstSubscription starts the client */
    OutgoingChannel(OutgoingSettings settings, MqttClient client, Runnable onFirstSubscription, PayloadEncoder encoder) {
        this.settings = settings;
        this.client = client;
        this.eventLoop = new EventLoop(client.context());
        this.onFirstSubscription = onFirstSubscription;
        this.encoder = encoder;
        this.portion = Math.max(1, settings.maxInflight() / 4);
    }

    Flow.Subscriber<? extends Message<?>> subscriber() {
        return this;
    }

    ChannelHealth health() {
        Throwable cause = failure;
        if (cause != null) {
            return ChannelHealth.dead(settings.channel(), "the publisher has failed: " + cause);
        }
        if (upstream.get() == null) {
            return ChannelHealth.ok(settings.channel()); // nobody wants to send yet
        }
        ConnectionStatus status = client.status();
        if (!status.isConnected()) {
            return ChannelHealth.notReady(settings.channel(), status.reason() == null ? "not connected yet" : status.reason());
        }
        return ChannelHealth.ok(settings.channel());
    }

    /** Messages that were taken from the publisher and neither acked nor nacked yet. */
    int unsettled() {
        return (int) (taken.get() - done.get());
    }

    // From the publisher

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        if (!upstream.compareAndSet(null, subscription)) {
            subscription.cancel();
            return;
        }
        onFirstSubscription.run();
        subscription.request(settings.maxInflight());
    }

    @Override
    public void onItem(Message<?> message) {
        taken.lazySet(taken.getPlain() + 1);
        OutgoingMessage outgoing = prepare(message);
        if (hops.get() == 0 && eventLoop.isCurrent()) {
            publish(outgoing);
        } else {
            hopping.add(outgoing);
            if (hops.getAndIncrement() == 0) {
                eventLoop.execute(this::publishHopped);
            }
        }
    }

    @Override
    public void onFailure(Throwable cause) {
        failure = cause;
        log.errorf(cause, "Channel '%s': the publisher has failed, nothing more will be published", settings.channel());
    }

    /** Other channels use the connection too, so it stays. */
    @Override
    public void onCompletion() {
        log.debugf("Channel '%s': the publisher has completed", settings.channel());
    }

    /** Converts on the publisher's thread, to keep that work off the event loop. */
    private OutgoingMessage prepare(Message<?> message) {
        try {
            return new OutgoingMessage(this, message, packet(message), null);
        } catch (RuntimeException problem) {
            return new OutgoingMessage(this, message, null, problem);
        }
    }

    private Publish packet(Message<?> message) {
        String topic = settings.topic();
        int qos = settings.qos();
        boolean retain = settings.retain();
        Properties properties = Properties.EMPTY;
        Optional<OutgoingMqttMetadata> metadata = message.getMetadata().get(OutgoingMqttMetadata.class);
        if (metadata.isPresent()) {
            OutgoingMqttMetadata own = metadata.get();
            topic = own.getTopic() == null ? topic : own.getTopic();
            qos = own.getQos() == null ? qos : own.getQos();
            retain = own.getRetain() == null ? retain : own.getRetain();
            properties = own.properties();
        }
        String problem = TopicName.problem(topic);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        return new Publish(topic, encoder.encode(message.getPayload()), qos, retain, false, 0, properties);
    }

    // On the event loop

    private void publishHopped() {
        int hopped = hops.get();
        do {
            for (OutgoingMessage outgoing = hopping.poll(); outgoing != null; outgoing = hopping.poll()) {
                publish(outgoing);
            }
            hopped = hops.addAndGet(-hopped);
        } while (hopped != 0);
    }

    private void publish(OutgoingMessage outgoing) {
        if (outgoing.packet == null) {
            outgoing.failed(outgoing.problem);
        } else {
            client.publish(outgoing.packet, outgoing);
        }
    }

    @SuppressWarnings({ "rawtypes", "unchecked" }) // so it is in the API of Reactive Messaging
    void published(OutgoingMessage outgoing, int packetId) {
        Optional<OutgoingMessageMetadata> result = outgoing.message.getMetadata(OutgoingMessageMetadata.class);
        if (result.isPresent()) {
            result.get().setResult(packetId);
        }
        settle("acknowledgement", outgoing.message::ack);
    }

    void refused(OutgoingMessage outgoing, Throwable cause) {
        if (refusals.count()) {
            log.warnf("Channel '%s': a message was not published and is nacked: %s. So far: %d", settings.channel(), cause,
                    refusals.total());
        }
        settle("negative acknowledgement", () -> outgoing.message.nack(cause));
    }

    /** A failure of the application's own ack or nack must not end the channel. */
    private void settle(String what, Supplier<CompletionStage<Void>> acknowledgement) {
        try {
            acknowledgement.get().whenComplete((nothing, problem) -> {
                if (problem != null) {
                    logFailed(what, problem);
                }
            });
        } catch (RuntimeException problem) {
            logFailed(what, problem);
        }
        done.lazySet(done.getPlain() + 1);
        if (++settled >= portion) {
            int more = settled;
            settled = 0;
            upstream.get().request(more);
        }
    }

    private void logFailed(String what, Throwable problem) {
        log.warnf(problem, "Channel '%s': the %s of a published message has failed in the application", settings.channel(),
                what);
    }
}
