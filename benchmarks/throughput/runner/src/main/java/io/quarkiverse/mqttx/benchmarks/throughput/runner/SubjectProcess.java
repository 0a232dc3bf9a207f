package io.quarkiverse.mqttx.benchmarks.throughput.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A subject as a process: it is asked over its input, and ends with it. */
final class SubjectProcess implements AutoCloseable {

    private static final String END = "END";

    private final Process process;
    private final PrintStream input;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final StringBuffer said = new StringBuffer();

    SubjectProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        input = new PrintStream(process.getOutputStream(), true);
        Thread reader = new Thread(this::read, "output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("FIGURES") || line.startsWith("PUBLISHED")) {
                    answers.add(line);
                } else if (said.length() < 10_000) {
                    said.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            said.append(e).append('\n');
        }
        answers.add(END);
    }

    Figures figures() throws InterruptedException {
        String[] words = ask("figures", 10_000).split(" ");
        return new Figures(System.nanoTime(), Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    }

    /** Has it publish; returns when all is acknowledged. */
    void publish(Row row, long millis) throws InterruptedException {
        ask("publish " + row.qos() + " " + row.size() + " " + millis + " " + row.window() + " " + row.perSecond(),
                millis + 20_000);
    }

    private String ask(String what, long millis) throws InterruptedException {
        input.println(what);
        String answer = answers.poll(millis, TimeUnit.MILLISECONDS);
        if (answer == null || answer.equals(END)) {
            throw new IllegalStateException("no answer to '" + what + "'; it has said:\n" + said());
        }
        return answer;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The first lines of what it has printed besides answers. */
    String said() {
        return said.toString().lines().limit(5).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a subject says of itself at a moment: CPU time in nanoseconds, bytes allocated, messages received. */
    record Figures(long at, long cpu, long bytes, long received) {
    }
}
