package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stands between an application and the broker, passes everything on, and notes when the broker has granted the last
 * subscription. It sees nothing but MQTT, so it treats all connectors alike.
 */
final class SubscriptionObserver implements AutoCloseable {

    private static final int CONNECT = 1;
    private static final int SUBACK = 9;
    private static final int FIRST_FAILURE = 0x80;

    private final ServerSocket server;
    private final int brokerPort;
    private final CountDownLatch outstanding;
    private volatile long lastGrantedNanos;

    /**
     * @param expected how many topic filters the application subscribes to
     */
    SubscriptionObserver(int brokerPort, int expected) throws IOException {
        this.brokerPort = brokerPort;
        this.outstanding = new CountDownLatch(expected);
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /**
     * Waits for the last subscription.
     *
     * @return when it was granted, as {@link System#nanoTime()} tells it
     */
    long awaitSubscribed(Duration patience) throws InterruptedException {
        if (!outstanding.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(outstanding.getCount() + " subscriptions are missing after " + patience);
        }
        return lastGrantedNanos;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket client = server.accept();
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
            new Link(client, broker).start();
        }
    }

    /** One connection of the application. */
    private final class Link {

        private final Socket client;
        private final Socket broker;
        private volatile int protocolLevel;

        Link(Socket client, Socket broker) {
            this.client = client;
            this.broker = broker;
        }

        void start() {
            daemon(() -> pass(client, broker));
            daemon(() -> pass(broker, client));
        }

        private void pass(Socket from, Socket to) throws IOException {
            try (from; to) {
                DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
                OutputStream out = to.getOutputStream();
                for (Packet packet = Packet.read(in); packet != null; packet = Packet.read(in)) {
                    look(packet);
                    out.write(packet.bytes());
                }
            }
        }

        private void look(Packet packet) {
            if (packet.type() == CONNECT) {
                int nameLength = packet.shortAt(0);
                protocolLevel = packet.byteAt(2 + nameLength);
            } else if (packet.type() == SUBACK) {
                int codes = 2;
                if (protocolLevel == 5) {
                    // short enough for a length of one byte
                    codes += 1 + packet.byteAt(2);
                }
                for (int i = codes; i < packet.bodyLength(); i++) {
                    if (packet.byteAt(i) < FIRST_FAILURE) {
                        lastGrantedNanos = System.nanoTime();
                        outstanding.countDown();
                    }
                }
            }
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    /** Ends in silence when a socket is closed, which is how applications and this observer end. */
    private static void daemon(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // the other side has closed
            }
        }, "observer");
        thread.setDaemon(true);
        thread.start();
    }
}
