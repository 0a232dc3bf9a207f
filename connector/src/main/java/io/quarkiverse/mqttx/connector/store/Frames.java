package io.quarkiverse.mqttx.connector.store;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.session.model.SessionChange;

/**
 * Writes changes to a file as a chain of frames. A frame is its length, a checksum of that, a checksum of the whole, and some
 * changes; each checksum begins with the one before, so a frame is right only behind those that were written before it.
 */
final class Frames {

    static final int HEAD = 12;
    /** A frame that is larger ends with the change that made it so. */
    private static final int FULL = 256 * 1024;

    /** One as it is read. */
    record Frame(byte[] changes, int sum) {

        int size() {
            return HEAD + changes.length;
        }
    }

    /** The frames do not fit into the place they were to have. */
    static final class NoRoomException extends IOException {
    }

    private final FileChannel channel;
    private final long limit;
    private final ByteBuf frame = Unpooled.buffer(1024);
    private long position;
    private int chain;

    /** @param limit where something begins that must not be overwritten */
    Frames(FileChannel channel, long position, int chain, long limit) {
        this.channel = channel;
        this.position = position;
        this.chain = chain;
        this.limit = limit;
        frame.writeZero(HEAD);
    }

    void add(SessionChange change, long millis) throws IOException {
        ChangeFormat.write(frame, change, millis);
        if (frame.writerIndex() >= FULL) {
            flush();
        }
    }

    void flush() throws IOException {
        int size = frame.writerIndex();
        if (size == HEAD) {
            return;
        }
        if (position + size > limit) {
            throw new NoRoomException();
        }
        frame.setInt(0, size - HEAD);
        int headSum = checksum(chain, frame.array(), 0, 4);
        frame.setInt(4, headSum);
        int sum = checksum(headSum, frame.array(), HEAD, size - HEAD);
        frame.setInt(8, sum);
        write(channel, frame.nioBuffer(), position);
        position += size;
        chain = sum;
        frame.writerIndex(HEAD);
    }

    /** Where the next frame goes. */
    long position() {
        return position;
    }

    /** The checksum of the last frame. */
    int chain() {
        return chain;
    }

    /**
     * The next frame, or {@code null} where there is none that follows on this chain.
     *
     * @param most the bytes there are
     */
    static Frame read(DataInputStream in, int chain, long most) throws IOException {
        if (most <= HEAD) {
            return null;
        }
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        try {
            in.readFully(head.array());
            int length = head.getInt(0);
            int headSum = checksum(chain, head.array(), 0, 4);
            // looked at before so much is read: a length may be anything
            if (headSum != head.getInt(4) || length <= 0 || length > most - HEAD) {
                return null;
            }
            byte[] changes = new byte[length];
            in.readFully(changes);
            int sum = checksum(headSum, changes, 0, length);
            return sum == head.getInt(8) ? new Frame(changes, sum) : null;
        } catch (EOFException e) {
            return null;
        }
    }

    static int checksum(int before, byte[] bytes, int from, int length) {
        CRC32C sum = new CRC32C();
        for (int shift = 24; shift >= 0; shift -= 8) {
            sum.update(before >> shift);
        }
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }

    static void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
