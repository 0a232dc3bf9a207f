package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.model.SessionState;

/**
 * Is told by the session, in order, what must survive the end of the process. The session tells it before it sends the packet
 * that depends on it, within the same call. Whoever carries the packets must see to it that all that was told before a packet
 * is durable before the packet goes out; then a process that dies at any moment finds enough to go on:
 * <ul>
 * <li>{@link SessionChange.Identified} before PUBLISH: else another message would later go out under an identifier that the
 * broker knows at QoS 2, and it would take it for a repetition.
 * <li>{@link SessionChange.Released} before PUBREL: else the message would go out again, and the broker, which has finished
 * with the identifier, would take it for a new one.
 * <li>{@link SessionChange.Received} before PUBREC: else the message, sent again, would be delivered again.
 * <li>{@link SessionChange.Completed} before PUBCOMP: else the next message under the identifier, if it is like the one before,
 * would be taken for a repetition.
 * <li>{@link SessionChange.Subscribed} before SUBSCRIBE: else nobody would know of a subscription to take back.
 * </ul>
 * Only {@link SessionChange.Accepted} and {@link SessionChange.Settled} have no packet of their own. What is accepted is safe
 * once it is durable; what is settled and not durable goes out again: at QoS 1 as a PUBLISH, at QoS 2 as a PUBREL, which the
 * broker answers and forgets. Order is kept in any case: a later change is never durable without the earlier ones.
 * <p>
 * What was told, put together to a {@link SessionState}, is what {@link MqttSession#restore} begins with.
 */
public interface SessionJournal {

    /** For a session that lives and dies with the process. */
    SessionJournal NONE = new SessionJournal() {
        @Override
        public void record(SessionChange change) {
            throw new IllegalStateException("nothing is kept here");
        }

        @Override
        public boolean isKept() {
            return false;
        }
    };

    /** Notes a change; called on the session's thread, and returns at once. */
    void record(SessionChange change);

    /** Whether anything is kept; where not, the session makes no changes to record, so that messages cost nothing more. */
    default boolean isKept() {
        return true;
    }
}
