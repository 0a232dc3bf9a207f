package io.quarkiverse.mqttx.benchmarks.throughput.runner;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the command line asks for.
 *
 * @param benchmark its folder
 * @param runs of each row, for each subject
 * @param millis how long each is measured
 * @param java the command that starts a virtual machine
 * @param page where the tables go besides standard output, or {@code null}
 */
record Options(Path benchmark, List<Row> rows, List<Subject> subjects, int runs, long warmUpMillis, long millis, String java,
        List<String> jvmOptions, Path page) {

    static Options parse(Path benchmark, List<String> arguments) {
        List<Row> rows = Row.SHORT;
        List<Subject> subjects = Subject.ALL;
        int runs = 1;
        long warmUp = 4_000;
        long millis = 3_000;
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> jvmOptions = List.of("-Xmx2g");
        Path page = null;
        Iterator<String> remaining = arguments.iterator();
        while (remaining.hasNext()) {
            String option = remaining.next();
            switch (option) {
                case "--all" -> rows = Row.ALL;
                case "--rows" -> rows = matching(Row.ALL, value(option, remaining));
                case "--subjects" -> subjects = matching(Subject.ALL, value(option, remaining));
                case "--runs" -> runs = Integer.parseInt(value(option, remaining));
                case "--warm-up-seconds" -> warmUp = 1000 * Long.parseLong(value(option, remaining));
                case "--seconds" -> millis = 1000 * Long.parseLong(value(option, remaining));
                case "--java" -> java = value(option, remaining);
                case "--jvm-options" -> jvmOptions = words(value(option, remaining));
                case "--page" -> page = Path.of(value(option, remaining));
                default -> throw new IllegalArgumentException("unknown option " + option + "; run --help names all");
            }
        }
        return new Options(benchmark, rows, subjects, runs, warmUp, millis, java, jvmOptions, page);
    }

    /** Those whose text contains one of the words. */
    private static <T> List<T> matching(List<T> all, String words) {
        List<T> found = all.stream().filter(each -> Stream.of(words.split(";")).anyMatch(each.toString()::contains)).toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("'" + words + "' is part of none of " + all);
        }
        return found;
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
