package io.quarkiverse.mqttx.connector.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * The beginning of a file: what it is, whose it is, and the mark, which says where the log is. Each part has its checksum. The
 * mark is written with each commit; it lies within one sector of a disk, which is written as a whole or not at all.
 */
final class StoreHead {

    /** Raised when an older version of this class could not read what it finds. */
    private static final int VERSION = 1;
    private static final long MAGIC = 0x4D515454_2D534553L; // MQTT-SES
    private static final int MARK = 16;
    private static final int OWNER = 48;
    private static final int FIXED = 56;
    private static final int BLOCK = 4096;

    /**
     * Where the log is.
     *
     * @param generation how often it was rewritten, counted from a moment of its own, so that no frame of an earlier log is
     *        taken for one of this
     * @param start of the first frame
     * @param end behind the last frame that is committed
     * @param chain the checksum of that frame
     */
    record Mark(long generation, long start, long end, int chain) {

        static Mark empty(long generation, long start) {
            byte[] seed = ByteBuffer.allocate(Long.BYTES).putLong(generation).array();
            return new Mark(generation, start, start, Frames.checksum(0, seed, 0, seed.length));
        }

        long length() {
            return end - start;
        }

        void write(FileChannel channel) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(OWNER - MARK);
            bytes.putLong(generation).putLong(start).putLong(end).putInt(chain);
            bytes.putInt(Frames.checksum(VERSION, bytes.array(), 0, bytes.position()));
            Frames.write(channel, bytes.flip(), MARK);
        }

        /** @return {@code null} when it is damaged */
        static Mark read(FileChannel channel) throws IOException {
            ByteBuffer bytes = StoreHead.read(channel, MARK, OWNER - MARK);
            Mark mark = new Mark(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getInt());
            int sum = Frames.checksum(VERSION, bytes.array(), 0, bytes.position());
            return sum == bytes.getInt() ? mark : null;
        }
    }

    private StoreHead() {
    }

    /** Where the log of this client's file may begin. */
    static long size(String clientId) {
        int size = FIXED + clientId.getBytes(StandardCharsets.UTF_8).length;
        return (size + BLOCK - 1L) / BLOCK * BLOCK;
    }

    static void write(FileChannel channel, String clientId) throws IOException {
        byte[] owner = clientId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate((int) size(clientId));
        bytes.putLong(MAGIC).putInt(VERSION).putInt(Frames.checksum(0, bytes.array(), 0, 12));
        bytes.position(OWNER).putInt(owner.length).putInt(Frames.checksum(owner.length, owner, 0, owner.length)).put(owner);
        Frames.write(channel, bytes.clear(), 0);
        Mark.empty(System.currentTimeMillis(), size(clientId)).write(channel);
    }

    /** Refuses a file that is none of this client's. */
    static void check(FileChannel channel, StoreFile file) throws IOException {
        if (channel.size() < FIXED) {
            throw file.damaged(channel.size() == 0 ? "it is empty" : "it has only " + channel.size() + " bytes", null);
        }
        ByteBuffer fixed = read(channel, 0, FIXED);
        if (fixed.getLong() != MAGIC) {
            throw file.refused("it is no session file of this connector, or its beginning is damaged",
                    "set session-store-path to a directory of its own, restore the file from a copy, or move it away", null);
        }
        int version = fixed.getInt();
        if (fixed.getInt() != Frames.checksum(0, fixed.array(), 0, 12)) {
            throw file.damaged("its beginning is not what was written", null);
        }
        if (version != VERSION) {
            throw file.refused("the file has format " + version + ", which another version of this connector has written; this"
                    + " one knows format " + VERSION, "use that version, or move the file away; what it holds is lost then",
                    null);
        }
        int length = fixed.getInt(OWNER);
        boolean plausible = length > 0 && length <= channel.size() - FIXED;
        byte[] owner = plausible ? read(channel, FIXED, length).array() : new byte[0];
        if (!plausible || fixed.getInt(OWNER + 4) != Frames.checksum(length, owner, 0, length)) {
            throw file.damaged("its client id is not what was written", null);
        }
        String found = new String(owner, StandardCharsets.UTF_8);
        if (!found.equals(file.clientId())) {
            throw file.refused("the file holds the session of client id '" + found + "', and client-id is '"
                    + file.clientId() + "'",
                    "set session-store-path to another directory, or move the file away", null);
        }
    }

    /** What is missing at the end is 0. */
    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
            // until it is full
        }
        return bytes.clear();
    }
}
