package io.quarkiverse.mqttx.benchmarks.throughput.runner;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables, as Markdown. */
final class Report {

    private Report() {
    }

    static String head(Options options) throws IOException {
        return "Machine: " + Machine.describe() + "; " + options.java() + " " + String.join(" ", options.jvmOptions()) + "; "
                + options.runs() + " runs of " + options.millis() / 1000 + " s each, medians, in turns.\n\n";
    }

    static String table(Row row, Map<Subject, List<Result>> results) {
        StringBuilder table = new StringBuilder("### ").append(row).append("\n\n")
                .append("| | messages/s | µs CPU | × F0 | bytes | lost | others |\n|---|---|---|---|---|---|---|\n");
        List<Result> ofFloor = results.getOrDefault(Subject.FLOOR, List.of());
        double floor = ofFloor.isEmpty() ? 0 : Result.median(ofFloor).cpuMicros();
        results.forEach((subject, runs) -> table.append("| ").append(subject.name()).append(" | ")
                .append(runs.isEmpty() ? "– | | | | | " : cells(Result.median(runs), floor)).append("|\n"));
        return table.toString();
    }

    private static String cells(Result result, double floor) {
        return String.format(Locale.ROOT, "%,.0f | %.2f | %s | %,.0f | %s | %.0f %% ", result.perSecond(), result.cpuMicros(),
                floor == 0 ? "" : String.format(Locale.ROOT, "%.2f", result.cpuMicros() / floor), result.bytes(),
                result.lost() < 0.0005 ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * result.lost()),
                100 * result.others());
    }
}
