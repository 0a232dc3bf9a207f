package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.SafeText;

/** The limits of the broker that a message must meet: QoS, retain, size. */
final class PublishLimits {

    private PublishLimits() {
    }

    /**
     * The broker has said in CONNACK what it would answer with a DISCONNECT; one message is refused here rather than all of
     * them there; {@code null} when it takes it. Its size is that with the whole topic: what only an alias makes fit could not
     * be sent again on another
     * connection.
     */
    static PublishException refusal(Publish message, NegotiatedSettings broker) {
        if (message.qos() > broker.maximumQos()) {
            return new PublishException("The broker takes messages up to QoS " + broker.maximumQos() + " only; the message to '"
                    + SafeText.of(message.topic()) + "' has QoS " + message.qos(), ReasonCode.QOS_NOT_SUPPORTED);
        }
        if (message.retain() && !broker.retainAvailable()) {
            return new PublishException(
                    "The broker does not take retained messages; the message to '" + SafeText.of(message.topic())
                            + "' is one",
                    ReasonCode.RETAIN_NOT_SUPPORTED);
        }
        // its exact size is a matter of the encoder, unless it comes near the limit
        long limit = broker.maximumPacketSize();
        int size = PacketSize.publishAtMost(message) <= limit ? 0 : PacketSize.publish(message, broker.version());
        if (size > limit) {
            return new PublishException(
                    "The broker takes packets of " + broker.maximumPacketSize() + " bytes at most; the message to '"
                            + SafeText.of(message.topic()) + "' makes " + size,
                    ReasonCode.PACKET_TOO_LARGE);
        }
        return null;
    }
}
