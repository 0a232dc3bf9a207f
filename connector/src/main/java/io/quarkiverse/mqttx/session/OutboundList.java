package io.quarkiverse.mqttx.session;

/**
 * Messages in flight in the order in which they went out: appending and taking out anywhere cost the same, whatever is in it.
 */
final class OutboundList {

    private OutboundMessage first;
    private OutboundMessage last;
    private int size;

    OutboundMessage first() {
        return first;
    }

    int size() {
        return size;
    }

    void append(OutboundMessage message) {
        message.previous = last;
        message.next = null;
        if (last == null) {
            first = message;
        } else {
            last.next = message;
        }
        last = message;
        size++;
    }

    void remove(OutboundMessage message) {
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
        size--;
    }
}
