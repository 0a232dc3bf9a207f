package io.quarkiverse.mqttx.client.model;

import java.util.Set;

/**
 * That a session is kept over the end of the process.
 *
 * @param expected the filters that channels will subscribe to, though perhaps only when there is a connection; other filters of
 *        the kept session that nobody wants by then are taken back
 */
public record SessionPersistence(SessionStore.Factory factory, SessionStore.Request request, Set<String> expected) {

    public SessionPersistence {
        expected = Set.copyOf(expected);
    }

    public SessionStore open() {
        return factory.open(request);
    }
}
