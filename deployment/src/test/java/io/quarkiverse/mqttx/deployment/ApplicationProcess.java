package io.quarkiverse.mqttx.deployment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.quarkiverse.mqttx.testing.JavaCommand;
import io.quarkus.test.ProdModeTestResults;

/**
 * A packaged application in a process of its own, with an environment of its own. What it prints is printed by this JVM, line
 * by line. Killed when it is closed.
 */
public final class ApplicationProcess implements AutoCloseable {

    private final Process process;
    private final StringBuffer output = new StringBuffer();

    private ApplicationProcess(Process process) {
        this.process = process;
        Thread printer = new Thread(this::print, "output of the application " + process.pid());
        printer.setDaemon(true);
        printer.start();
    }

    /** @param directory in which it runs, and below which Quarkus looks for {@code config/application.properties} */
    public static ApplicationProcess start(ProdModeTestResults built, Path directory, Map<String, String> environment)
            throws IOException {
        return start(built.getBuiltArtifactPath(), directory, environment);
    }

    /** As {@link #start(ProdModeTestResults, Path, Map)} with the application's jar. */
    public static ApplicationProcess start(Path jar, Path directory, Map<String, String> environment) throws IOException {
        List<String> command = JavaCommand.ofShortRun();
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ApplicationProcess(builder.start());
    }

    /** Not the JVM's own streams, over which Surefire speaks with it. */
    private void print() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(line -> {
                System.out.println(line);
                output.append(line).append('\n');
            });
        } catch (IOException | UncheckedIOException killed) {
            // There is no more
        }
    }

    /** What it has printed so far. */
    public String output() {
        return output.toString();
    }

    /** Asks it to end, as SIGTERM does, and waits for that. */
    public void end() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
