package io.quarkiverse.mqttx.connector.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.SessionStoreException;
import io.quarkiverse.mqttx.spi.SessionStore;

/** The file of a session: its name, its lock, and the check that it is such a file, undamaged, and of this session. */
final class StoreFile {

    private static final String IN_USE = "another process, or another connection of this one, has the file open";
    private static final String END_THE_OTHER = "end that process, or give the channel a client-id or a session-store-path of"
            + " its own";

    private static final class InUseException extends IOException {

        InUseException() {
            super(IN_USE);
        }
    }

    /** Opens files; tests have their own. */
    interface Disk {

        FileChannel open(Path path, OpenOption... options) throws IOException;
    }

    private static final Logger LOG = Logger.getLogger(StoreFile.class);

    /** The files that this process has open: to close one a second time would give up its lock (POSIX). */
    private static final Set<Object> OPEN = ConcurrentHashMap.newKeySet();
    /** Of the part that people recognize; the rest of a file's name is 27 characters. */
    private static final int MOST_OF_CLIENT_ID = 64;

    private final SessionStore.Request request;
    private final boolean syncsToDisk;
    private final Disk disk;
    private final Path path;
    /** What {@link #OPEN} has of it. */
    private Object open;

    StoreFile(SessionStore.Request request, boolean syncsToDisk, Disk disk) {
        this.request = request;
        this.syncsToDisk = syncsToDisk;
        this.disk = disk;
        this.path = request.directory().toAbsolutePath().normalize().resolve(name(request.clientId()));
    }

    String clientId() {
        return request.clientId();
    }

    Path path() {
        return path;
    }

    /**
     * What is unsafe in the name of a file somewhere becomes {@code _}; the hash keeps apart what looks the same then, or
     * differs only by upper and lower case.
     */
    static String name(String clientId) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < Math.min(MOST_OF_CLIENT_ID, clientId.length()); i++) {
            char c = clientId.charAt(i);
            boolean safe = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_'
                    || c == '.' && i > 0;
            name.append(safe ? c : '_');
        }
        return name + "-" + hash(clientId, 6) + ".mqtt-session";
    }

    /** Some bytes of the SHA-256 of a text. */
    static String hash(String text, int bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Opens the file for this process alone, and makes an empty one where there is none. */
    FileChannel openOrMake() {
        try {
            Files.createDirectories(path.getParent());
            Path name = path.getParent().toRealPath().resolve(path.getFileName());
            if (!OPEN.add(name)) {
                throw refused(IN_USE, END_THE_OTHER, null);
            }
            open = name;
            if (!Files.exists(path)) {
                make();
            }
            return lock();
        } catch (InUseException e) {
            OPEN.remove(open);
            throw refused(e.getMessage(), END_THE_OTHER, null);
        } catch (IOException e) {
            if (open != null) {
                OPEN.remove(open);
            }
            throw unusable(e);
        }
    }

    /** Opens the file, or opens it again when the channel that was open was closed by a failure. */
    FileChannel lock() throws IOException {
        FileChannel channel = disk.open(path, READ, WRITE);
        try {
            lock(channel);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw new InUseException();
            }
        } catch (OverlappingFileLockException e) {
            // the same process, with classes of its own
            throw new InUseException();
        }
    }

    /** It gets its name when it is complete, so one without a beginning is damaged. */
    private void make() throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel channel = disk.open(unfinished, READ, WRITE, CREATE)) {
            lock(channel);
            try {
                // another process may have been faster
                if (!Files.exists(path)) {
                    channel.truncate(0);
                    StoreHead.write(channel, clientId());
                    channel.force(true);
                    Files.move(unfinished, path, ATOMIC_MOVE);
                }
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }
        if (syncsToDisk) {
            syncDirectory();
        }
    }

    private void syncDirectory() {
        try (FileChannel directory = FileChannel.open(path.getParent(), READ)) {
            directory.force(true);
        } catch (IOException e) {
            // Windows knows no such thing
        }
    }

    void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debugf(e, "The session store %s was not closed properly, which does no harm", path);
        }
        OPEN.remove(open);
    }

    SessionStoreException damaged(String how, Throwable cause) {
        return refused("the file is damaged: " + how, "restore it from a copy, or move it away; what it holds is lost then",
                cause);
    }

    SessionStoreException unusable(IOException cause) {
        return refused("the directory or the file cannot be used: " + cause,
                "give this process the right to read and write there, or set session-store-path to another directory", cause);
    }

    SessionStoreException refused(String what, String remedy, Throwable cause) {
        return new SessionStoreException(
                "channel '" + request.channel() + "', session-store=file: the session cannot be read from "
                        + path + ": " + what + ". Nothing in it was changed; " + remedy,
                cause);
    }
}
