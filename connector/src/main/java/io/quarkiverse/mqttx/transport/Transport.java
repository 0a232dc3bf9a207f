package io.quarkiverse.mqttx.transport;

import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.topic.SafeText;
import io.quarkiverse.mqttx.vertx.Contexts;
import io.quarkiverse.mqttx.vertx.Sockets;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetSocket;

/**
 * A connection over a Vert.x socket. It sits in the socket's pipeline before Vert.x's own handler, so that packets are read
 * from the buffers of the socket without a copy, and the metrics and life cycle of the socket stay Vert.x's.
 * <p>
 * All methods that send or close are called on the event loop of the connection. What is sent while the socket is read goes out
 * when that read is complete; what is sent at other times goes out at the end of
 * the running turn of the event loop.
 */
public final class Transport extends ChannelInboundHandlerAdapter {

    /** How long a close may take that nobody waits for. */
    public static final long CLOSE_MILLIS = 5_000;

    private static final Logger LOG = Logger.getLogger(Transport.class);

    private final NetSocket socket;
    private final Context context;
    private final TransportListener listener;
    private final WriteWatch writes;
    private final PacketDecoder decoder;
    private final Runnable endOfTurn = this::endOfTurn;
    private ChannelHandlerContext ctx;
    private PacketWriter writer;
    /** Packets given to {@link #send}. */
    private long sent;
    private boolean reading;
    private boolean endOfTurnScheduled;
    /** What the listener was told last, or has learned from {@link #isWritable()}. */
    private boolean writable = true;
    /** DISCONNECT without an error was sent. */
    private boolean goodbye;
    private boolean closing;
    private boolean closed;
    private final Promise<Void> gone;
    private Throwable cause;

    /** @param sizesBuffer see {@link WriteWatch} */
    Transport(NetSocket socket, int maxPacketSize, TransportListener listener, boolean sizesBuffer) {
        this.socket = socket;
        this.context = Sockets.context(socket);
        this.gone = Contexts.promise(context);
        this.listener = listener;
        this.writes = new WriteWatch((packets, all) -> Contexts.dispatch(context, all, any -> listener.written(packets, all)),
                sizesBuffer);
        this.decoder = new PacketDecoder(maxPacketSize);
    }

    Channel channel() {
        return ctx.channel();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        this.ctx = ctx;
        this.writer = new PacketWriter(ctx);
        ctx.pipeline().addFirst(writes);
        if (!ctx.channel().isActive()) {
            // Closed while the pipeline was set up: its event may have passed already
            ctx.executor().execute(this::gone);
        }
    }

    /**
     * Encodes the packet now and sends it with all others of this turn of the event loop. A CONNECT sets the version for what
     * follows in both directions. After {@link #close()} and on a lost connection it does nothing.
     *
     * @throws IllegalArgumentException when the packet cannot be expressed in MQTT, for instance because a text is longer than
     *         65,535 bytes in UTF-8; nothing of it is sent then
     */
    public void send(Packet packet) {
        if (closing) {
            return;
        }
        if (packet instanceof Connect connect) {
            decoder.version(connect.version());
        } else if (packet instanceof Disconnect disconnect) {
            goodbye = !ReasonCode.isFailure(disconnect.reasonCode());
        }
        sent++;
        writer.write(packet);
        if (writer.pendingBytes() > PacketWriter.WRITE_THROUGH) {
            writer.flush();
        }
        if (!reading) {
            scheduleEndOfTurn();
        }
    }

    /**
     * False while more is buffered than the socket takes, what was sent in this turn included. Exact at any time, so a loop
     * that sends may ask after each packet. After a false, {@link TransportListener#writabilityChanged} tells when it is
     * true again.
     */
    public boolean isWritable() {
        boolean now = takesMore();
        if (!now && writable) {
            // Who asks has been told, and waits to hear the opposite even if the socket takes all at the end of this turn
            writable = false;
            scheduleEndOfTurn();
        }
        return now;
    }

    private boolean takesMore() {
        return !closing && ctx.channel().bytesBeforeUnwritable() > writer.pendingBytes();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ctx.fireChannelRead(message);
            return;
        }
        reading = true;
        try {
            if (!closing) {
                Sockets.reportRead(socket, bytes.readableBytes());
                decode(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    private void decode(ByteBuf bytes) {
        Context previous = Contexts.begin(context);
        try {
            takePackets(bytes);
        } finally {
            Contexts.end(context, previous);
        }
    }

    private void takePackets(ByteBuf bytes) {
        try {
            Packet packet;
            while ((packet = decoder.next(bytes)) != null) {
                listener.packetReceived(packet);
            }
        } catch (MalformedPacketException e) {
            listener.malformed(e.reasonCode(), e.getMessage());
        } catch (Throwable t) {
            // A defect in what handles the packets; going on would leave its state in the middle of something
            LOG.error("Unexpected failure while handling packets from the broker; closing the connection",
                    SafeText.of(t));
            failed(t);
        } finally {
            // whatever has happened: the listener has begun with the packets, and ends with this
            listener.bytesReceived(decoder.isIncomplete());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        flush();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        // Netty also calls this from within a write, where the listener may not be called; the end of the turn makes up for it
        scheduleEndOfTurn();
        ctx.fireChannelWritabilityChanged();
    }

    private void scheduleEndOfTurn() {
        if (!endOfTurnScheduled && !closed) {
            endOfTurnScheduled = true;
            if (ctx.executor() instanceof SingleThreadEventLoop eventLoop) {
                // Behind all tasks of the turn: Reactive Messaging asks for each message in a task of its own, and the
                // acknowledgements of a whole row of them leave in one write
                eventLoop.executeAfterEventLoopIteration(endOfTurn);
            } else {
                ctx.executor().execute(endOfTurn);
            }
        }
    }

    private void endOfTurn() {
        endOfTurnScheduled = false;
        flush();
    }

    private void flush() {
        if (closing) {
            return;
        }
        if (writer.flush()) {
            writes.flushed(sent);
        }
        reportWritten();
        tellWritability();
    }

    private void reportWritten() {
        long written = writer.takeWritten();
        if (written > 0) {
            Sockets.reportWritten(socket, written);
        }
    }

    private void tellWritability() {
        boolean now = takesMore();
        if (now != writable && !closing && ctx.channel().isActive()) {
            writable = now;
            Contexts.dispatch(context, now, listener::writabilityChanged);
        }
    }

    /**
     * Sends what was given to {@link #send} and closes. Nothing is received any more. The peer has this time to take what
     * is sent and, after DISCONNECT, to close its side, then the connection is cut.
     */
    public void close(long withinMillis) {
        if (closing) {
            return;
        }
        closing = true;
        decoder.stop();
        ChannelPromise flushed = ctx.newPromise();
        flushed.addListener(f -> {
            if (goodbye) {
                letThePeerClose(withinMillis);
            } else {
                shutdown();
            }
        });
        writer.flush(flushed);
        reportWritten();
        after(withinMillis, ctx::close);
    }

    /** As {@link #close(long)}, within {@value #CLOSE_MILLIS} ms. */
    public void close() {
        close(CLOSE_MILLIS);
    }

    /**
     * A broker that gets DISCONNECT closes the connection when it is through with what came before (MQTT-5.0 §3.14.4).
     * Artemis, for one, may forget the last acknowledgements, or send the will, when it sees our end of the connection
     * first. So it has half the time for that; then we end our direction, for those that wait for it.
     */
    private void letThePeerClose(long withinMillis) {
        after(withinMillis / 2, this::shutdown);
    }

    /** {@link #close()}; completes when the listener has heard that the connection is gone. */
    Future<Void> closeFromAnyThread() {
        ctx.executor().execute(this::close);
        return gone.future();
    }

    /**
     * Ends our direction and lets the peer end the other. Closing at once while the broker still sends would make the system
     * reset the connection, and the broker might never read the DISCONNECT before it.
     */
    private void shutdown() {
        if (closed) {
            return;
        }
        SslHandler ssl = ctx.pipeline().get(SslHandler.class);
        if (ssl == null) {
            shutdownOutput();
        } else {
            ssl.closeOutbound().addListener(f -> shutdownOutput());
        }
    }

    private void shutdownOutput() {
        if (closed) {
            return;
        }
        if (ctx.channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        } else {
            ctx.close();
        }
    }

    /** Unless the connection is closed by then. */
    private void after(long millis, Runnable task) {
        var timer = ctx.executor().schedule(task, millis, TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(f -> timer.cancel(false));
    }

    /** Ends the connection at once, with this as the reason. */
    private void failed(Throwable t) {
        if (cause == null && !closing) {
            cause = t;
        }
        closing = true;
        decoder.stop();
        ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable t) {
        failed(TlsFailure.ofConnection(t instanceof DecoderException && t.getCause() != null ? t.getCause() : t));
        ctx.fireExceptionCaught(t);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone();
        ctx.fireChannelInactive();
    }

    private void gone() {
        if (!closed) {
            closed = true;
            closing = true;
            decoder.stop();
            writer.discard();
            Contexts.dispatch(context, cause, listener::closed);
            gone.complete();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        writer.discard();
    }
}
