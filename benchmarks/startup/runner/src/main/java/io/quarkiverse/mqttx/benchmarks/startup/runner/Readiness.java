package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks for the readiness until it is up, as Kubernetes does, only much more often. */
final class Readiness {

    private static final byte[] REQUEST = "GET /q/health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final String OK = "HTTP/1.1 200";
    private static final int MILLIS_BETWEEN = 2;

    private Readiness() {
    }

    /** When the first positive answer came, as {@link System#nanoTime()} tells it. */
    static long await(int port, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            if (isUp(port)) {
                return System.nanoTime();
            }
            // the precision of the figure; asking without a pause would take the processor from who is measured
            Thread.sleep(MILLIS_BETWEEN);
        }
        throw new IllegalStateException("not ready after " + patience);
    }

    private static boolean isUp(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write(REQUEST);
            return new String(socket.getInputStream().readNBytes(OK.length()), StandardCharsets.US_ASCII).equals(OK);
        } catch (IOException e) {
            return false;
        }
    }
}
