package io.quarkiverse.mqttx.connector.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.List;

import org.jboss.logging.Logger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.api.SessionStoreException;
import io.quarkiverse.mqttx.connector.store.StoreHead.Mark;
import io.quarkiverse.mqttx.session.model.SessionChange;

/**
 * A log of changes in a file. A commit appends frames and then moves the mark; to be on the disk, it waits between the two
 * until the frames are there. So a mark never promises what there is not, and what it promises must be there when the file is
 * opened. Frames behind it are of a commit that was not finished, and count as far as they are whole. Opening writes nothing.
 * <p>
 * A log that is mostly of the past is rewritten to where the file is free, before itself or behind, and the mark moved there.
 */
final class SessionLog {

    private static final Logger LOG = Logger.getLogger(SessionLog.class);

    /** The past that a log may hold, however little is live. */
    private static final long MOST_PAST = 1 << 20;
    /** Room that is not given back, since it is soon used again. */
    private static final long SPARE = 4 << 20;

    private final StoreFile file;
    private final boolean syncsToDisk;
    private final Contents contents = new Contents();
    private FileChannel channel;
    /** Where the log is. */
    private Mark mark;
    /** What the file says of that. */
    private Mark written;
    /** What the file may say, since that was to be written last. */
    private Mark attempted;
    /** Whether the file may be otherwise than the mark says. */
    private boolean failed;
    private boolean changed;
    /** A log that is not longer is not worth rewriting. */
    private long longEnough;

    /**
     * Reads what is there.
     *
     * @throws SessionStoreException when that is not all that was committed
     */
    SessionLog(StoreFile file, boolean syncsToDisk) {
        this.file = file;
        this.syncsToDisk = syncsToDisk;
        channel = file.openOrMake();
        try {
            read();
        } catch (IOException e) {
            file.close(channel);
            throw file.unusable(e);
        } catch (RuntimeException e) {
            file.close(channel);
            throw e;
        }
    }

    Contents contents() {
        return contents;
    }

    private void read() throws IOException {
        StoreHead.check(channel, file);
        written = Mark.read(channel);
        attempted = written;
        long size = channel.size();
        if (written == null) {
            throw file.damaged("what it says of its contents is not what was written", null);
        }
        if (written.end() > size) {
            throw file.damaged("it has " + size + " bytes, and " + written.end() + " were written", null);
        }
        DataInputStream in = new DataInputStream(
                new BufferedInputStream(Channels.newInputStream(channel.position(written.start())), 1 << 16));
        mark = follow(in, Mark.empty(written.generation(), written.start()), written.end());
        if (!mark.equals(written)) {
            throw file.damaged("what it holds is what was written up to byte " + mark.end() + ", and not from there to "
                    + written.end(), null);
        }
        mark = follow(in, mark, size);
    }

    /** Applies the frames that follow a mark, and returns where they end. */
    private Mark follow(DataInputStream in, Mark from, long end) throws IOException {
        Mark to = from;
        Frames.Frame frame;
        while ((frame = Frames.read(in, to.chain(), end - to.end())) != null) {
            to = new Mark(to.generation(), to.start(), to.end() + frame.size(), frame.sum());
            ByteBuf changes = Unpooled.wrappedBuffer(frame.changes());
            try {
                while (changes.isReadable()) {
                    ChangeFormat.read(changes, contents);
                }
            } catch (RuntimeException e) {
                throw file.damaged("it holds what is no change of a session, before byte " + to.end(), e);
            }
        }
        return to;
    }

    /** Makes changes durable; when that fails, the log is as it was, and they can be committed again. */
    void commit(List<SessionChange> changes) throws IOException {
        long now = System.currentTimeMillis();
        if (failed) {
            recover();
        }
        try {
            append(changes, now);
        } catch (IOException e) {
            undo();
            throw e;
        }
        changes.forEach(change -> contents.apply(change, now));
        if (mark.length() > longEnough && mark.length() - contents.bytes() > Math.max(MOST_PAST, contents.bytes())) {
            try {
                rewrite();
            } catch (IOException e) {
                LOG.debugf(e, "The session store %s stays as large as it is", file.path());
                undo();
            }
            longEnough = mark.length() + MOST_PAST;
        }
    }

    private void append(List<SessionChange> changes, long now) throws IOException {
        failed = true;
        changed = true;
        Frames frames = new Frames(channel, mark.end(), mark.chain(), Long.MAX_VALUE);
        for (SessionChange change : changes) {
            frames.add(change, now);
        }
        finish(frames, mark.generation(), mark.start());
        failed = false;
    }

    private void finish(Frames frames, long generation, long start) throws IOException {
        frames.flush();
        sync();
        attempted = new Mark(generation, start, frames.position(), frames.chain());
        attempted.write(channel);
        written = attempted;
        mark = attempted;
    }

    private void sync() throws IOException {
        if (syncsToDisk) {
            channel.force(false);
        }
    }

    /** At once if it can be, since a process that ends now has said that nothing of it is kept. */
    private void undo() {
        try {
            recover();
        } catch (IOException e) {
            LOG.debugf(e, "The session store %s is tidied up later", file.path());
        }
    }

    /** Goes back to where the log was, so that nothing of what has failed is found by a later process. */
    private void recover() throws IOException {
        if (!channel.isOpen()) {
            // as an interrupt of the thread does; the lock is gone then, too
            channel = file.lock();
            Mark found = Mark.read(channel);
            if (!written.equals(found) && !attempted.equals(found)) {
                channel.close();
                throw new IOException("another process has written to it");
            }
        }
        mark.write(channel);
        written = mark;
        sync();
        channel.truncate(mark.end());
        failed = false;
    }

    /** When this fails, the log is where it was. */
    private void rewrite() throws IOException {
        failed = true;
        Mark old = mark;
        Mark next = Mark.empty(mark.generation() + 1, StoreHead.size(file.clientId()));
        try {
            rewrite(next, mark.start());
        } catch (Frames.NoRoomException e) {
            rewrite(Mark.empty(next.generation(), mark.end()), Long.MAX_VALUE);
        }
        // the place of the old log is free from here on, and an old mark that comes back finds nothing there
        sync();
        Frames.write(channel, ByteBuffer.allocate(Frames.HEAD), old.start());
        if (channel.size() > mark.end() + SPARE) {
            channel.truncate(mark.end());
        }
        failed = false;
    }

    private void rewrite(Mark next, long limit) throws IOException {
        Frames frames = new Frames(channel, next.start(), next.chain(), limit);
        contents.writeTo(frames);
        finish(frames, next.generation(), next.start());
    }

    /** Makes the file as small as what it holds, if anything of it was changed. */
    void close() throws IOException {
        try {
            if (changed && !failed && channel.isOpen() && channel.size() > MOST_PAST + 2 * contents.bytes()) {
                rewrite();
                if (mark.start() > StoreHead.size(file.clientId())) {
                    rewrite();
                }
                channel.truncate(mark.end());
            }
        } finally {
            file.close(channel);
        }
    }
}
