package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * What was not sent yet, in any connection, in the order of the requests, whoever has made them. What belongs to one publisher
 * is its {@link OutboxShare}.
 */
final class Outbox {

    private final OutboundList waiting = new OutboundList();

    void add(OutboundMessage message) {
        waiting.append(message);
        message.share.enter(message);
    }

    /** Ahead of all others. */
    void addFirst(OutboundMessage message) {
        waiting.prepend(message);
        message.share.enter(message);
    }

    /** The next to be sent, or {@code null}. */
    OutboundMessage first() {
        return waiting.first();
    }

    void remove(OutboundMessage message) {
        waiting.remove(message);
        message.share.leave(message);
    }

    /** The one with this very message, or {@code null}. */
    OutboundMessage find(Publish message) {
        OutboundMessage candidate = waiting.first();
        while (candidate != null && candidate.message != message) {
            candidate = candidate.next;
        }
        return candidate;
    }

    /** What an earlier process has left of this publisher counts as its own. */
    void adopt(OutboxShare share) {
        for (OutboundMessage message = waiting.first(); message != null; message = message.next) {
            if (message.share != share && message.share.name().equals(share.name())) {
                message.share.leave(message);
                message.share = share;
                share.enter(message);
            }
        }
    }

    boolean isEmpty() {
        return waiting.first() == null;
    }

    int size() {
        return waiting.size();
    }
}
