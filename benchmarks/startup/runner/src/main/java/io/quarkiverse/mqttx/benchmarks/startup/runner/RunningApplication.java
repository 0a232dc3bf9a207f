package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The application as a process, with what it has printed. */
final class RunningApplication implements AutoCloseable {

    private static final Pattern STARTED_IN = Pattern.compile("started in (\\d+\\.\\d+)s");
    private static final int SECONDS_TO_STOP = 15;

    private final Process process;
    private final long startedNanos;
    private final StringBuffer output = new StringBuffer();
    private final Thread reader;

    RunningApplication(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        startedNanos = System.nanoTime();
        process = builder.start();
        reader = new Thread(this::readOutput, "output");
        reader.setDaemon(true);
        reader.start();
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
            }
        } catch (IOException e) {
            output.append(e).append('\n');
        }
    }

    long pid() {
        return process.pid();
    }

    ProcessFigures figures() {
        return new ProcessFigures(process.pid());
    }

    double millisSinceStart(long nanos) {
        return (nanos - startedNanos) / 1e6;
    }

    String output() {
        return output.toString();
    }

    /** What Quarkus says it took, in milliseconds. */
    double quarkusMillis() {
        Matcher matcher = STARTED_IN.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("Quarkus has not said 'started in'");
        }
        return Double.parseDouble(matcher.group(1)) * 1000;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        reader.join();
    }
}
