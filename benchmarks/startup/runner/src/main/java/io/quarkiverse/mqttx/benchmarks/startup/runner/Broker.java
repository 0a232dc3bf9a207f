package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A mosquitto on a free port of loopback. */
final class Broker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Process process;
    private final Path configuration;
    private final int port;

    private Broker(Process process, Path configuration, int port) {
        this.process = process;
        this.configuration = configuration;
        this.port = port;
    }

    static Broker start() throws IOException, InterruptedException {
        int port = freePort();
        Path configuration = Files.createTempFile("mosquitto", ".conf");
        Files.write(configuration, List.of("listener " + port + " 127.0.0.1", "allow_anonymous true", "log_type error"));
        Broker broker = new Broker(
                new ProcessBuilder("mosquitto", "-c", configuration.toString()).inheritIO().start(), configuration, port);
        broker.awaitListening();
        return broker;
    }

    int port() {
        return port;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitListening() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                if (!process.isAlive() || Instant.now().isAfter(end)) {
                    close();
                    throw new IOException("mosquitto does not listen on port " + port, e);
                }
                // a program that measures, with no library to wait by
                Thread.sleep(10);
            }
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        Files.deleteIfExists(configuration);
    }
}
