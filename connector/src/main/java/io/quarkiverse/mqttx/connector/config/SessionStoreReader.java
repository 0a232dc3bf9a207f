package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.*;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.mqttx.connector.config.model.StoreConfiguration;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.spi.SessionStore;

/** Whether the session outlives the process: {@code session-store} and what goes with it. */
record SessionStoreReader(AttributeReader reader, BeanLookup beans) {

    /** {@code null} where it ends with the process. */
    StoreConfiguration read(SessionSettings session) {
        String store = reader.get(SESSION_STORE);
        Path directory = directory();
        if (store == null || StoreConfiguration.isMemory(store)) {
            // nothing is stored, so it makes no difference how
            reader.forget(SESSION_STORE_PATH);
            return null;
        }
        checkStore(store);
        checkSession(store, session);
        return new StoreConfiguration(store, directory);
    }

    private Path directory() {
        String path = reader.get(SESSION_STORE_PATH);
        try {
            return Path.of(path == null ? "" : path);
        } catch (InvalidPathException e) {
            reader.problem(SESSION_STORE_PATH, "use the path of a directory");
            return Path.of("");
        }
    }

    private void checkStore(String store) {
        Set<String> known = new TreeSet<>(beans.identifiers(SessionStore.Factory.class));
        known.add(StoreConfiguration.MEMORY);
        known.add(StoreConfiguration.FILE);
        known.add(StoreConfiguration.DISK);
        if (!known.contains(store)) {
            reader.problem(SESSION_STORE, "use one of " + String.join(", ", known)
                    + ", or add a bean of type SessionStore.Factory with @Identifier(\"" + store + "\")");
        }
    }

    /** What is stored has to be a session that the broker keeps too, and that the next process finds again. */
    private void checkSession(String store, SessionSettings session) {
        if (session.cleanStart()) {
            reader.problem(SESSION_STORE, "a session that is kept here has to be kept by the broker too; set"
                    + " auto-clean-session=false", AUTO_CLEAN_SESSION);
        } else if (session.sessionExpirySeconds() == 0) {
            reader.problem(SESSION_STORE, "a session that is kept here has to be kept by the broker too; set"
                    + " session-expiry-seconds to longer than the application may be away, or leave it out",
                    SESSION_EXPIRY_SECONDS);
        }
        if (session.clientId() == null || session.clientId().isEmpty()) {
            reader.problem(CLIENT_ID, "set it, because session-store=" + store
                    + " finds the session of the earlier process by it", SESSION_STORE);
        }
    }
}
