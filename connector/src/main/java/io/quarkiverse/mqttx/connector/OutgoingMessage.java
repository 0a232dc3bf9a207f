package io.quarkiverse.mqttx.connector;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.session.PublishCompletion;

/** A message of the application on its way to the broker. */
final class OutgoingMessage implements PublishCompletion {

    final Message<?> message;
    private final OutgoingChannel channel;

    OutgoingMessage(OutgoingChannel channel, Message<?> message) {
        this.channel = channel;
        this.message = message;
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
