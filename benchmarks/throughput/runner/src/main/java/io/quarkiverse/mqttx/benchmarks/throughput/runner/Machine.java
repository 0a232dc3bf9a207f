package io.quarkiverse.mqttx.benchmarks.throughput.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

/** The machine, as Linux describes it. */
final class Machine {

    private static final long NANOS_OF_TICK = 10_000_000;

    private Machine() {
    }

    /** CPU time that all processes together have taken, without what waited. */
    static long busyNanos() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String[] words = lines.findFirst().orElseThrow().trim().split(" +");
            // user, nice, system; without idle, iowait
            return IntStream.of(1, 2, 3, 6, 7).mapToLong(i -> Long.parseLong(words[i])).sum() * NANOS_OF_TICK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CPU time of this process. */
    static long ownNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    static String describe() throws IOException {
        String model = firstOf("/proc/cpuinfo", "model name");
        return Runtime.getRuntime().availableProcessors() + " × " + model + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + ", load " + Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }

    private static String firstOf(String file, String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key)).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).trim()).orElse("unknown processor");
        }
    }
}
