package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.benchmarks.startup.runner.Application.Form;

/**
 * What the command line asks for.
 *
 * @param benchmark folder of the benchmark
 * @param runs of each kind, for each build of the application
 * @param idle between the two readings of resident memory
 */
record Options(Path benchmark, int runs, List<Integer> channels, Set<Form> forms, Duration idle, List<String> jvmOptions,
        List<String> nativeOptions) {

    static Options parse(Path benchmark, List<String> arguments) {
        int runs = 15;
        List<Integer> channels = List.of(4, 20);
        Set<Form> forms = EnumSet.noneOf(Form.class);
        Duration idle = Duration.ofSeconds(5);
        List<String> jvmOptions = List.of("-XX:+UseSerialGC", "-Xmx128m");
        List<String> nativeOptions = List.of("-Xmx64m");
        Iterator<String> remaining = new ArrayList<>(arguments).iterator();
        while (remaining.hasNext()) {
            String option = remaining.next();
            switch (option) {
                case "--jvm" -> forms.add(Form.JVM);
                case "--native" -> forms.add(Form.NATIVE);
                case "--runs" -> runs = Integer.parseInt(value(option, remaining));
                case "--channels" -> channels = Stream.of(value(option, remaining).split(",")).map(Integer::valueOf).toList();
                case "--idle-seconds" -> idle = Duration.ofSeconds(Long.parseLong(value(option, remaining)));
                case "--jvm-options" -> jvmOptions = words(value(option, remaining));
                case "--native-options" -> nativeOptions = words(value(option, remaining));
                default -> throw new IllegalArgumentException("unknown option " + option + "; run --help names all");
            }
        }
        return new Options(benchmark, runs, channels, forms.isEmpty() ? EnumSet.allOf(Form.class) : forms, idle, jvmOptions,
                nativeOptions);
    }

    private static String value(String option, Iterator<String> remaining) {
        if (!remaining.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return remaining.next();
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isBlank()).toList();
    }
}
