package io.quarkiverse.mqttx.connector.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.mqttx.connector.MqttConnectorCommonConfiguration;
import io.quarkiverse.mqttx.connector.config.model.StoreConfiguration;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.spi.SessionStore;

/** Whether the session outlives the process: {@code session-store} and what goes with it. */
final class SessionStoreReader {

    /** Whether to the disk. */
    private static final Map<String, Boolean> SYNC = EnumChoices.of("write", false, "disk", true);

    private final MqttConnectorCommonConfiguration attributes;
    private final AttributeReader reader;
    private final BeanLookup beans;

    SessionStoreReader(MqttConnectorCommonConfiguration attributes, AttributeReader reader, BeanLookup beans) {
        this.attributes = attributes;
        this.reader = reader;
        this.beans = beans;
    }

    /** {@code null} where it ends with the process. */
    StoreConfiguration read(SessionSettings session) {
        String store = reader.text("session-store", Optional.of(attributes.getSessionStore()));
        Path directory = directory();
        boolean syncsToDisk = reader.choice("session-store-sync", attributes.getSessionStoreSync(), SYNC);
        if (store == null || StoreConfiguration.isMemory(store)) {
            // nothing is stored, so it makes no difference how
            reader.asRead().remove("session-store-path");
            reader.asRead().remove("session-store-sync");
            return null;
        }
        checkStore(store);
        checkSession(store, session);
        return new StoreConfiguration(store, directory, syncsToDisk);
    }

    private Path directory() {
        String path = reader.text("session-store-path", Optional.of(attributes.getSessionStorePath()));
        try {
            return Path.of(path == null ? "" : path);
        } catch (InvalidPathException e) {
            reader.problem("session-store-path", "use the path of a directory");
            return Path.of("");
        }
    }

    private void checkStore(String store) {
        Set<String> known = new TreeSet<>(beans.identifiers(SessionStore.Factory.class));
        known.add(StoreConfiguration.MEMORY);
        known.add(StoreConfiguration.FILE);
        if (!known.contains(store)) {
            reader.problem("session-store", "use one of " + String.join(", ", known)
                    + ", or add a bean of type SessionStore.Factory with @Identifier(\"" + store + "\")");
        }
    }

    /** What is stored has to be a session that the broker keeps too, and that the next process finds again. */
    private void checkSession(String store, SessionSettings session) {
        if (session.cleanStart()) {
            reader.problem("session-store", "a session that is kept here has to be kept by the broker too; set"
                    + " auto-clean-session=false", "auto-clean-session");
        } else if (session.sessionExpirySeconds() == 0) {
            reader.problem("session-store", "a session that is kept here has to be kept by the broker too; set"
                    + " session-expiry-seconds to longer than the application may be away, or leave it out",
                    "session-expiry-seconds");
        }
        if (session.clientId() == null || session.clientId().isEmpty()) {
            reader.problem("client-id", "set it, because session-store=" + store
                    + " finds the session of the process before by it", "session-store");
        }
    }
}
