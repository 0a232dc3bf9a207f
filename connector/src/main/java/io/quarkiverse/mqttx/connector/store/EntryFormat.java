package io.quarkiverse.mqttx.connector.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.session.model.SessionChange;

/**
 * What an entry of an application's store looks like. The key is the kind of a change and what it is about; the value is the
 * version of this format, a checksum and the change. In the order of the keys, each change comes after those it depends on.
 */
final class EntryFormat {

    static final String ACCEPTED = "a-";
    static final String SUBSCRIBED = "f-";
    static final String IDENTIFIED = "i-";
    static final String RELEASED = "r-";
    static final String RECEIVED = "x-";

    /** Raised when an older version of this class could not read what it finds. */
    private static final byte VERSION = 1;
    private static final int HEAD = 5;

    private final int owner;

    /** @param clientId whose entries they are: those of others have other checksums */
    EntryFormat(String clientId) {
        byte[] bytes = clientId.getBytes(StandardCharsets.UTF_8);
        owner = Frames.checksum(VERSION, bytes, 0, bytes.length);
    }

    /** The filter is as long as it likes; its hash is not, and no two filters have the same. */
    static String filter(String filter) {
        return SUBSCRIBED + StoreFile.hash(filter, 16);
    }

    /** The bytes are those of one array, into which the payload is copied once. */
    byte[] write(String key, SessionChange change, long millis) {
        byte[] value = new byte[HEAD + ChangeFormat.size(change)];
        ByteBuf out = Unpooled.wrappedBuffer(value).clear();
        ChangeFormat.write(out.writerIndex(HEAD), change, millis);
        out.setByte(0, VERSION).setInt(1, checksum(key, value));
        return value;
    }

    /** @throws IOException when the entry is not one that can be read */
    void read(String key, byte[] value, Contents contents) throws IOException {
        if (value == null || value.length <= HEAD) {
            throw new IOException("has " + (value == null ? "no value" : "only " + value.length + " bytes"));
        }
        ByteBuf in = Unpooled.wrappedBuffer(value);
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException(
                    "has format " + version + " and not " + VERSION + ", so it is damaged, or of another version"
                            + " of this connector");
        }
        if (in.readInt() != checksum(key, value)) {
            throw new IOException("is not what was put, or was put for another client id");
        }
        try {
            ChangeFormat.read(in, contents);
        } catch (RuntimeException e) {
            throw new IOException("holds what is no change of a session: " + e);
        }
    }

    private int checksum(String key, byte[] value) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return Frames.checksum(Frames.checksum(owner, bytes, 0, bytes.length), value, HEAD, value.length - HEAD);
    }
}
