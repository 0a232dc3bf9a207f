package io.quarkiverse.mqttx.connector.incoming;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.connector.message.ReceivedMetadata;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.model.Rejection;
import io.quarkiverse.mqttx.vertx.Contexts;
import io.vertx.core.Context;

/** The message that an incoming channel delivers. Its fields are touched on the event loop of the channel. */
public final class ReceivedMessage extends ChannelMessage<byte[]> implements IncomingMqttMessage {

    final InboundMessage inbound;
    private final IncomingChannel channel;
    private final IncomingMqttMetadata mqttMetadata;

    /** The other subscribers' share in a broadcast message; {@code null} when there is one subscriber. */
    final BroadcastDelivery broadcast;
    /** Who has it. */
    final ChannelSubscriber subscriber;
    /** Neighbours in {@link MessagesInProcess}. */
    ReceivedMessage previous;
    ReceivedMessage next;
    /** When the application got it, nearly, see {@link UnacknowledgedWatch}. */
    long since;
    /** Nothing that happens from now on reaches the broker. */
    boolean settled;
    private boolean nacked;

    ReceivedMessage(IncomingChannel channel, InboundMessage inbound, Context context, ChannelSubscriber subscriber,
            BroadcastDelivery broadcast) {
        this(channel, inbound, context, subscriber, broadcast, metadata(channel, inbound, 1));
    }

    private ReceivedMessage(IncomingChannel channel, InboundMessage inbound, Context context,
            ChannelSubscriber subscriber,
            BroadcastDelivery broadcast, IncomingMqttMetadata mqttMetadata) {
        super(context, mqttMetadata);
        this.channel = channel;
        this.inbound = inbound;
        this.subscriber = subscriber;
        this.broadcast = broadcast;
        this.mqttMetadata = mqttMetadata;
    }

    private static IncomingMqttMetadata metadata(IncomingChannel channel, InboundMessage inbound, int attempt) {
        return new IncomingMqttMetadata(
                new ReceivedMetadata(channel.origin(), inbound.packet(), attempt, inbound.deliveries()));
    }

    /** The same once more for the same subscriber, as new. */
    ReceivedMessage again(Context anew) {
        return new ReceivedMessage(channel, inbound, anew, subscriber, broadcast,
                metadata(channel, inbound, mqttMetadata.getDeliveryAttempt() + 1));
    }

    @Override
    public byte[] getPayload() {
        return inbound.packet().payload();
    }

    @Override
    public IncomingMqttMetadata getMqttMetadata() {
        return mqttMetadata;
    }

    /** Completes when the acknowledgement is on its way to the broker, on the message's context. */
    @Override
    public CompletionStage<Void> ack(Metadata ignored) {
        if (Contexts.inThread(context)) {
            channel.acknowledge(this);
            return DONE;
        }
        if (inbound.packet().qos() == 0) {
            context.runOnContext(v -> channel.acknowledge(this));
            return DONE;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(v -> {
            channel.acknowledge(this);
            done.complete(null);
        });
        return done;
    }

    /** Nobody will take it any more: it stays with the broker. On the event loop. */
    public void giveBack() {
        if (channel.settle(this)) {
            channel.leaveUnacked(this);
        }
    }

    /** Unless the application or a failure strategy has it in hand. On the message's context. */
    void ackWithBatch() {
        if (!nacked) {
            channel.acknowledge(this);
        }
    }

    @Override
    public boolean isRejectable() {
        return channel.canReject(this);
    }

    @Override
    public boolean isRedeliverable() {
        return channel.canRedeliver(this);
    }

    @Override
    public CompletionStage<Void> reject(int reasonCode, String reasonString) {
        Rejection rejection = new Rejection(reasonCode, reasonString);
        CompletableFuture<Void> done = new CompletableFuture<>();
        runOnMessageContext(() -> {
            if (isRejectable()) {
                channel.answer(this, rejection);
                done.complete(null);
            } else {
                done.completeExceptionally(new IllegalStateException("channel '" + channel.name() + "': the broker cannot be"
                        + " told that a message is rejected at QoS 0, in MQTT 3.x and after an acknowledgement on receipt; ask"
                        + " isRejectable() first"));
            }
        });
        return done;
    }

    /** Completes, or fails, as the channel's failure strategy says, on the message's context. */
    @Override
    public CompletionStage<Void> nack(Throwable reason, Metadata nackMetadata) {
        if (reason == null) {
            throw new IllegalArgumentException("a message is nacked with a reason, not with null");
        }
        return onContext(() -> applyFailureStrategy(reason, nackMetadata));
    }

    private CompletionStage<Void> applyFailureStrategy(Throwable reason, Metadata nackMetadata) {
        if (settled || nacked) {
            return DONE;
        }
        nacked = true;
        return channel.nack(this, reason, nackMetadata);
    }

    /** Without the payload, so that it can be logged. */
    @Override
    public String toString() {
        return "IncomingMqttMessage[channel=" + channel.name() + ", " + inbound.packet() + "]";
    }
}
