package io.quarkiverse.mqttx.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.mqttx.testing.Ports;

/** The packaged application as a process, with the environment that a pod of the manifests gives it. */
final class Pod implements AutoCloseable {

    private final URI uri;
    private final Path log;
    private final Process process;

    Pod(Path directory, Map<String, String> environment) {
        int port = Ports.free();
        uri = URI.create("http://localhost:" + port + "/");
        log = directory.resolve("pod-" + port + ".txt");
        ProcessBuilder builder = new ProcessBuilder(command()).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    House house() {
        return new House(uri);
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to stop, as the kubelet does. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end, and kills it after the grace period, as the kubelet does. */
    int exitCode(int gracePeriodSeconds) throws InterruptedException {
        if (!process.waitFor(gracePeriodSeconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static List<String> command() {
        Path target = Path.of("target").toAbsolutePath();
        Properties artifact = new Properties();
        try (var reader = Files.newBufferedReader(target.resolve("quarkus-artifact.properties"))) {
            artifact.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>();
        if (!artifact.getProperty("type").equals("native")) {
            command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar"));
        }
        command.add(target.resolve(artifact.getProperty("path")).toString());
        return command;
    }
}
