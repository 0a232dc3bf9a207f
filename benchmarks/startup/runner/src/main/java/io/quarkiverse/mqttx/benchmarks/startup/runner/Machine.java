package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where and when it was measured, and how busy the machine was with other things. */
final class Machine {

    private Machine() {
    }

    static String describe() throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2)).findFirst().orElse(System.getProperty("os.arch"));
        return "%s, %s %s, %d cores (%s), load %s".formatted(Instant.now().truncatedTo(ChronoUnit.MINUTES),
                System.getProperty("java.vm.name"), Runtime.version(), Runtime.getRuntime().availableProcessors(),
                processor, load());
    }

    /** Of the last 1, 5 and 15 minutes; far above 1, and times say little. */
    static String load() throws IOException {
        String load = Files.readString(Path.of("/proc/loadavg"));
        return String.join(" ", load.split(" ")[0], load.split(" ")[1], load.split(" ")[2]);
    }
}
