package io.quarkiverse.mqttx.benchmarks.throughput.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The other side of one connection, on one thread: as much of a broker as the benchmark needs, and never its limit. What it
 * sends
 * was encoded before and is written in large pieces; what it receives is counted and acknowledged, and not looked at.
 */
final class Peer implements AutoCloseable {

    private static final int READ = 1 << 20;
    private static final int ANSWERS = 1 << 20;
    private static final int MAX_WRITE = 256 * 1024;
    private static final long TICK_MILLIS = 1;

    private final ServerSocketChannel server;
    private final Selector selector;
    private final Thread thread;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ).flip();
    private final ByteBuffer answers = ByteBuffer.allocateDirect(ANSWERS);
    private final Set<String> subscribed = new HashSet<>();
    private SocketChannel socket;
    private volatile boolean version5;
    /** Of a packet of which no more has to be looked at. */
    private long skip;
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private volatile boolean closed;
    private volatile boolean connected;
    private volatile Sending sending;
    private volatile long sent;
    private volatile long acknowledged;
    private volatile long received;

    private Peer(ServerSocketChannel server) throws IOException {
        this.server = server;
        this.selector = Selector.open();
        this.thread = new Thread(this::run, "peer");
        thread.setDaemon(true);
    }

    static Peer start() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Peer peer = new Peer(server);
        peer.thread.start();
        return peer;
    }

    int port() {
        return server.socket().getLocalPort();
    }

    /** Whether the client has subscribed to the topic. */
    boolean isReady(String topic) {
        synchronized (subscribed) {
            return connected && subscribed.contains(topic);
        }
    }

    /**
     * Begins to send messages of a topic; what was sent before is acknowledged.
     *
     * @param window how many may be unacknowledged
     * @param perSecond the pace, 0 for none
     */
    void send(String topic, int qos, byte[] payload, int window, long perSecond) {
        sending = new Sending(version5, topic, qos, payload, window, perSecond, sent);
        selector.wakeup();
    }

    void pause() {
        sending = null;
    }

    /** How many messages were sent since it is there. */
    long sent() {
        return sent;
    }

    long acknowledged() {
        return acknowledged;
    }

    long received() {
        return received;
    }

    private void run() {
        try {
            socket = server.accept();
            socket.configureBlocking(false);
            socket.socket().setTcpNoDelay(true);
            SelectionKey key = socket.register(selector, SelectionKey.OP_READ);
            while (!closed && turn(key)) {
                // until one of the two sides has enough
            }
        } catch (IOException e) {
            // whoever measures sees that no more comes
        } finally {
            connected = false;
        }
    }

    private boolean turn(SelectionKey key) throws IOException {
        boolean moved = false;
        in.compact();
        int read = socket.read(in);
        in.flip();
        if (read < 0) {
            return false;
        }
        if (read > 0) {
            moved = true;
            parse();
        }
        moved |= write();
        if (!moved) {
            boolean blocked = piece.hasRemaining() || answers.position() > 0;
            key.interestOps(blocked ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            Sending now = sending;
            selector.select(now != null && now.isPaced() ? TICK_MILLIS : 0);
        }
        return true;
    }

    /** Whether anything was written. */
    private boolean write() throws IOException {
        boolean wrote = false;
        if (piece.hasRemaining()) {
            wrote = socket.write(piece) > 0;
            if (piece.hasRemaining()) {
                return wrote;
            }
        }
        if (answers.position() > 0) {
            answers.flip();
            wrote |= socket.write(answers) > 0;
            answers.compact();
            if (answers.position() > 0) {
                return wrote;
            }
        }
        Sending now = sending;
        long count = now == null ? 0 : now.due(System.nanoTime(), sent, acknowledged, MAX_WRITE);
        if (count > 0) {
            piece = now.frames(sent, count);
            sent += count;
            wrote |= socket.write(piece) > 0;
        }
        return wrote;
    }

    private void parse() {
        while (true) {
            if (skip > 0) {
                int part = (int) Math.min(skip, in.remaining());
                in.position(in.position() + part);
                skip -= part;
            }
            if (skip > 0 || !packet()) {
                return;
            }
        }
    }

    /** Whether there was one. */
    private boolean packet() {
        int begin = in.position();
        int length = 0;
        int at = begin + 1;
        int shift = 0;
        while (true) {
            if (at >= in.limit()) {
                return false;
            }
            byte digit = in.get(at++);
            length |= (digit & 0x7F) << shift;
            shift += 7;
            if (digit >= 0) {
                break;
            }
        }
        int first = in.get(begin) & 0xFF;
        int needed = first >> 4 == 3 ? Math.min(length, 2) : length;
        if (in.limit() - at < needed) {
            return false;
        }
        if (first >> 4 == 3 && in.limit() - at < Math.min(length, 4 + (in.getShort(at) & 0xFFFF))) {
            return false;
        }
        if (answers.remaining() < 1024) {
            return false;
        }
        answer(first, at, length);
        int there = Math.min(length, in.limit() - at);
        in.position(at + there);
        skip = length - there;
        return true;
    }

    private void answer(int first, int at, int length) {
        switch (first >> 4) {
            case 1 -> connected(at);
            case 3 -> published(first >> 1 & 3, at);
            case 4, 7 -> acknowledged++;
            case 5 -> answer(0x62, in.getShort(at));
            case 6 -> answer(0x70, in.getShort(at));
            case 8 -> subscribed(at, length);
            case 12 -> answers.put((byte) 0xD0).put((byte) 0);
            default -> {
                // nothing to say
            }
        }
    }

    private void connected(int at) {
        version5 = in.get(at + 2 + in.getShort(at)) == 5;
        answers.put((byte) 0x20).put((byte) (version5 ? 3 : 2)).putShort((short) 0);
        if (version5) {
            answers.put((byte) 0);
        }
    }

    private void published(int qos, int at) {
        received++;
        if (qos > 0) {
            answer(qos == 1 ? 0x40 : 0x50, in.getShort(at + 2 + (in.getShort(at) & 0xFFFF)));
        }
    }

    private void answer(int first, short id) {
        answers.put((byte) first).put((byte) 2).putShort(id);
    }

    private void subscribed(int at, int length) {
        int next = at + 2;
        if (version5) {
            // of less than 128 bytes
            next += 1 + in.get(next);
        }
        int count = 0;
        synchronized (subscribed) {
            while (next < at + length) {
                byte[] topic = new byte[in.getShort(next)];
                in.get(next + 2, topic);
                subscribed.add(new String(topic, StandardCharsets.UTF_8));
                next += 3 + topic.length;
                count++;
            }
        }
        answers.put((byte) 0x90).put((byte) (2 + (version5 ? 1 : 0) + count)).putShort(in.getShort(at));
        if (version5) {
            answers.put((byte) 0);
        }
        for (int i = 0; i < count; i++) {
            answers.put((byte) 2);
        }
        connected = true;
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            server.close();
            if (socket != null) {
                socket.close();
            }
            thread.join();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
