package io.quarkiverse.mqttx.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** One connection through {@link ChaosProxy}: two sockets and a thread for each direction. */
final class ProxiedConnection {

    /** Long enough for the receiver to read what came before. */
    private static final long BETWEEN_CHUNKS_NANOS = 20_000;

    private final ChaosProxy proxy;
    private final Socket client;
    private final Socket broker;
    private final Consumer<ProxiedConnection> onClose;
    private volatile boolean swallowing;

    ProxiedConnection(ChaosProxy proxy, Socket client, Socket broker, Consumer<ProxiedConnection> onClose) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.broker = broker;
        this.onClose = onClose;
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
    }

    void start() {
        start("chaos-proxy-up", () -> pump(client, broker));
        start("chaos-proxy-down", () -> pump(broker, client));
    }

    /** Drops all bytes from now on, and hides the end of either side from the other. */
    void swallow() {
        swallowing = true;
    }

    void close() {
        closeQuietly(client);
        closeQuietly(broker);
        onClose.accept(this);
    }

    void reset() {
        try {
            client.setSoLinger(true, 0);
            broker.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            // Nothing left to reset.
        }
        close();
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int length = in.read(buffer);
            while (length >= 0) {
                forward(buffer, length, out);
                length = in.read(buffer);
            }
        } catch (IOException e) {
            // One side is gone; so is the connection.
        }
        if (!swallowing) {
            close();
        }
    }

    private void forward(byte[] buffer, int length, OutputStream out) throws IOException {
        int sent = 0;
        while (sent < length && !swallowing) {
            int chunk = proxy.chunk(length - sent);
            out.write(buffer, sent, chunk);
            sent += chunk;
            if (sent < length) {
                LockSupport.parkNanos(BETWEEN_CHUNKS_NANOS);
            }
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
