package io.quarkiverse.mqttx.connector;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The messages the application has and has not settled yet. A list linked through the messages themselves, because it changes
 * twice a message. Changed on the event loop only; {@link #size()} may be read on any thread.
 */
final class MessagesInProcess {

    private final AtomicInteger size = new AtomicInteger();
    private IncomingMqttMessage first;

    void add(IncomingMqttMessage message) {
        message.next = first;
        if (first != null) {
            first.previous = message;
        }
        first = message;
        size.lazySet(size.getPlain() + 1);
    }

    void remove(IncomingMqttMessage message) {
        if (message.previous == null) {
            first = message.next;
        } else {
            message.previous.next = message.next;
        }
        if (message.next != null) {
            message.next.previous = message.previous;
        }
        message.previous = null;
        message.next = null;
        size.lazySet(size.getPlain() - 1);
    }

    /** Any of them, or {@code null}. */
    IncomingMqttMessage any() {
        return first;
    }

    int size() {
        return size.get();
    }
}
