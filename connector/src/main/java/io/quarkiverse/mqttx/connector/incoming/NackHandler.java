package io.quarkiverse.mqttx.connector.incoming;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.PayloadConversionException;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.fault.FailStop;
import io.quarkiverse.mqttx.connector.fault.StrategyContext;
import io.quarkiverse.mqttx.connector.message.MetadataProperties;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.quarkiverse.mqttx.thread.OnEventLoop;
import io.quarkiverse.mqttx.topic.SafeText;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/** Hands nacked messages of a channel to its failure strategies. Touched on the event loop of the channel. */
@OnEventLoop
final class NackHandler {

    private static final Logger log = Logger.getLogger(IncomingChannel.class);

    private final IncomingChannel channel;
    private final IncomingSettings settings;
    private final FailureStrategies strategies;
    private final Redeliveries redeliveries;
    /** Made at the first nack: it may need emitters of the application, which are not wired when the channel is. */
    private MqttFailureHandler first;
    /** One writer. */
    private volatile long skipped;

    NackHandler(IncomingChannel channel, IncomingSettings settings, FailureStrategies strategies,
            Redeliveries redeliveries) {
        this.channel = channel;
        this.settings = settings;
        this.strategies = strategies;
        this.redeliveries = redeliveries;
    }

    CompletionStage<Void> nack(ReceivedMessage message, Throwable reason, Metadata metadata) {
        if (isDeletion(message, reason)) {
            skip(message, reason);
            return ChannelMessage.DONE;
        }
        Uni<Void> outcome;
        try {
            if (first == null) {
                first = handler(0);
            }
            outcome = first.handle(message, reason, metadata);
        } catch (RuntimeException strategyFailure) {
            outcome = Uni.createFrom().failure(strategyFailure);
        }
        return outcome.onFailure().invoke(cause -> channel.fail(cause, occasion(message)))
                .emitOn(message::runOnMessageContext)
                .subscribeAsCompletionStage();
    }

    private String occasion(ReceivedMessage message) {
        return "a message on topic " + SafeText.quote(message.getMqttMetadata().getTopic())
                + " was nacked, and 'failure-strategy' is '" + String.join(",", settings.failure().strategies()) + "'";
    }

    /** MQTT deletes with an empty payload what the broker has retained, which is no failure of anybody. */
    private static boolean isDeletion(ReceivedMessage message, Throwable reason) {
        return message.getPayload().length == 0 && reason instanceof PayloadConversionException conversion
                && conversion.isAbout(message.getMqttMetadata());
    }

    private void skip(ReceivedMessage message, Throwable reason) {
        skipped = skipped + 1;
        log.logf(skipped == 1 ? Logger.Level.INFO : Logger.Level.DEBUG, "%s. With an empty payload MQTT deletes a retained"
                + " message: it is acknowledged and skipped, as are all others of the channel, so far %d. Take an Optional of the"
                + " type to get them; outside Quarkus in a Message", SafeText.ofMessage(reason.getMessage()), skipped);
        channel.acknowledge(message);
    }

    /** Messages without payload that were skipped because the application's type has no value for that. Any thread. */
    long skipped() {
        return skipped;
    }

    private MqttFailureHandler handler(int index) {
        return index < strategies.factories().size() ? strategies.factories().get(index).create(new Step(index))
                : new FailStop();
    }

    /** The context of one of the strategies. */
    private final class Step implements StrategyContext {

        private final int index;
        private MqttFailureHandler next;

        private Step(int index) {
            this.index = index;
        }

        @Override
        public String channel() {
            return settings.channel();
        }

        @Override
        public IncomingSettings settings() {
            return settings;
        }

        @Override
        public MqttFailureHandler next() {
            if (next == null) {
                next = handler(index + 1);
            }
            return next;
        }

        @Override
        public Uni<Void> publish(OutgoingMqttMetadata metadata, byte[] payload) {
            Publish message = packet(metadata, payload);
            strategies.outlet().start();
            return Uni.createFrom().emitter(outcome -> strategies.outlet().publish(message, new Outcome(outcome)));
        }

        @Override
        public boolean fits(OutgoingMqttMetadata metadata, byte[] payload) {
            NegotiatedSettings broker = strategies.outlet().status().negotiated();
            return broker == null
                    || PacketSize.publish(packet(metadata, payload), broker.version()) <= broker.maximumPacketSize();
        }

        private static Publish packet(OutgoingMqttMetadata metadata, byte[] payload) {
            int qos = metadata.getQos() == null ? 1 : Math.max(1, metadata.getQos());
            return new Publish(metadata.getTopic(), payload, qos, Boolean.TRUE.equals(metadata.getRetain()), false, 0,
                    MetadataProperties.of(metadata));
        }

        @Override
        public Uni<Void> retry(IncomingMqttMessage message, Duration delay) {
            ReceivedMessage received = received(message);
            channel.eventLoop().execute(() -> redeliveries.add(received, delay));
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> redeliver(IncomingMqttMessage message) {
            ReceivedMessage received = received(message);
            channel.eventLoop().execute(() -> requestRedelivery(received));
            return Uni.createFrom().voidItem();
        }

        private ReceivedMessage received(IncomingMqttMessage message) {
            if (message instanceof ReceivedMessage received) {
                return received;
            }
            throw new IllegalArgumentException("channel '" + settings.channel() + "': a failure strategy must pass on the"
                    + " message that it was given, not a " + message.getClass().getName());
        }
    }

    private void requestRedelivery(ReceivedMessage message) {
        if (channel.settle(message)) {
            channel.requestRedelivery(message);
            if (!channel.isOver()) {
                channel.drain(); // what has waited for it, as with a key, need not any more
            }
        }
    }

    /** The broker has got back a message, and is to send it again. */
    void wantRedelivery() {
        if (!channel.isOver()) {
            strategies.renewal().get().wanted(settings.channel(), settings.failure().redeliver());
        }
    }

    private record Outcome(UniEmitter<? super Void> told) implements PublishCompletion {

        @Override
        public void succeeded(int packetId, int reasonCode, Properties answer) {
            told.complete(null);
        }

        @Override
        public void failed(Throwable cause) {
            told.fail(cause);
        }
    }
}
