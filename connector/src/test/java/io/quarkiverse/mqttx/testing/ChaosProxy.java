package io.quarkiverse.mqttx.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * A network between client and broker that can be broken: it forwards TCP connections on the loopback interface until told
 * otherwise. All methods may be called on any thread and take effect at once.
 */
public final class ChaosProxy implements AutoCloseable {

    private final int target;
    private final EventLoopGroup eventLoop = new NioEventLoopGroup(1, new DefaultThreadFactory("chaos-proxy", true));
    private final Channel server;
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Map<Direction, Toxics> toxics = both(Toxics.NONE);
    private volatile boolean refusing;
    private volatile long seed;
    private volatile WireTap tap = (connection, direction, bytes) -> {
    };

    private ChaosProxy(int target) {
        this.target = target;
        server = new ServerBootstrap().group(eventLoop).channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.AUTO_READ, false).childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        accept(client);
                    }
                }).bind(InetAddress.getLoopbackAddress(), Ports.free()).syncUninterruptibly().channel();
    }

    /** A proxy in front of the broker's plain port. */
    public static ChaosProxy to(TestBroker broker) {
        return to(broker.port());
    }

    /** A proxy in front of a port of this machine, such as a TLS port. */
    public static ChaosProxy to(int port) {
        return new ChaosProxy(port);
    }

    /** Where its chances begin: jitter and the sizes of pieces. Counts for connections that are opened from now on. */
    public ChaosProxy seed(long value) {
        seed = value;
        return this;
    }

    /** Shows all bytes that come from now on, also those that are not passed on. */
    public ChaosProxy tap(WireTap value) {
        tap = value;
        return this;
    }

    public String host() {
        return "localhost";
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** How many connections were accepted so far, refused ones included. */
    public int connections() {
        return connections.get();
    }

    /** How many connections are open now. */
    public int open() {
        return open.size();
    }

    /** Closes all connections in an orderly way. */
    public void cutAll() {
        forEach(connection -> connection.end(ConnectionEnd.CLOSE));
    }

    /** Ends all connections with a TCP reset. */
    public void resetAll() {
        forEach(connection -> connection.end(ConnectionEnd.RESET));
    }

    /** Ends each connection that is open now after this many more bytes of a direction, also in the middle of a packet. */
    public void endAfter(Direction direction, long bytes, ConnectionEnd how) {
        forEach(connection -> connection.endAfter(direction, bytes, how));
    }

    /** What happens to the bytes of a direction from now on, in all connections. */
    public void toxics(Direction direction, Toxics value) {
        Map<Direction, Toxics> changed = new EnumMap<>(toxics);
        changed.put(direction, value);
        toxics = changed;
    }

    /** What happens to all bytes from now on. */
    public void toxics(Toxics value) {
        toxics = both(value);
    }

    /**
     * From now on all bytes vanish, in both directions, and nobody is told: a pulled cable. New connections are accepted and
     * vanish as well.
     */
    public void blackHole() {
        toxics(Toxics.BLACK_HOLE);
    }

    /** A good network again. Connections of which bytes were lost in a black hole stay dead. */
    public void heal() {
        toxics = both(Toxics.NONE);
        refusing = false;
    }

    /** Closes every new connection at once, until {@link #heal()}. */
    public void refuse() {
        refusing = true;
    }

    /** Forwards from now on in pieces of 1 to 7 bytes, each in a TCP segment of its own; the seed repeats the sizes. */
    public void splitPackets(long seed) {
        seed(seed);
        toxics(Toxics.split(7));
    }

    /** Stops listening and closes all connections. */
    @Override
    public void close() {
        server.close().syncUninterruptibly();
        cutAll();
        eventLoop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    Toxics toxics(Direction direction) {
        return toxics.get(direction);
    }

    long seed() {
        return seed;
    }

    void tap(int connection, Direction direction, byte[] bytes) {
        tap.bytes(connection, direction, bytes);
    }

    private static Map<Direction, Toxics> both(Toxics value) {
        return new EnumMap<>(Map.of(Direction.TO_BROKER, value, Direction.TO_CLIENT, value));
    }

    private void forEach(Consumer<ProxiedConnection> action) {
        eventLoop.submit(() -> open.forEach(action)).syncUninterruptibly();
    }

    private void accept(Channel client) {
        int number = connections.incrementAndGet();
        if (refusing) {
            client.close();
            return;
        }
        new Bootstrap().group(client.eventLoop()).channel(NioSocketChannel.class).option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true).handler(new ChannelInboundHandlerAdapter())
                .connect(InetAddress.getLoopbackAddress(), target).addListener((ChannelFutureListener) connected -> {
                    if (connected.isSuccess()) {
                        forward(number, client, connected.channel());
                    } else {
                        client.close();
                    }
                });
    }

    private void forward(int number, Channel client, Channel broker) {
        ProxiedConnection connection = new ProxiedConnection(this, number, client, broker, open::remove);
        open.add(connection);
        connection.start();
    }
}
