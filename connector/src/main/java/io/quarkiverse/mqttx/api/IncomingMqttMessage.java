package io.quarkiverse.mqttx.api;

import java.util.concurrent.CompletionStage;

import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * A message received from the broker. At QoS 1 and 2 the broker is told when {@link #ack()} is called, and not before; a
 * {@link #nack} goes to the {@code failure-strategy} of the channel. Both may be called on any thread, and again without harm:
 * the first call counts.
 * <p>
 * The payload is the packet's own array, not a copy: do not write to it when the channel has several consumers. It is never
 * {@code null}; a message without payload has an array of length 0.
 */
public interface IncomingMqttMessage extends Message<byte[]> {

    /** The MQTT part of {@link #getMetadata()}. */
    IncomingMqttMetadata getMqttMetadata();

    /**
     * Whether the broker can be told that the message is rejected: at QoS 1 and 2 with MQTT 5, unless it was acknowledged on
     * receipt. For failure strategies, so on the message's context.
     */
    boolean isRejectable();

    /**
     * Whether the broker would send the message again: at QoS 1 and 2, unless it was acknowledged on receipt. For failure
     * strategies.
     */
    boolean isRedeliverable();

    /**
     * Tells the broker that the message is rejected and must not come again (MQTT-5.0 §3.4.2.1, §3.5.2.1); in its turn, as an
     * acknowledgement. When the message goes to several consumers or channels the broker is told once all have answered, and
     * of the first rejection. Completes when the answer is on its way, on the message's context.
     *
     * @param reasonCode 0x80 Unspecified error, 0x83 Implementation specific error, 0x87 Not authorized, 0x90 Topic Name
     *        invalid, 0x97 Quota exceeded or 0x99 Payload format invalid
     * @param reasonString for the people at the broker, or {@code null}; left out when it has more than 200 characters
     * @return fails with an {@link IllegalStateException} when the message is not {@link #isRejectable()}
     * @throws IllegalArgumentException for another code
     */
    CompletionStage<Void> reject(int reasonCode, String reasonString);
}
