package io.quarkiverse.mqttx.client.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.quarkiverse.mqttx.api.SessionStoreException;
import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.model.SessionState;

/**
 * Keeps one session over the end of the process. It belongs to one connection; its methods are called one at a time, and
 * all but {@link #load} on a worker thread, so they may block.
 */
public interface SessionStore {

    /** What the process before has left. Called once, before all else, on the thread that makes the connection. */
    SessionState load();

    /**
     * Makes the changes durable, in their order; the packets that depend on them go out after that. Changes of a call that has
     * failed come again with the next one, before newer ones: what of them was kept already must do no harm.
     *
     * @throws IOException when they are not durable; the message says why, for people. The connection ends, and the next
     *         attempt
     *         begins with these changes
     */
    void commit(List<SessionChange> changes) throws IOException;

    /** Called once, at the end; nothing is lost when it is not. */
    void close();

    /**
     * Opens stores. An application has its own by a CDI bean of this type with an {@code @Identifier}, whose value is that
     * of the attribute {@code session-store}.
     */
    interface Factory {

        /**
         * Opens the store of a session, or makes one.
         *
         * @throws SessionStoreException when what is there is none, belongs to somebody else or is in use; it is left as it is
         */
        SessionStore open(Request request);
    }

    /**
     * Whose session it is, and how it is to be kept.
     *
     * @param channel the first one that uses the connection, for messages
     * @param clientId never empty
     * @param servers the brokers of the connection, as {@code host:port}
     * @param directory where stores of files go (attribute {@code session-store-path})
     * @param syncsToDisk whether what is durable survives a power failure, and not only the end of the process (attribute
     *        {@code
     *        session-store-sync})
     */
    record Request(String channel, String clientId, List<String> servers, Path directory, boolean syncsToDisk) {
    }
}
