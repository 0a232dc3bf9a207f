package io.quarkiverse.mqttx.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Tries mutations on all cores, and writes what became of them into a page of the documentation. */
final class MutationTable {

    private static final String BEGIN = "<!-- mutations: written by -Ddocs.write -->\n";
    private static final String END = "<!-- end of mutations -->";

    interface Trial<T> {
        T run(Mutation mutation) throws Exception;
    }

    private MutationTable() {
    }

    /** Those whose class or rule has one of the texts of {@code -Dmutation.of} in it, or all. */
    static List<Mutation> chosen(Stream<Mutation> mutations) {
        String[] texts = System.getProperty("mutation.of", "").split("\\|");
        return mutations.filter(mutation -> Arrays.stream(texts)
                .anyMatch(text -> mutation.source().contains(text) || mutation.rule().contains(text))).toList();
    }

    static <T> List<T> tryAll(List<Mutation> mutations, Trial<T> trial) throws InterruptedException, ExecutionException {
        ExecutorService cores = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<T>> outcomes = mutations.stream().map(mutation -> cores.submit(() -> trial.run(mutation))).toList();
            List<T> result = new ArrayList<>();
            for (Future<T> outcome : outcomes) {
                result.add(outcome.get());
            }
            return result;
        } finally {
            cores.shutdownNow();
        }
    }

    /** Shows the table, and writes it with {@code -Ddocs.write}. */
    static void show(String table, String page) throws IOException {
        System.out.println(table);
        if (System.getProperty("docs.write") != null) {
            Path path = Path.of("../docs/internals/reliability").resolve(page);
            String text = Files.readString(path);
            int begin = text.indexOf(BEGIN) + BEGIN.length();
            Files.writeString(path, text.substring(0, begin) + table + text.substring(text.indexOf(END)));
        }
    }
}
