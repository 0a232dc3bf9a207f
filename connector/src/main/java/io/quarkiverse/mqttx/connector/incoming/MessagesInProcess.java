package io.quarkiverse.mqttx.connector.incoming;

import io.quarkiverse.mqttx.thread.OnEventLoop;

/**
 * The messages that the application has taken and not acknowledged or nacked yet, the oldest first. A list linked
 * through the messages themselves, because it changes twice a message. Used on the event loop.
 */
@OnEventLoop
final class MessagesInProcess {

    private ReceivedMessage first;
    private ReceivedMessage last;

    void add(ReceivedMessage message) {
        message.previous = last;
        if (last == null) {
            first = message;
        } else {
            last.next = message;
        }
        last = message;
    }

    void remove(ReceivedMessage message) {
        if (message.previous == null) {
            first = message.next;
        } else {
            message.previous.next = message.next;
        }
        if (message.next == null) {
            last = message.previous;
        } else {
            message.next.previous = message.previous;
        }
        message.previous = null;
        message.next = null;
    }

    /** The one that the application has had longest, or {@code null}. */
    ReceivedMessage oldest() {
        return first;
    }
}
