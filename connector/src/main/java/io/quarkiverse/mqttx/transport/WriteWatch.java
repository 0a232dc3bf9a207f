package io.quarkiverse.mqttx.transport;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannelConfig;

/**
 * Sees how far the socket has come with what it was given. It stands next to the socket, below TLS, and looks into the
 * channel's buffer, first after a flush and then, while something is left in it, from time to time.
 * <p>
 * What the system has taken is out of sight. Linux lets its own buffer grow to megabytes, half a minute on a slow network,
 * in which nobody could tell a slow broker from a dead one; so the buffer begins small, and grows here as long as the
 * network empties it.
 */
final class WriteWatch extends ChannelOutboundHandlerAdapter {

    /** As {@link TransportListener#written}. */
    interface Listener {

        void written(long packets, boolean all);
    }

    private static final long LOOK_MILLIS = 250;
    private static final int SMALLEST_BUFFER = 128 * 1024;
    private static final int LARGEST_BUFFER = 4 * 1024 * 1024;
    private static final int MARKS = 32;

    private final Listener listener;
    private final boolean sizesBuffer;
    private int bufferSize = SMALLEST_BUFFER;
    private ChannelHandlerContext ctx;
    /** Bytes that the channel was given so far, and that it has passed on when it was looked at last. */
    private long given;
    private long taken;
    private boolean behind;
    /** Packets that have left, and those that the channel was given. */
    private long left;
    private long sent;
    /** While it is behind: when so many bytes have left, so many packets have. */
    private final long[] bytes = new long[MARKS];
    private final long[] packets = new long[MARKS];
    private int marks;
    private long remaining;

    /** @param sizesBuffer whether the size of the system's buffer is not what somebody has chosen */
    WriteWatch(Listener listener, boolean sizesBuffer) {
        this.listener = listener;
        this.sizesBuffer = sizesBuffer;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        this.ctx = ctx;
        resizeBuffer();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf buffer) {
            given += buffer.readableBytes();
        }
        ctx.write(message, promise);
    }

    /** The channel was told to send all it has: so many packets of this connection. */
    void flushed(long sentPackets) {
        sent = sentPackets;
        ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
        if (!behind) {
            if (buffer == null || buffer.isEmpty()) {
                left = sentPackets;
                return;
            }
            behind = true;
            taken = given - remaining(buffer);
            listener.written(left, false);
            lookLater();
        }
        // the last place stands for all that come when there is no other
        marks = Math.min(marks + 1, MARKS);
        bytes[marks - 1] = given;
        packets[marks - 1] = sentPackets;
    }

    private void lookLater() {
        ctx.executor().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
        if (buffer == null) {
            return; // closed
        }
        long before = taken;
        taken = given - remaining(buffer);
        if (taken - before > bufferSize && bufferSize < LARGEST_BUFFER) {
            bufferSize *= 2;
            resizeBuffer();
        }
        if (buffer.isEmpty()) {
            behind = false;
            marks = 0;
            left = sent;
            listener.written(left, true);
            return;
        }
        forgetWhatHasLeft();
        if (taken > before) {
            listener.written(left, false);
        }
        lookLater();
    }

    private void forgetWhatHasLeft() {
        int gone = 0;
        while (gone < marks && bytes[gone] <= taken) {
            left = packets[gone++];
        }
        marks -= gone;
        System.arraycopy(bytes, gone, bytes, 0, marks);
        System.arraycopy(packets, gone, packets, 0, marks);
    }

    private long remaining(ChannelOutboundBuffer buffer) {
        remaining = 0;
        try {
            buffer.forEachFlushedMessage(message -> {
                remaining += message instanceof ByteBuf bytesLeft ? bytesLeft.readableBytes() : 0;
                return true;
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return remaining;
    }

    private void resizeBuffer() {
        Channel channel = ctx.channel();
        if (sizesBuffer && channel.isActive() && channel.config() instanceof SocketChannelConfig config) {
            config.setSendBufferSize(bufferSize);
        }
    }
}
