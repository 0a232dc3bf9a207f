package io.quarkiverse.mqttx.session;

/**
 * Messages in an order: adding at the ends and taking out anywhere cost the same, whatever is in it. A message is in one
 * list at a time.
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

    void prepend(OutboundMessage message) {
        message.previous = null;
        message.next = first;
        if (first == null) {
            last = message;
        } else {
            first.previous = message;
        }
        first = message;
        size++;
    }

    /** @param place in the list */
    void insertBefore(OutboundMessage place, OutboundMessage message) {
        message.previous = place.previous;
        message.next = place;
        if (place.previous == null) {
            first = message;
        } else {
            place.previous.next = message;
        }
        place.previous = message;
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
