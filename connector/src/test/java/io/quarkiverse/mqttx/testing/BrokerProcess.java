package io.quarkiverse.mqttx.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A broker that is a process of its own. What it prints goes to {@code output.log} in its directory. */
public final class BrokerProcess {

    /** Ended with this JVM, also when a test run is broken off. */
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroy)));
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ProcessBuilder builder;
    private final Path output;
    private Duration patience = PATIENCE;
    private Process process;

    private BrokerProcess(Path directory, String... command) {
        output = directory.resolve("output.log");
        builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    }

    /** A process that works in this directory; not started. */
    public static BrokerProcess in(Path directory, String... command) {
        return new BrokerProcess(directory, command);
    }

    /** A variable of its environment. */
    public BrokerProcess with(String variable, Object value) {
        builder.environment().put(variable, value.toString());
        return this;
    }

    /** How long it may take until it listens; 10 seconds unless set. */
    public BrokerProcess within(Duration value) {
        patience = value;
        return this;
    }

    /** Starts it and returns when it accepts connections at this port. */
    public BrokerProcess start(int port) {
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RUNNING.add(process);
        await(builder.command().get(0) + " listens").atMost(patience).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5)).until(() -> listens(port));
        return this;
    }

    private boolean listens(int port) throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    builder.command() + " ended with " + process.exitValue() + ":\n" + Files.readString(output));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends it with SIGTERM and waits for it; kills it when it does not end in time. */
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            RUNNING.remove(process);
        }
    }
}
