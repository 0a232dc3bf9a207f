package io.quarkiverse.mqttx.connector.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.SessionStoreException;
import io.quarkiverse.mqttx.client.model.ChangeStore;
import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.spi.SessionStore;
import io.quarkiverse.mqttx.spi.SessionStore.Change;
import io.quarkiverse.mqttx.spi.SessionStore.Put;
import io.quarkiverse.mqttx.spi.SessionStore.Remove;

/**
 * A session in a store of the application's. Each change that says how something is from now on is an entry, and one that says
 * that it is gone removes those that there may be. So nothing has to be remembered of what the store holds.
 */
public final class EntrySessionStore implements ChangeStore {

    private static final Logger LOG = Logger.getLogger(EntrySessionStore.class);

    private final String name;
    private final SessionStore.Request request;
    private final SessionStore store;
    private final EntryFormat format;
    /** Keys of messages that are gone, as a store that does not commit all at once leaves them after a crash. */
    private final List<String> leftovers = new ArrayList<>();

    private EntrySessionStore(String name, SessionStore.Request request, SessionStore store) {
        this.name = name;
        this.request = request;
        this.store = store;
        format = new EntryFormat(request.clientId());
    }

    /**
     * Opens the application's store.
     *
     * @param name the attribute {@code session-store}
     * @throws SessionStoreException when that fails
     */
    public static EntrySessionStore open(String name, SessionStore.Factory factory, SessionStore.Request request) {
        try {
            SessionStore store = factory.open(request);
            if (store != null) {
                return new EntrySessionStore(name, request, store);
            }
        } catch (Exception e) {
            throw refused(name, request, "the store cannot be opened: " + e, "give this process access to it, or choose another"
                    + " session-store", e);
        }
        throw refused(name, request, "SessionStore.Factory.open has returned null", "return a store from it", null);
    }

    @Override
    public SessionState load() {
        Map<String, byte[]> entries;
        try {
            entries = new TreeMap<>(store.load());
        } catch (Exception e) {
            close();
            throw refused(name, request, "the store cannot be read: " + e, "give this process access to it, or choose another"
                    + " session-store", e);
        }
        try {
            return read(entries).at(System.currentTimeMillis());
        } catch (SessionStoreException e) {
            close();
            throw e;
        }
    }

    private Contents read(Map<String, byte[]> entries) {
        Contents contents = new Contents();
        entries.forEach((key, value) -> {
            try {
                format.read(key, value, contents);
            } catch (IOException e) {
                throw damaged(key, e.getMessage());
            }
            if (key.startsWith(EntryFormat.IDENTIFIED) || key.startsWith(EntryFormat.RELEASED)) {
                checkMessage(key, key.substring(EntryFormat.RELEASED.length()), entries);
            }
        });
        return contents;
    }

    /** What a message was before it was released is put before that, and removed after it. */
    private void checkMessage(String key, String sequence, Map<String, byte[]> entries) {
        if (!entries.containsKey(EntryFormat.ACCEPTED + sequence)) {
            leftovers.add(key);
        } else if (!entries.containsKey(EntryFormat.IDENTIFIED + sequence)) {
            throw damaged(EntryFormat.IDENTIFIED + sequence, "is missing, and '" + key + "' is there");
        }
    }

    @Override
    public void commit(List<SessionChange> changes) throws IOException {
        long now = System.currentTimeMillis();
        Map<String, Change> entries = new LinkedHashMap<>();
        changes.forEach(change -> add(entries, change, now));
        try {
            removeLeftovers();
            store.commit(new ArrayList<>(entries.values()));
        } catch (Exception e) {
            throw new IOException("the session store cannot be written (session-store=" + name + ", client id '"
                    + request.clientId() + "'): " + (e.getMessage() == null ? e : e.getMessage())
                    + ". Nothing is acked or sent meanwhile, and it is tried again with each attempt to connect", e);
        }
    }

    /** Before all else, since the number of a message that left them may be that of a new one. */
    private void removeLeftovers() throws Exception {
        if (!leftovers.isEmpty()) {
            store.commit(new ArrayList<>(leftovers.stream().map(Remove::new).toList()));
            leftovers.clear();
        }
    }

    private void add(Map<String, Change> entries, SessionChange change, long now) {
        if (change instanceof SessionChange.Accepted accepted) {
            put(entries, EntryFormat.ACCEPTED + accepted.sequence(), change, now);
        } else if (change instanceof SessionChange.Identified identified) {
            put(entries, EntryFormat.IDENTIFIED + identified.sequence(), change, now);
        } else if (change instanceof SessionChange.Released released) {
            put(entries, EntryFormat.RELEASED + released.sequence(), change, now);
        } else if (change instanceof SessionChange.Settled settled) {
            // the message first: without it the others count for nothing
            remove(entries, EntryFormat.ACCEPTED + settled.sequence());
            remove(entries, EntryFormat.IDENTIFIED + settled.sequence());
            remove(entries, EntryFormat.RELEASED + settled.sequence());
        } else if (change instanceof SessionChange.Received received) {
            put(entries, EntryFormat.RECEIVED + received.message().packetId(), change, now);
        } else if (change instanceof SessionChange.Completed completed) {
            remove(entries, EntryFormat.RECEIVED + completed.packetId());
        } else if (change instanceof SessionChange.Subscribed subscribed) {
            put(entries, EntryFormat.filter(subscribed.filter()), change, now);
        } else if (change instanceof SessionChange.Unsubscribed unsubscribed) {
            remove(entries, EntryFormat.filter(unsubscribed.filter()));
        }
    }

    private void put(Map<String, Change> entries, String key, SessionChange change, long now) {
        add(entries, new Put(key, format.write(key, change, now)));
    }

    private static void remove(Map<String, Change> entries, String key) {
        add(entries, new Remove(key));
    }

    /** The last change of an entry is the one that counts, and it has its place among the others. */
    private static void add(Map<String, Change> entries, Change change) {
        entries.remove(change.key());
        entries.put(change.key(), change);
    }

    @Override
    public void close() {
        try {
            store.close();
        } catch (Exception e) {
            LOG.warnf("The session store of client id '%s' was not closed properly (session-store=%s): %s", request.clientId(),
                    name, e);
        }
    }

    private SessionStoreException damaged(String key, String how) {
        return refused(name, request, "entry '" + key + "' " + how, "nothing was changed: restore the entries of this client id"
                + " from a copy, or remove all of them; what they hold is lost then", null);
    }

    private static SessionStoreException refused(String name, SessionStore.Request request, String what, String remedy,
            Throwable cause) {
        return new SessionStoreException("channel '" + request.channel() + "', session-store=" + name
                + ": the session of client id '" + request.clientId() + "' cannot be resumed: " + what + "; " + remedy, cause);
    }
}
