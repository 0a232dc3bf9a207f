package io.quarkiverse.mqttx.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.session.ProtocolVersion;

/**
 * Eclipse mosquitto as a process of its own, from the PATH or the usual directories. Queues are unbounded unless set
 * otherwise; its own default drops what exceeds 1,000 messages.
 * <p>
 * {@code max_inflight_messages} is as high as it goes: when mosquitto restarts it remembers only so many QoS 2 messages as
 * being
 * released and sends the others anew, and the client sees them twice.
 */
public final class MosquittoBroker extends BrokerOptions {

    /** Ended with this JVM, also when a test run is broken off. */
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroy)));
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, Object> settings = new LinkedHashMap<>(
            Map.of("max_queued_messages", 0, "max_inflight_messages", 65_535));
    private Process process;

    @Override
    public String name() {
        return "mosquitto";
    }

    @Override
    public boolean supports(ProtocolVersion version) {
        return true;
    }

    /** Skips the test, with the reason in the report and on the console, when mosquitto is not installed. */
    public static void assumeInstalled() {
        assumeInstalled("mosquitto");
    }

    /** As {@link #assumeInstalled()} for any of its programs, such as {@code mosquitto_pub}. */
    public static void assumeInstalled(String program) {
        if (find(program) == null) {
            String reason = "SKIPPED: " + program + " is neither in the PATH nor in the usual directories; "
                    + "install the packages mosquitto and mosquitto-clients to run this test";
            System.out.println(reason);
            abort(reason);
        }
    }

    /** Where a program of mosquitto is, or {@code null}. */
    public static Path find(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)),
                Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/sbin", "/opt/homebrew/bin"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Any line of {@code mosquitto.conf}, such as {@code max_inflight_messages}; replaces an earlier value. */
    public MosquittoBroker set(String option, Object value) {
        settings.put(option, value);
        return this;
    }

    /** What it has logged, all log types. */
    public String log() {
        Path log = directory().resolve("mosquitto.log");
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TestBroker start() {
        if (process != null) {
            return this;
        }
        assumeInstalled();
        try {
            Path configuration = Files.write(directory().resolve("mosquitto.conf"), configuration());
            process = new ProcessBuilder(find("mosquitto").toString(), "-c", configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(directory().resolve("output.log").toFile()))
                    .start();
            RUNNING.add(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("mosquitto listens").atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5))
                .until(this::listens);
        return this;
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("mosquitto ended with " + process.exitValue() + ":\n"
                    + Files.readString(directory().resolve("output.log")) + log());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void stop() {
        if (process == null) {
            return;
        }
        // SIGTERM: it writes its database before it ends.
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
            process = null;
        }
    }

    private List<String> configuration() throws IOException {
        List<String> lines = new ArrayList<>();
        // As root it would change to another user, who may not read the test's files.
        lines.add("user " + System.getProperty("user.name"));
        lines.add("log_dest file " + directory().resolve("mosquitto.log"));
        lines.add("log_type all");
        lines.add("set_tcp_nodelay true");
        lines.add("allow_anonymous " + users.isEmpty());
        if (!users.isEmpty()) {
            lines.add("password_file " + passwordFile());
        }
        lines.add("persistence " + persistent);
        if (persistent) {
            lines.add("persistence_location " + directory() + "/");
        }
        settings.forEach((option, value) -> lines.add(option + " " + value));
        lines.add("listener " + port() + " 127.0.0.1");
        if (identity != null) {
            lines.add("listener " + tlsPort() + " 127.0.0.1");
            lines.add("cafile " + identity.serverTrustPem());
            lines.add("certfile " + identity.serverPem());
            lines.add("keyfile " + identity.serverKeyPem());
            lines.add("require_certificate " + clientCertificates);
        }
        return lines;
    }

    private Path passwordFile() throws IOException {
        Path file = directory().resolve("passwords");
        Files.write(file, users.entrySet().stream().map(user -> user.getKey() + ":" + user.getValue()).toList());
        assumeInstalled("mosquitto_passwd");
        // Hashes the passwords of the file in place.
        Process hashing = new ProcessBuilder(find("mosquitto_passwd").toString(), "-U", file.toString())
                .redirectErrorStream(true).start();
        String output = new String(hashing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (hashing.waitFor() != 0) {
                throw new IllegalStateException("mosquitto_passwd failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return file;
    }
}
