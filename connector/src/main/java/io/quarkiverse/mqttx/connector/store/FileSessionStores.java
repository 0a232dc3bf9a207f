package io.quarkiverse.mqttx.connector.store;

import io.quarkiverse.mqttx.client.SessionStore;
import io.quarkiverse.mqttx.client.SessionStoreException;

/** The stores of {@code session-store=file}. They need the library H2 MVStore, which an application may lack. */
public final class FileSessionStores implements SessionStore.Factory {

    static final String LIBRARY = "com.h2database:h2-mvstore";

    @Override
    public SessionStore open(SessionStore.Request request) {
        try {
            return new FileSessionStore(request);
        } catch (NoClassDefFoundError e) {
            throw new SessionStoreException("channel '" + request.channel() + "': session-store=file needs the library "
                    + LIBRARY + "; add it to the dependencies of the application, or use session-store=memory", e);
        }
    }
}
