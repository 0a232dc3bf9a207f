package io.quarkiverse.mqttx.spi;

import java.time.Duration;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.smallrye.mutiny.Uni;

/** The channel of a failure strategy. Its methods are called on the context of a nacked message. */
public interface FailureContext {

    /** The channel that has received the messages. */
    String channel();

    /**
     * Who deals with a message when this strategy can do no more: the next of {@code failure-strategy}; after the last, one
     * that stops the channel.
     */
    MqttFailureHandler next();

    /**
     * Publishes to the broker, over the connection of the channel. Waits
     * as long as there is no connection.
     *
     * @param metadata names the topic; QoS 1 unless it says 2, for at QoS 0 nobody knows whether the message arrives
     * @param payload is not copied
     * @return completes when the broker has taken responsibility; fails with a
     *         {@link io.quarkiverse.mqttx.api.PublishException} when it refuses
     */
    Uni<Void> publish(OutgoingMqttMetadata metadata, byte[] payload);

    /**
     * Whether the broker to which {@link #publish} goes takes a packet of the size of this one (MQTT-5.0 §3.2.2.3.6). True
     * without a
     * connection, while nobody knows.
     */
    boolean fits(OutgoingMqttMetadata metadata, byte[] payload);

    /**
     * Delivers the message once more to the consumer that has nacked it, after a delay and when it wants another message. The
     * broker hears nothing meanwhile. When the application ends before, or the channel stops, the message stays with the
     * broker.
     *
     * @return completes at once
     */
    Uni<Void> retry(IncomingMqttMessage message, Duration delay);

    /**
     * Leaves the message to the broker, which sends it again when the connection has been renewed under the same session. That
     * happens after a while, or as soon as many messages have been left to it, see {@code redeliver-*}.
     *
     * @param message one that is {@link IncomingMqttMessage#isRedeliverable()}
     * @return completes at once
     */
    Uni<Void> redeliver(IncomingMqttMessage message);
}
