package io.quarkiverse.mqttx.api;

import java.util.Iterator;
import java.util.List;

/**
 * The messages of a batch in the order of their arrival: what a method takes from a channel with {@code batch=true} beside, or
 * in place of, a {@code List} of payloads. It is among the metadata of the batch, too; there it holds the messages whose
 * payloads are in the list, at the same positions.
 * <p>
 * A message that the application nacks by itself goes to the {@code failure-strategy} alone, and one that it acks by itself is
 * done. What is left is acked or nacked with the batch. Immutable, for any thread.
 */
public final class IncomingMqttBatch implements Iterable<IncomingMqttMessage> {

    private final List<IncomingMqttMessage> messages;

    private IncomingMqttBatch(List<IncomingMqttMessage> messages) {
        this.messages = messages;
    }

    /** @param messages at least one, all of one channel */
    public static IncomingMqttBatch of(List<? extends IncomingMqttMessage> messages) {
        return new IncomingMqttBatch(List.copyOf(messages));
    }

    /** The channel that has received the messages. */
    public String getChannel() {
        return messages.get(0).getMqttMetadata().getChannel();
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

    /** Without the payloads, so that it can be logged. */
    @Override
    public String toString() {
        return "IncomingMqttBatch[channel=" + getChannel() + ", " + messages.size() + " messages]";
    }
}
