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

    static String table(List<Application> pair, List<Samples> samples, int runs) throws IOException {
        Application one = pair.get(0);
        Application other = pair.get(1);
        StringBuilder table = new StringBuilder();
        table.append("| %s, %d channels, %d runs each | %s | %s | ratio |%n".formatted(
                one.form() == Form.JVM ? "JVM" : "Native", one.channels(), runs, one.extension(), other.extension()));
        table.append("|---|---|---|---|\n");
        for (Figure figure : Figure.values()) {
            if (samples.get(0).has(figure)) {
                table.append("| %s | %s | %s | %s |%n".formatted(figure.title(), cell(samples.get(0), figure),
                        cell(samples.get(1), figure),
                        ratio(samples.get(0).median(figure), samples.get(1).median(figure))));
            }
        }
        if (one.form() == Form.NATIVE) {
            double size = megabytes(one);
            double otherSize = megabytes(other);
            table.append("| size of the executable, MB | %s | %s | %s |%n".formatted(Figure.text(size), Figure.text(otherSize),
                    ratio(size, otherSize)));
        }
        return table.toString();
    }

    private static String cell(Samples samples, Figure figure) {
        return "%s (%s–%s)".formatted(Figure.text(samples.median(figure)), Figure.text(samples.quantile(figure, 0.25)),
                Figure.text(samples.quantile(figure, 0.75)));
    }

    private static String ratio(double one, double other) {
        return String.format(Locale.ROOT, "%.2f", other / one);
    }

    private static double megabytes(Application application) throws IOException {
        return Files.size(application.executable()) / (1024.0 * 1024.0);
    }
}
