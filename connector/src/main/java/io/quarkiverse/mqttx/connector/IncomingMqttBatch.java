package io.quarkiverse.mqttx.connector;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import io.quarkiverse.mqttx.session.InboundMessage;
import io.vertx.core.impl.ContextInternal;

/**
 * The messages of a batch in the order of their arrival: what a method takes from a channel with {@code batch=true} beside, or
 * in place of, a {@code List} of payloads. It is among the metadata of the batch, too; there it holds the messages whose
 * payloads are in the list, at the same positions.
 * <p>
 * A message that the application nacks by itself goes to the {@code failure-strategy} alone, and one that it acks by itself is
 * done. What is left is acked or nacked with the batch. Immutable, for any thread.
 */
public final class IncomingMqttBatch implements Iterable<IncomingMqttMessage> {

    private final String channel;
    private final List<IncomingMqttMessage> messages;

    private IncomingMqttBatch(String channel, List<IncomingMqttMessage> messages) {
        this.channel = channel;
        this.messages = messages;
    }

    /** @param broadcasts of each message what its consumers have in common, or {@code null} */
    static IncomingMqttBatch of(IncomingChannel channel, List<InboundMessage> messages, ContextInternal context,
            Consumer consumer, List<BroadcastDelivery> broadcasts) {
        List<IncomingMqttMessage> own = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            own.add(new IncomingMqttMessage(channel, messages.get(i), context, consumer, broadcasts.get(i)));
        }
        return of(own);
    }

    /** @param messages at least one */
    static IncomingMqttBatch of(List<IncomingMqttMessage> messages) {
        return new IncomingMqttBatch(messages.get(0).getMqttMetadata().getChannel(), List.copyOf(messages));
    }

    /** The channel that has received the messages. */
    public String getChannel() {
        return channel;
    }

    /** The messages as they were received. */
    public List<IncomingMqttMessage> getMessages() {
        return messages;
    }

    /** What MQTT says about the message at this position, from 0. */
    public IncomingMqttMetadata getMetadata(int index) {
        return messages.get(index).getMqttMetadata();
    }

    public int size() {
        return messages.size();
    }

    @Override
    public Iterator<IncomingMqttMessage> iterator() {
        return messages.iterator();
    }

    /** The same without the others, at least one. */
    public IncomingMqttBatch with(List<IncomingMqttMessage> some) {
        return new IncomingMqttBatch(channel, List.copyOf(some));
    }

    /** Without the payloads, so that it can be logged. */
    @Override
    public String toString() {
        return "IncomingMqttBatch[channel=" + channel + ", " + messages.size() + " messages]";
    }
}
