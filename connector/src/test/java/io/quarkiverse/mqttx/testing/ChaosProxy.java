package io.quarkiverse.mqttx.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network between client and broker that can be broken: it forwards TCP connections on the loopback interface until told
 * otherwise. All methods may be called on any thread and take effect at once.
 */
public final class ChaosProxy implements AutoCloseable {

    private final int target;
    private final ServerSocket server;
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean blackHole;
    private volatile boolean refusing;
    private volatile Random chunks;

    private ChaosProxy(int target) {
        this.target = target;
        try {
            server = new ServerSocket(Ports.free(), 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ProxiedConnection.start("chaos-proxy", this::acceptConnections);
    }

    /** A proxy in front of the broker's plain port. */
    public static ChaosProxy to(TestBroker broker) {
        return to(broker.port());
    }

    /** A proxy in front of a port of this machine, such as a TLS port. */
    public static ChaosProxy to(int port) {
        return new ChaosProxy(port);
    }

    public String host() {
        return "localhost";
    }

    public int port() {
        return server.getLocalPort();
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
        open.forEach(ProxiedConnection::close);
    }

    /** Ends all connections with a TCP reset. */
    public void resetAll() {
        open.forEach(ProxiedConnection::reset);
    }

    /**
     * From now on all bytes vanish, in both directions, and nobody is told: a pulled cable. New connections are accepted and
     * vanish as well.
     */
    public void blackHole() {
        blackHole = true;
        open.forEach(ProxiedConnection::swallow);
    }

    /** Forwards new connections again. Those that were open in the black hole stay dead, because their bytes are lost. */
    public void heal() {
        blackHole = false;
        refusing = false;
    }

    /** Closes every new connection at once, until {@link #heal()}. */
    public void refuse() {
        refusing = true;
    }

    /** Forwards from now on in chunks of 1 to 7 bytes, each in a TCP segment of its own; the seed repeats the sizes. */
    public void splitPackets(long seed) {
        chunks = new Random(seed);
    }

    /** Stops listening and closes all connections. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cutAll();
        }
    }

    /** How many bytes to forward at once; {@code available} unless packets are split. */
    int chunk(int available) {
        Random random = chunks;
        return random == null ? available : Math.min(available, 1 + random.nextInt(7));
    }

    private void acceptConnections() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                connections.incrementAndGet();
                forward(client);
            } catch (IOException e) {
                // Closed, or the client was gone before it was accepted.
            }
        }
    }

    private void forward(Socket client) throws IOException {
        if (refusing) {
            client.close();
            return;
        }
        Socket broker;
        try {
            broker = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException down) {
            client.close();
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(this, client, broker, open::remove);
        open.add(connection);
        if (blackHole) {
            connection.swallow();
        }
        connection.start();
    }
}
