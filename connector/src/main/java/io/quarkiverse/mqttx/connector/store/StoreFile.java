package io.quarkiverse.mqttx.connector.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

import io.quarkiverse.mqttx.client.SessionStore;
import io.quarkiverse.mqttx.client.SessionStoreException;

/** The file of a session: its name, what stands in its head, and the refusal of what is no such file or somebody else's. */
final class StoreFile {

    /** The map with the head. */
    static final String HEAD = "mqtt-session";

    private static final String FORMAT = "format";
    private static final String CLIENT_ID = "client-id";
    static final String SERVERS = "servers";
    /** Raised when an older version of this class could not read what it finds. */
    private static final int VERSION = 1;
    /** Of the part that people recognize; the rest of a file's name is 27 characters. */
    private static final int MOST_OF_CLIENT_ID = 64;

    private final SessionStore.Request request;
    private final Path path;

    StoreFile(SessionStore.Request request) {
        this.request = request;
        this.path = request.directory().toAbsolutePath().normalize().resolve(name(request.clientId()));
    }

    Path path() {
        return path;
    }

    /**
     * What is unsafe in the name of a file somewhere becomes {@code _}; the hash keeps apart what looks the same then, or
     * differs
     * only by upper and lower case.
     */
    static String name(String clientId) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < Math.min(MOST_OF_CLIENT_ID, clientId.length()); i++) {
            char c = clientId.charAt(i);
            boolean safe = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_'
                    || c == '.' && i > 0;
            name.append(safe ? c : '_');
        }
        return name + "-" + hash(clientId) + ".mqtt-session";
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Looks at the file without writing to it, and then opens it. */
    MVStore open() {
        try {
            Files.createDirectories(path.getParent());
            if (Files.exists(path) && Files.size(path) > 0) {
                check();
            }
        } catch (IOException e) {
            throw refused("the directory or the file cannot be used: " + e, "give this process the right to write there, or set"
                    + " session-store-path to another directory", e);
        }
        try {
            MVStore store = writable();
            head(store);
            return store;
        } catch (MVStoreException e) {
            throw refused(e);
        }
    }

    /** Opens it again, after a failure. */
    MVStore writable() {
        return new MVStore.Builder().fileName(path.toString()).autoCommitDisabled().autoCommitBufferSize(0).open();
    }

    private void check() {
        MVStore store = null;
        try {
            store = new MVStore.Builder().fileName(path.toString()).readOnly().open();
            if (!store.hasMap(HEAD)) {
                throw refused("the file is no MQTT session of this connector",
                        "set session-store-path to a directory of its own",
                        null);
            }
            Map<String, String> head = store.openMap(HEAD);
            checkFormat(head.get(FORMAT));
            if (!request.clientId().equals(head.get(CLIENT_ID))) {
                throw refused("the file holds the session of client id '" + head.get(CLIENT_ID) + "', and client-id is '"
                        + request.clientId() + "'", "set session-store-path to another directory, or move the file away", null);
            }
        } catch (MVStoreException e) {
            throw refused(e);
        } finally {
            if (store != null) {
                store.closeImmediately();
            }
        }
    }

    private void checkFormat(String found) {
        int version;
        try {
            version = found == null ? 0 : Integer.parseInt(found);
        } catch (NumberFormatException e) {
            version = 0;
        }
        if (version < 1) {
            throw refused("the file says nothing of its format", "move the file away; what it holds is lost then", null);
        } else if (version > VERSION) {
            throw refused("the file has format " + version + ", which a newer version of this connector has written; this one"
                    + " knows format " + VERSION, "use the newer version, or move the file away; what it holds is lost then",
                    null);
        }
    }

    private void head(MVStore store) {
        Map<String, String> head = store.openMap(HEAD);
        head.put(FORMAT, Integer.toString(VERSION));
        head.put(CLIENT_ID, request.clientId());
        head.put(SERVERS, String.join(",", request.servers()));
        store.commit();
    }

    SessionStoreException refused(MVStoreException cause) {
        return switch (cause.getErrorCode()) {
            case DataUtils.ERROR_FILE_LOCKED -> refused("another process, or another connection of this one, has the file open",
                    "end that process, or give the channel a client-id or a session-store-path of its own", cause);
            case DataUtils.ERROR_UNSUPPORTED_FORMAT -> refused("the file has the format of another version of H2 MVStore",
                    "use that version of " + FileSessionStores.LIBRARY + ", or move the file away; what it holds is lost then",
                    cause);
            default -> refused("the file is damaged, or is no session store: " + cause.getMessage(),
                    "restore it from a copy, or move it away; what it holds is lost then", cause);
        };
    }

    private SessionStoreException refused(String what, String remedy, Throwable cause) {
        return new SessionStoreException(
                "channel '" + request.channel() + "', session-store=file: the session cannot be read from "
                        + path + ": " + what + ". Nothing in it was changed; " + remedy,
                cause);
    }
}
