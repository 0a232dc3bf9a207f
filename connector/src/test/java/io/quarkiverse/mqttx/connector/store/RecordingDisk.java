package io.quarkiverse.mqttx.connector.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A disk that notes in which order a session's file is written, and that fails when it is told to. */
final class RecordingDisk implements StoreFile.Disk {

    /** So many bytes are written as a whole, or not. */
    private static final int SECTOR = 512;

    /**
     * Something was written, the file cut, or the disk asked to write what it was given.
     *
     * @param bytes {@code null} when it was cut, or the disk asked
     * @param position -1 when the disk was asked
     */
    record Event(long position, byte[] bytes) {

        boolean isForce() {
            return position < 0;
        }

        int size() {
            return bytes == null ? 0 : bytes.length;
        }

        /** The first place behind another where a sector begins, or the end. */
        int sectorAfter(int from) {
            return (int) Math.min(size(), (position + from) / SECTOR * SECTOR + SECTOR - position);
        }
    }

    /** What a file has become. */
    static final class Image {

        private byte[] bytes;
        private int length;

        Image(byte[] bytes) {
            this.bytes = bytes.clone();
            length = bytes.length;
        }

        /** Writes a part of what was to be written. */
        void apply(Event event, int from, int to) {
            if (event.isForce()) {
                return;
            }
            if (event.bytes() == null) {
                length = Math.min(length, (int) event.position());
                return;
            }
            int end = (int) event.position() + to;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * end);
            }
            int start = (int) event.position() + from;
            if (start > length) {
                Arrays.fill(bytes, length, start, (byte) 0);
            }
            System.arraycopy(event.bytes(), from, bytes, start, to - from);
            length = Math.max(length, end);
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, length);
        }
    }

    private final Random random;
    private final List<Event> events = new ArrayList<>();
    private int untilFailure = -1;

    RecordingDisk(Random random) {
        this.random = random;
    }

    List<Event> events() {
        return events;
    }

    /** One of the next operations fails; a half of what it was to write is written, or all of it. */
    void failSoon(boolean fails) {
        untilFailure = fails ? random.nextInt(4) : -1;
    }

    /** After so many operations one fails. */
    void failAfter(int operations) {
        untilFailure = operations;
    }

    /** The first event that the disk may not have written when it ends in another. */
    int lastForceBefore(int event) {
        for (int i = event - 1; i >= 0; i--) {
            if (events.get(i).isForce()) {
                return i;
            }
        }
        return 0;
    }

    private boolean fails() {
        return untilFailure >= 0 && untilFailure-- == 0;
    }

    @Override
    public FileChannel open(Path path, OpenOption... options) throws IOException {
        FileChannel channel = FileChannel.open(path, options);
        return path.toString().endsWith(".new") ? channel : new Recording(channel);
    }

    private final class Recording extends FileChannel {

        private final FileChannel channel;

        Recording(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            boolean fails = fails();
            int half = (int) Math.max(0, (position + source.remaining() / 2) / SECTOR * SECTOR - position);
            byte[] bytes = new byte[fails && random.nextBoolean() ? half : source.remaining()];
            source.get(bytes);
            events.add(new Event(position, bytes));
            channel.write(ByteBuffer.wrap(bytes), position);
            if (fails) {
                throw new IOException("sick disk");
            }
            return bytes.length;
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            if (fails()) {
                throw new IOException("sick disk");
            }
            events.add(new Event(size, null));
            channel.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            if (fails()) {
                // and sometimes nobody knows whether that is true
                close();
                throw new IOException("sick disk");
            }
            events.add(new Event(-1, null));
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return channel.read(target);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return channel.read(target, position);
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            channel.position(position);
            return this;
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return channel.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            channel.close();
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
