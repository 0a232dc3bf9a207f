package io.quarkiverse.mqttx.fuzzing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the fuzzer in a JVM of its own, since it changes the classes that it watches. */
final class Jazzer {

    /** One input may take so long; more is a hang. */
    private static final int HANG_SECONDS = 20;
    /** For the start of the JVM, on a machine that has other things to do. */
    private static final int SLACK_SECONDS = 300;
    private static final int LARGEST_INPUT = 2_048;
    /** Others are not looked into: that takes long, and the hooks fail where Netty looks for what {@code Unsafe} can do. */
    private static final String CLASSES = "io.quarkiverse.mqttx.**:com.ongres.scram.**";
    private static final Pattern STATUS = Pattern.compile("cov: (\\d+) ft: (\\d+) corp: (\\d+)");
    private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units: (\\d+)");

    /**
     * @param finding empty, or what was thrown and where
     * @param summary executions and coverage, for people
     */
    record Run(String finding, String summary) {
    }

    private Jazzer() {
    }

    /** Skips the test, with the reason, where the fuzzer has no native part for the machine. */
    static Run run(Class<?> target, Path folder, int seconds, Path... corpora) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-max_total_time=" + seconds, "-timeout=" + HANG_SECONDS,
                "-max_len=" + LARGEST_INPUT, "-print_final_stats=1", "-artifact_prefix=" + folder.toAbsolutePath() + "/"));
        for (Path corpus : corpora) {
            arguments.add(corpus.toAbsolutePath().toString());
        }
        Path log = folder.resolve("fuzzing.log");
        int exit = start(target, arguments, log, seconds + SLACK_SECONDS);
        String output = Files.readString(log);
        if (output.contains("UnsatisfiedLinkError")) {
            abort("Jazzer has no native part for this machine");
        }
        return new Run(exit == 0 ? "" : finding(output), summary(output));
    }

    /** Copies what is needed to reach all that the corpora reach. */
    static void merge(Class<?> target, Path folder, Path into, Path... corpora) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("-merge=1", "-max_len=" + LARGEST_INPUT, into.toAbsolutePath().toString()));
        for (Path corpus : corpora) {
            arguments.add(corpus.toAbsolutePath().toString());
        }
        Path log = folder.resolve("merging.log");
        if (start(target, arguments, log, 2 * SLACK_SECONDS) != 0) {
            throw new IOException("the corpus was not merged, see " + log);
        }
    }

    private static int start(Class<?> target, List<String> arguments, Path log, int seconds)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-Xss1m",
                "-XX:+EnableDynamicAgentLoading", "-cp", System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer", "--target_class=" + target.getName(),
                "--instrumentation_includes=" + CLASSES, "--custom_hook_includes=" + CLASSES, "-rss_limit_mb=0"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).directory(log.getParent().toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String finding(String output) {
        int at = output.indexOf("== Java Exception");
        String end = output.substring(Math.max(at, 0));
        return at >= 0 ? end : end.substring(Math.max(0, end.length() - 4_000));
    }

    private static String summary(String output) {
        Matcher executed = EXECUTED.matcher(output);
        String executions = executed.find() ? executed.group(1) : "an unknown number of";
        String coverage = "";
        for (Matcher status = STATUS.matcher(output); status.find();) {
            coverage = ", " + status.group(1) + " edges, " + status.group(2) + " features, " + status.group(3) + " inputs";
        }
        return executions + " executions" + coverage;
    }
}
