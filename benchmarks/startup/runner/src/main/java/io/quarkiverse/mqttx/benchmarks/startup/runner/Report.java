package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

import io.quarkiverse.mqttx.benchmarks.startup.runner.Application.Form;

/** Prints a table in Markdown: medians, with the quartiles in parentheses. */
final class Report {

    private Report() {
    }

    /** The ratios are those of the first to each other: below 1 the first is better. */
    static String table(List<Application> variants, List<Samples> samples, int runs) throws IOException {
        Application one = variants.get(0);
        StringBuilder table = new StringBuilder();
        table.append("| %s, %d channels, %d runs each |".formatted(one.form() == Form.JVM ? "JVM" : "Native", one.channels(),
                runs));
        for (Application variant : variants) {
            table.append(" %s |".formatted(variant.name())).append(variant == one ? "" : " ratio |");
        }
        // The titles, the first, and two for each of the others
        table.append("%n|".formatted()).append("---|".repeat(2 * variants.size()));
        for (Figure figure : Figure.values()) {
            if (samples.get(0).has(figure)) {
                table.append("%n| %s |".formatted(figure.title()));
                for (Samples each : samples) {
                    table.append(" %s |".formatted(cell(each, figure)));
                    if (each != samples.get(0)) {
                        table.append(" %s |".formatted(ratio(samples.get(0).median(figure), each.median(figure))));
                    }
                }
            }
        }
        if (one.form() == Form.NATIVE) {
            table.append("%n| size of the executable, MB |".formatted());
            for (Application variant : variants) {
                double size = megabytes(variant);
                table.append(" %s |".formatted(Figure.text(size)))
                        .append(variant == one ? "" : " %s |".formatted(ratio(megabytes(one), size)));
            }
        }
        return table.append("%n".formatted()).toString();
    }

    private static String cell(Samples samples, Figure figure) {
        return "%s (%s–%s)".formatted(Figure.text(samples.median(figure)), Figure.text(samples.quantile(figure, 0.25)),
                Figure.text(samples.quantile(figure, 0.75)));
    }

    private static String ratio(double one, double other) {
        return String.format(Locale.ROOT, "%.2f", one / other);
    }

    private static double megabytes(Application application) throws IOException {
        return Files.size(application.executable()) / (1024.0 * 1024.0);
    }
}
