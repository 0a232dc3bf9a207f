package io.quarkiverse.mqttx.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        ProcessBuilder builder = new ProcessBuilder(PackagedArtifact.command(List.of())).directory(directory.toFile())
                .redirectErrorStream(true)
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
}
