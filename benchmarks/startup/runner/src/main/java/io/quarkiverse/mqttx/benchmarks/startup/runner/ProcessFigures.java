package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux tells about a process in {@code /proc}. */
final class ProcessFigures {

    /** {@code USER_HZ}, which Linux has fixed for user space. */
    private static final int TICKS_PER_SECOND = 100;

    private final Path directory;

    ProcessFigures(long pid) {
        directory = Path.of("/proc", Long.toString(pid));
    }

    /**
     * CPU time so far, in milliseconds. The scheduler's count is exact, but knows living threads only; the count of the
     * process knows all, in steps of 10 ms. Both are too small at most, so the larger one is returned.
     */
    double cpuMillis() throws IOException {
        return Math.max(scheduledNanos() / 1e6, ticks() * 1000.0 / TICKS_PER_SECOND);
    }

    double residentMegabytes() throws IOException {
        return status("VmRSS:") / 1024.0;
    }

    int threads() throws IOException {
        return status("Threads:");
    }

    private long scheduledNanos() throws IOException {
        try (Stream<Path> threads = Files.list(directory.resolve("task"))) {
            long sum = 0;
            for (Path thread : (Iterable<Path>) threads::iterator) {
                try {
                    String line = Files.readString(thread.resolve("schedstat"));
                    sum += Long.parseLong(line.substring(0, line.indexOf(' ')));
                } catch (NoSuchFileException e) {
                    // the thread has just ended, or the kernel does not count
                    continue;
                }
            }
            return sum;
        }
    }

    private long ticks() throws IOException {
        String stat = Files.readString(directory.resolve("stat"));
        // the name, in parentheses, may hold anything; utime and stime are fields 14 and 15
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private int status(String key) throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("status"));
        String line = lines.stream().filter(l -> l.startsWith(key)).findFirst()
                .orElseThrow(() -> new IOException(directory + " has no " + key));
        return Integer.parseInt(line.replaceAll("\\D", ""));
    }
}
