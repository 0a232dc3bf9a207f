package io.quarkiverse.mqttx.spi;

import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.smallrye.mutiny.Uni;

/**
 * A failure strategy: decides what happens to a message that the application has nacked, or whose payload could not be
 * converted.
 * <p>
 * The attribute {@code failure-strategy} of an incoming channel names one, or several in the order in which they are asked:
 * {@code fail}, {@code ignore}, {@code dead-letter-topic}, {@code delayed-retry}, {@code reject}, {@code redeliver}, or the
 * {@code @Identifier} of a bean of your own that implements {@link Factory}.
 */
public interface MqttFailureHandler {

    /**
     * Deals with one message, at most once. Called on the message's context, an event loop: it must not block.
     * <p>
     * A strategy that has dealt with the message calls {@link IncomingMqttMessage#ack()}, or
     * {@link IncomingMqttMessage#reject} to let the broker know, so that the broker forgets it. One that cannot deal with it
     * hands it on to {@link FailureContext#next()}. A failure that is returned or thrown stops the channel for good; the
     * message, and all others the application has not acknowledged, stay with the broker.
     *
     * @param message the message as it was received
     * @param reason what the application has nacked it with
     * @param metadata what the application has added to the nack
     */
    Uni<Void> handle(IncomingMqttMessage message, Throwable reason, Metadata metadata);

    /** Makes the strategy of one channel; a bean with an {@code @Identifier}. */
    interface Factory {

        /** Called once a channel, at the first nack. */
        MqttFailureHandler create(FailureContext context);
    }
}
