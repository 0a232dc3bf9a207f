package io.quarkiverse.mqttx.connector.store;

import java.io.IOException;
import java.util.List;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.client.SessionStore;
import io.quarkiverse.mqttx.session.SessionChange;
import io.quarkiverse.mqttx.session.SessionState;

/**
 * A session in a file of H2 MVStore, which writes what has changed to new places of the file, and then a new root: a process
 * that
 * dies in the middle leaves the state before. After a failure the file is opened anew, and so at the state of the last commit.
 */
final class FileSessionStore implements SessionStore {

    private static final Logger LOG = Logger.getLogger(FileSessionStore.class);

    /** How long a file is tidied up at the end, at most, so that it does not stay as large as it once was. */
    private static final int COMPACT_MILLIS = 100;
    /** A file that is smaller is not worth that. */
    private static final long WORTH_COMPACTING = 1 << 20;

    private final Request request;
    private final StoreFile file;
    private MVStore store;
    private MVMap<Long, StoredMessage> messages;
    private MVMap<Long, InFlight> inFlight;
    private MVMap<Long, StoredMessage> received;
    private MVMap<String, Long> subscriptions;

    FileSessionStore(Request request) {
        this.request = request;
        file = new StoreFile(request);
        opened(file.open());
    }

    private void opened(MVStore open) {
        store = open;
        // no process reads an older state than the last one, so the places of what is gone are free at once
        store.setVersionsToKeep(0);
        store.setRetentionTime(0);
        messages = map("outgoing", StoredMessage.TYPE);
        inFlight = map("in-flight", InFlight.TYPE);
        received = map("received", StoredMessage.TYPE);
        subscriptions = store.openMap("subscriptions", new MVMap.Builder<String, Long>().keyType(StringDataType.INSTANCE)
                .valueType(LongDataType.INSTANCE));
    }

    private <V> MVMap<Long, V> map(String name, org.h2.mvstore.type.DataType<V> type) {
        return store.openMap(name, new MVMap.Builder<Long, V>().keyType(LongDataType.INSTANCE).valueType(type));
    }

    @Override
    public SessionState load() {
        try {
            return read();
        } catch (MVStoreException e) {
            store.closeImmediately();
            throw file.refused(e);
        }
    }

    private SessionState read() {
        SessionState.Builder state = new SessionState.Builder();
        long now = System.currentTimeMillis();
        messages.forEach((sequence, message) -> {
            InFlight sent = inFlight.get(sequence);
            state.add(new SessionState.Outgoing(sequence, message.sender(), message.packetAt(now),
                    sent == null ? 0 : sent.packetId(), sent == null ? 0 : sent.order()));
        });
        received.forEach((packetId, message) -> state.add(message.packet().as(packetId.intValue(), false)));
        subscriptions.forEach((filter, identifier) -> state.add(filter, identifier.intValue()));
        return state.build();
    }

    @Override
    public void commit(List<SessionChange> changes) throws IOException {
        try {
            if (store.isClosed()) {
                opened(file.writable());
            }
            changes.forEach(this::apply);
            store.commit();
            if (request.syncsToDisk()) {
                store.sync();
            }
        } catch (MVStoreException e) {
            store.closeImmediately();
            throw new IOException("the session store cannot be written (session-store=file, " + file.path() + "): "
                    + reason(e)
                    + "; make room there, or let this process write there. Nothing is acked or sent meanwhile, and it"
                    + " is tried again with each attempt to connect", e);
        }
    }

    /** What the operating system says, if it has said anything. */
    private static String reason(MVStoreException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        return cause instanceof IOException && cause.getMessage() != null ? cause.getMessage() : failure.getMessage();
    }

    private void apply(SessionChange change) {
        if (change instanceof SessionChange.Accepted accepted) {
            messages.put(accepted.sequence(),
                    new StoredMessage(accepted.sender(), System.currentTimeMillis(), accepted.message()));
        } else if (change instanceof SessionChange.Identified identified) {
            inFlight.put(identified.sequence(), new InFlight(identified.packetId(), identified.order()));
        } else if (change instanceof SessionChange.Released released) {
            InFlight sent = inFlight.get(released.sequence());
            // what is committed again after a failure may be further already
            if (sent != null) {
                messages.computeIfPresent(released.sequence(), (sequence, message) -> message.released());
                inFlight.put(released.sequence(), new InFlight(sent.packetId(), released.order()));
            }
        } else if (change instanceof SessionChange.Settled settled) {
            messages.remove(settled.sequence());
            inFlight.remove(settled.sequence());
        } else if (change instanceof SessionChange.Received message) {
            received.put((long) message.message().packetId(),
                    new StoredMessage("", System.currentTimeMillis(), message.message()));
        } else if (change instanceof SessionChange.Completed completed) {
            received.remove((long) completed.packetId());
        } else if (change instanceof SessionChange.Subscribed subscribed) {
            subscriptions.put(subscribed.filter(), (long) subscribed.identifier());
        } else if (change instanceof SessionChange.Unsubscribed unsubscribed) {
            subscriptions.remove(unsubscribed.filter());
        }
    }

    @Override
    public void close() {
        try {
            if (!store.isClosed()) {
                boolean large = store.getFileStore().size() > WORTH_COMPACTING;
                store.close(large ? COMPACT_MILLIS : 0);
            }
        } catch (MVStoreException e) {
            LOG.warnf("The session store %s was not closed in order, which does no harm: %s", file.path(), e.getMessage());
        }
    }
}
