package io.quarkiverse.mqttx.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Keeps the session of one connection over the end of the process, as entries: a key, and bytes that mean something to
 * the connector only. A CDI bean of type {@link Factory} with {@code @Identifier("<name>")} is chosen by
 * {@code session-store=<name>}.
 * <p>
 * The methods are called one at a time. {@link Factory#open} and {@link #load} run on the thread that makes the
 * connection: that of the start or, for a client without a channel, the one that uses it first. {@link #commit} and
 * {@link #close} run on a worker thread, where they may block. Nothing is {@code null}.
 * <p>
 * A key has 1 to 40 characters, which are {@code a} to {@code z}, {@code 0} to {@code 9} and {@code -}, so it can be the
 * name of a file. A value is little larger than what it is about: a message with topic and properties, a topic filter,
 * or some numbers.
 * <p>
 * An entry that the store gives back otherwise than it was put is found by a checksum, and keeps the application from
 * starting. An entry that the store loses is not found out.
 */
public interface SessionStore {

    /**
     * All entries that were committed for this client id and not removed, by processes before as well. Called once, before
     * the first commit.
     *
     * @return the map and its values are the connector's from then on
     * @throws Exception when they cannot be had; the application does not start, or the use of the client fails
     */
    Map<String, byte[]> load() throws Exception;

    /**
     * Makes changes durable before it returns, since packets go out then that depend on them. They are to become so all
     * together or not at all; a store that cannot do that makes them durable in their order. No two have the same key.
     * <p>
     * Changes of a call that has failed come again in the next one, before newer ones: what of them was made durable
     * already must do no harm, nor must the removal of an entry that there is not.
     *
     * @param changes the list and the values are the store's from then on
     * @throws Exception when they are not durable; the message is logged and shown by the health check. The connection
     *         ends, and each attempt to connect tries anew
     */
    void commit(List<Change> changes) throws Exception;

    /**
     * Called once, after the last commit. It is not called when the process dies, and nothing may be lost by that.
     *
     * @throws Exception what it says is logged
     */
    void close() throws Exception;

    /** What becomes of an entry. */
    sealed interface Change {

        /** Of the entry. */
        String key();
    }

    /** The entry has this value from now on, whether there was one before or not. */
    record Put(String key, byte[] value) implements Change {
    }

    /** There is no such entry from now on. */
    record Remove(String key) implements Change {
    }

    /** Opens stores, one for each connection. */
    @FunctionalInterface
    interface Factory {

        /**
         * Opens the store of a session, or makes one.
         *
         * @throws Exception when that fails; the application does not start, or the use of the client fails
         */
        SessionStore open(Request request) throws Exception;
    }

    /**
     * Whose session it is, and how it is to be kept.
     *
     * @param channel the first one that uses the connection, for messages
     * @param clientId tells the sessions of an application apart; never empty
     * @param servers the brokers of the connection, as {@code host:port}
     * @param directory where files go (attribute {@code session-store-path}); it need not be there yet
     */
    record Request(String channel, String clientId, List<String> servers, Path directory) {

        public Request {
            servers = List.copyOf(servers);
        }
    }
}
