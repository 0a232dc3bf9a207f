package io.quarkiverse.mqttx.sample;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkiverse.mqttx.testing.TestBroker;

/**
 * The packaged application, jar or native executable, in a process of the test's own: for what {@code @QuarkusIntegrationTest}
 * hides, which are its environment, its output and its end.
 */
final class PackagedApplication implements AutoCloseable {

    static final String CONNECTOR = "mp.messaging.connector.smallrye-mqtt-x.";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");

    /** Ended with this JVM, also when a test run is broken off. */
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Map<String, String> properties = new LinkedHashMap<>(
            Map.of("quarkus.http.port", "0", "sample.interval", "100ms"));
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> options = new ArrayList<>();
    private Process process;
    private Path output;

    /** On the broker's plain port. */
    static PackagedApplication on(TestBroker broker) {
        return new PackagedApplication().connector("host", broker.host()).connector("port", broker.port());
    }

    /** Sets an attribute of all channels. */
    PackagedApplication connector(String attribute, Object value) {
        return property(CONNECTOR + attribute, value);
    }

    PackagedApplication property(String name, Object value) {
        properties.put(name, value.toString());
        return this;
    }

    PackagedApplication properties(Map<String, ?> values) {
        values.forEach(this::property);
        return this;
    }

    /** The largest heap, as {@code 64m}. */
    PackagedApplication heap(String size) {
        options.add("-Xmx" + size);
        return this;
    }

    PackagedApplication environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    PackagedApplication start() {
        try {
            output = Files.createTempFile(PackagedArtifact.TARGET, "packaged-application-", ".log");
            ProcessBuilder builder = new ProcessBuilder(PackagedArtifact.command(arguments())).redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RUNNING.add(process);
        process.onExit().thenAccept(RUNNING::remove);
        return this;
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(options);
        properties.forEach((name, value) -> arguments.add("-D" + name + "=" + value));
        return arguments;
    }

    /** The application as soon as it listens. */
    House house() {
        String uri = await("an application that listens").atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the application ended with " + process.exitValue() + ":\n" + output());
            }
            Matcher line = LISTENING.matcher(output());
            return line.find() ? Optional.of(line.group(1)) : Optional.<String> empty();
        }, Optional::isPresent).orElseThrow();
        return new House(URI.create(uri));
    }

    long pid() {
        return process.pid();
    }

    /** All that it has written so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end, as Kubernetes does, and returns its exit code. */
    int terminate() {
        return terminate(PATIENCE);
    }

    /** Asks it to end, and kills it after the grace period, as the kubelet does. */
    int terminate(Duration gracePeriod) {
        process.destroy();
        try {
            if (!process.waitFor(gracePeriod.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return awaitEnd();
    }

    /** Its exit code. */
    int awaitEnd() {
        await("the end of the application").atMost(PATIENCE).pollInterval(Duration.ofMillis(10))
                .until(() -> !process.isAlive());
        return process.exitValue();
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        try {
            process.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
