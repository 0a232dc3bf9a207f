package io.quarkiverse.mqttx.client.model;

import java.io.IOException;
import java.util.List;

import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.model.SessionState;

/**
 * Keeps the changes of one session over the end of the process. It belongs to one connection; its methods are called one at a
 * time, and all but {@link #load} on a worker thread, so they may block.
 */
public interface ChangeStore {

    /** What the process before has left. Called once, before all else, on the thread that makes the connection. */
    SessionState load();

    /**
     * Makes the changes durable, in their order; the packets that depend on them go out after that. Changes of a call that has
     * failed come again with the next one, before newer ones: what of them was kept already must do no harm.
     *
     * @throws IOException when they are not durable; the message says why, for people. The connection ends, and the next
     *         attempt begins with these changes
     */
    void commit(List<SessionChange> changes) throws IOException;

    /** Called once, at the end; nothing is lost when it is not. */
    void close();
}
