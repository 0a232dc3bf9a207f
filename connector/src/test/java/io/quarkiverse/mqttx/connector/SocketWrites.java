package io.quarkiverse.mqttx.connector;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;

/** A Vert.x whose sockets note how many bytes they get at once. */
public final class SocketWrites {

    private final List<Integer> bytes = new CopyOnWriteArrayList<>();
    private final Vertx vertx = new VertxBuilder().findTransport(new JDKTransport() {
        @Override
        public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
            return Socket::new;
        }
    }).init().vertx();

    public Vertx vertx() {
        return vertx;
    }

    /** Of each write so far. */
    public List<Integer> bytes() {
        return bytes;
    }

    private final class Socket extends NioSocketChannel {

        @Override
        protected void doWrite(ChannelOutboundBuffer in) throws Exception {
            int[] flushed = { 0 };
            in.forEachFlushedMessage(message -> {
                flushed[0] += ((ByteBuf) message).readableBytes();
                return true;
            });
            bytes.add(flushed[0]);
            super.doWrite(in);
        }
    }
}
