package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.model.SessionState;

/** Tells the journal of the way of each message to the broker; nothing where the session lives and dies with the process. */
final class OutboundJournal {

    private final SessionJournal journal;
    /** Of the last message or step that was told. */
    private long last;

    OutboundJournal(SessionJournal journal) {
        this.journal = journal;
    }

    /** An earlier process has told of this one. */
    void restored(SessionState.Outgoing left) {
        last = Math.max(last, Math.max(left.sequence(), left.order()));
    }

    /** It will be published. */
    void accepted(OutboundMessage message) {
        if (journal.isKept() && message.qos > 0) {
            message.sequence = ++last;
            journal.record(new SessionChange.Accepted(message.sequence, message.share.name(), message.message));
        }
    }

    /** It goes out for the first time. What the session itself says is told of only now. */
    void identified(OutboundMessage message) {
        if (journal.isKept()) {
            if (message.sequence == 0) {
                accepted(message);
            }
            journal.record(new SessionChange.Identified(message.sequence, message.packetId, ++last));
        }
    }

    void released(OutboundMessage message) {
        if (message.sequence != 0) {
            journal.record(new SessionChange.Released(message.sequence, ++last));
        }
    }

    /** It has its outcome. */
    void settled(OutboundMessage message) {
        if (message.sequence != 0) {
            journal.record(new SessionChange.Settled(message.sequence));
        }
    }
}
