package io.quarkiverse.mqttx.testing;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;

/**
 * One direction of a {@link ProxiedConnection}: reads from one socket, and writes to the other what the {@link Toxics} of the
 * moment leave of it. All on the proxy's event loop.
 */
final class ProxyPipe extends ChannelInboundHandlerAdapter {

    /** The sender has to wait when so much is held back. */
    private static final int MOST_WAITING_BYTES = 256 * 1024;
    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final long BETWEEN_THROTTLED_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Bytes, and when they may go on; of what was read in one piece. */
    private record Held(byte[] bytes, long due) {
    }

    private final ProxiedConnection connection;
    private final Channel from;
    private final Channel to;
    private final Supplier<Toxics> toxics;
    private final Random random;
    private final Consumer<byte[]> tap;
    private final ArrayDeque<Held> waiting = new ArrayDeque<>();
    private int waitingBytes;
    /** How much of the first one has gone on. */
    private int sent;
    private long lastDue;
    private boolean scheduled;
    private boolean ended;
    /** Bytes were swallowed: what comes behind them must not arrive. */
    private boolean broken;
    private long bytesUntilEnd = UNLIMITED;
    private ConnectionEnd end;

    ProxyPipe(ProxiedConnection connection, Channel from, Channel to, Supplier<Toxics> toxics, Random random,
            Consumer<byte[]> tap) {
        this.connection = connection;
        this.from = from;
        this.to = to;
        this.toxics = toxics;
        this.random = random;
        this.tap = tap;
    }

    /** Ends the connection when so many more bytes have gone on; replaces an earlier call. */
    void endAfter(long bytes, ConnectionEnd how) {
        bytesUntilEnd = bytes;
        end = how;
        endIfDue();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        buffer.release();
        tap.accept(bytes);
        if (swallows()) {
            broken = true;
            return;
        }
        Toxics now = toxics.get();
        long delay = now.latencyMillis() + (now.jitterMillis() == 0 ? 0 : random.nextInt(now.jitterMillis() + 1));
        lastDue = Math.max(lastDue, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay));
        waiting.add(new Held(bytes, lastDue));
        waitingBytes += bytes.length;
        from.config().setAutoRead(waitingBytes < MOST_WAITING_BYTES);
        if (!scheduled) {
            passOn();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended = true;
        if (!scheduled) {
            passOn();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A reset by the other side; channelInactive follows
        context.close();
    }

    private boolean swallows() {
        return broken || toxics.get().swallowed();
    }

    /** Passes on what may go now, and comes back for the rest. */
    private void passOn() {
        scheduled = false;
        while (!scheduled && !waiting.isEmpty() && !swallows()) {
            long early = waiting.peek().due() - System.nanoTime();
            if (early > 0) {
                comeBack(early);
            } else {
                passOnPiece();
            }
        }
        if (swallows() && !waiting.isEmpty()) {
            broken = true;
            waiting.clear();
            waitingBytes = 0;
        }
        if (ended && waiting.isEmpty()) {
            connection.ended(from, swallows());
        }
    }

    private void passOnPiece() {
        Toxics now = toxics.get();
        byte[] bytes = waiting.peek().bytes();
        int length = (int) Math.min(bytes.length - sent, bytesUntilEnd);
        if (now.bytesPerSecond() > 0) {
            length = (int) Math.min(length, 1 + now.bytesPerSecond() * BETWEEN_THROTTLED_NANOS / 1_000_000_000);
        }
        if (now.largestPiece() > 0) {
            length = Math.min(length, 1 + random.nextInt(now.largestPiece()));
        }
        to.writeAndFlush(Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, sent, sent + length)));
        sent += length;
        if (sent == bytes.length) {
            waiting.remove();
            waitingBytes -= sent;
            sent = 0;
            from.config().setAutoRead(waitingBytes < MOST_WAITING_BYTES);
        }
        bytesUntilEnd -= bytesUntilEnd == UNLIMITED ? 0 : length;
        endIfDue();
        if (now.bytesPerSecond() > 0) {
            comeBack(length * 1_000_000_000L / now.bytesPerSecond());
        } else if (now.largestPiece() > 0) {
            // The receiver shall have a chance to read this piece by itself
            comeBack(0);
        }
    }

    private void comeBack(long nanos) {
        scheduled = true;
        if (nanos == 0) {
            from.eventLoop().execute(this::passOn);
        } else {
            from.eventLoop().schedule(this::passOn, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void endIfDue() {
        if (bytesUntilEnd > 0) {
            return;
        }
        bytesUntilEnd = UNLIMITED;
        if (end == ConnectionEnd.HALF_CLOSE) {
            broken = true;
            // Not before what was written
            to.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener((ChannelFutureListener) written -> ((SocketChannel) to).shutdownOutput());
        } else {
            connection.end(end);
        }
    }
}
