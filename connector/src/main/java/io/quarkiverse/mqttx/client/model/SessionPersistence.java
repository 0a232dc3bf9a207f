package io.quarkiverse.mqttx.client.model;

import java.util.Set;
import java.util.function.Supplier;

/**
 * That a session is kept over the end of the process.
 *
 * @param store opens where it is kept
 * @param expected the filters that channels will subscribe to, though perhaps only when there is a connection; other filters of
 *        the kept session that nobody wants by then are taken back
 */
public record SessionPersistence(Supplier<ChangeStore> store, Set<String> expected) {

    public SessionPersistence {
        expected = Set.copyOf(expected);
    }
}
