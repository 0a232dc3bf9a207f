package io.quarkiverse.mqttx.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.mqttx.api.ProtocolVersion;

/**
 * Eclipse mosquitto as a process of its own, from the PATH or the usual directories. Queues are unbounded unless set
 * otherwise; its own default drops what exceeds 1,000 messages.
 * <p>
 * {@code max_inflight_messages} is as high as it goes: when mosquitto restarts it remembers only so many QoS 2 messages
 * as being released and sends the others anew, and the client sees them twice.
 */
public final class MosquittoBroker extends BrokerOptions {

    private final Map<String, Object> settings = new LinkedHashMap<>(
            Map.of("max_queued_messages", 0, "max_inflight_messages", 65_535));
    private BrokerProcess process;

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
        Programs.require(program, "the packages mosquitto and mosquitto-clients");
    }

    /** Where a program of mosquitto is, or {@code null}. */
    public static Path find(String program) {
        return Programs.find(program);
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
    public MosquittoBroker start() {
        if (process != null) {
            return this;
        }
        assumeInstalled();
        try {
            Path configuration = Files.write(directory().resolve("mosquitto.conf"), configuration());
            process = BrokerProcess.in(directory(), find("mosquitto").toString(), "-c", configuration.toString())
                    .start(port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + log(), e);
        }
        return this;
    }

    @Override
    public void stop() {
        if (process != null) {
            // SIGTERM: it writes its database before it ends.
            process.stop();
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

    /** How many PUBLISH of this client the access control has denied, once no more have come for three seconds. */
    public int denials(String clientId) {
        AtomicInteger denials = new AtomicInteger();
        await("an end of the denials").during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(30)).until(() -> {
            int before = denials.getAndSet(
                    (int) log().lines().filter(line -> line.contains("Denied PUBLISH from " + clientId)).count());
            return before == denials.get();
        });
        return denials.get();
    }
}
