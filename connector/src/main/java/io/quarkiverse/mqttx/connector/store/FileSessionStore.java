package io.quarkiverse.mqttx.connector.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.SessionStoreException;
import io.quarkiverse.mqttx.client.model.ChangeStore;
import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.spi.SessionStore;

/** A session in a file: the store of {@code session-store=file}. */
public final class FileSessionStore implements ChangeStore {

    private static final Logger LOG = Logger.getLogger(FileSessionStore.class);

    private final StoreFile file;
    private final SessionLog log;

    /**
     * Opens the file, or makes one.
     *
     * @throws SessionStoreException when what is there is none, belongs to somebody else or is in use; it is left as it is
     */
    public FileSessionStore(SessionStore.Request request, boolean syncsToDisk) {
        this(request, syncsToDisk, FileChannel::open);
    }

    FileSessionStore(SessionStore.Request request, boolean syncsToDisk, StoreFile.Disk disk) {
        file = new StoreFile(request, syncsToDisk, disk);
        log = new SessionLog(file, syncsToDisk);
    }

    @Override
    public SessionState load() {
        return log.contents().at(System.currentTimeMillis());
    }

    @Override
    public void commit(List<SessionChange> changes) throws IOException {
        try {
            log.commit(changes);
        } catch (IOException e) {
            throw new IOException("the session store cannot be written (session-store=file, " + file.path() + "): "
                    + (e.getMessage() == null ? e : e.getMessage())
                    + "; make room there, or let this process write there. Nothing is acked or sent meanwhile, and it"
                    + " is tried again with each attempt to connect", e);
        }
    }

    @Override
    public void close() {
        try {
            log.close();
        } catch (IOException e) {
            LOG.warnf("The session store %s was not closed properly, which does no harm: %s", file.path(), e.getMessage());
        }
    }
}
