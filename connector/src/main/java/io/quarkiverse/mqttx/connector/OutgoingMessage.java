package io.quarkiverse.mqttx.connector;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.packet.Publish;

/** A message of the application on its way to the broker. */
final class OutgoingMessage implements PublishCompletion {

    final Message<?> message;
    /** {@code null} when it cannot be published, which {@link #problem} explains. */
    final Publish packet;
    final Throwable problem;
    private final OutgoingChannel channel;

    OutgoingMessage(OutgoingChannel channel, Message<?> message, Publish packet, Throwable problem) {
        this.channel = channel;
        this.message = message;
        this.packet = packet;
        this.problem = problem;
    }

    @Override
    public void succeeded(int packetId, int reasonCode) {
        channel.published(this, packetId);
    }

    @Override
    public void failed(Throwable cause) {
        channel.refused(this, cause);
    }
}
