package io.quarkiverse.mqttx.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * Gathers the packets of one turn of the event loop in one pooled buffer, so that they leave in one write.
 */
final class PacketWriter {

    /** More than this is passed to the channel before the turn ends, in bytes. */
    static final int WRITE_THROUGH = 64 * 1024;
    /** A payload above this is not copied into the buffer but follows it, in bytes. */
    static final int COPY_LIMIT = 16 * 1024;

    private static final int SMALLEST_BUFFER = 512;

    private final ChannelHandlerContext ctx;
    private final PacketEncoder encoder = new PacketEncoder();
    private ByteBuf pending;
    /** What the last turn needed is the best guess for the next. */
    private int capacity = SMALLEST_BUFFER;
    private long written;
    private boolean unflushed;

    PacketWriter(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    /** @throws IllegalArgumentException when the packet cannot be expressed; nothing is written then */
    void write(Packet packet) {
        if (pending == null) {
            pending = ctx.alloc().ioBuffer(capacity);
        }
        if (packet instanceof Publish publish && publish.payload().length > COPY_LIMIT) {
            encoder.encodeHead(publish, pending);
            passOn();
            pass(Unpooled.wrappedBuffer(publish.payload()));
        } else {
            encoder.encode(packet, pending);
        }
    }

    /** Bytes that the channel does not know of yet. */
    int pendingBytes() {
        return pending == null ? 0 : pending.readableBytes();
    }

    /** Passes what is gathered to the channel, without flushing it. */
    private void passOn() {
        ByteBuf buffer = pending;
        pending = null;
        if (buffer == null) {
            return;
        }
        int size = buffer.readableBytes();
        if (size == 0) {
            buffer.release();
            return;
        }
        capacity = Math.max(SMALLEST_BUFFER, Math.min(size, WRITE_THROUGH + COPY_LIMIT));
        pass(buffer);
    }

    private void pass(ByteBuf buffer) {
        written += buffer.readableBytes();
        unflushed = true;
        ctx.write(buffer, ctx.voidPromise());
    }

    /** Sends everything; costs nothing, and returns false, when there is nothing. */
    boolean flush() {
        passOn();
        if (unflushed) {
            unflushed = false;
            ctx.flush();
            return true;
        }
        return false;
    }

    /** Sends everything; the promise is settled when it has left or cannot leave. */
    void flush(ChannelPromise promise) {
        passOn();
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER, promise);
    }

    /** Bytes passed to the channel since the last call, for the metrics. */
    long takeWritten() {
        long taken = written;
        written = 0;
        return taken;
    }

    /** Drops what is gathered: the connection is gone. */
    void discard() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }
}
