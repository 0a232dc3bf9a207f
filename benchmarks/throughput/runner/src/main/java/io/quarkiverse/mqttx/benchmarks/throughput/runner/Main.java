package io.quarkiverse.mqttx.benchmarks.throughput.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures what a message costs, each row with all subjects in turns, so that what else happens hits all alike. */
public final class Main {

    private Main() {
    }

    /** The first argument is the benchmark's folder; {@link Options} has the others. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Options options = Options.parse(Path.of(args[0]), Arrays.asList(args).subList(1, args.length));
        StringBuilder page = new StringBuilder(Report.head(options));
        System.out.println(page);
        for (Row row : options.rows()) {
            String table = Report.table(row, measured(options, row));
            page.append(table).append('\n');
            System.out.println(table);
        }
        if (options.page() != null) {
            Files.writeString(options.page(), page);
        }
    }

    /** Empty for a subject that does not do it. */
    private static Map<Subject, List<Result>> measured(Options options, Row row) throws InterruptedException {
        Map<Subject, List<Result>> results = new LinkedHashMap<>();
        List<Subject> order = new ArrayList<>(options.subjects().stream().filter(subject -> subject.suits(row)).toList());
        order.forEach(subject -> results.put(subject, new ArrayList<>()));
        for (int run = 0; run < options.runs(); run++) {
            for (Subject subject : order) {
                try {
                    results.get(subject).add(new Measurement(options).of(subject, row));
                } catch (IOException | IllegalStateException e) {
                    System.err.println(subject.name() + ", " + row + ": " + e.getMessage());
                }
            }
            Collections.reverse(order);
        }
        return results;
    }
}
