package io.quarkiverse.mqttx.connector.outgoing;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.MessageDroppedException;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.thread.OnEventLoop;

/** A message of the application that is being published, with its outcome. */
@OnEventLoop
final class OutgoingMessage implements PublishCompletion {

    final Message<?> message;
    private final OutgoingChannel channel;
    /** What it takes in memory, nearly, in bytes; 0 where that bounds nothing. */
    long size;
    /** Acked because the store has it, or nacked before that. */
    boolean answered;

    OutgoingMessage(OutgoingChannel channel, Message<?> message) {
        this.channel = channel;
        this.message = message;
    }

    @Override
    public void succeeded(int packetId, int reasonCode, Properties answer) {
        channel.published(this, packetId, reasonCode, answer);
    }

    @Override
    public void dropped(MessageDroppedException cause) {
        channel.dropped(this, cause);
    }

    @Override
    public void replaced() {
        channel.acknowledge(this);
    }

    @Override
    public boolean awaitsStore() {
        return channel.acksOnStore();
    }

    /** From now on the message goes out whatever happens. It keeps its place until it has. */
    @Override
    public void stored() {
        channel.ack(this);
    }

    @Override
    public void failed(Throwable cause) {
        channel.refused(this, cause);
    }
}
