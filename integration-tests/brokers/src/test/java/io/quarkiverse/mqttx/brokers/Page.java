package io.quarkiverse.mqttx.brokers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The pages with a part that is made of the {@link Column columns}: what works at which broker, and the evidence that the
 * limits are the brokers' own.
 */
enum Page {

    RESULTS("docs/brokers.md", Page::results),
    EVIDENCE("docs/internals/brokers.md", Page::evidence);

    private static final String BEGIN = "<!-- Generated from the run by EveryFeature; do not edit. -->\n";
    private static final String END = "<!-- End of what is generated. -->\n";
    private static final List<String> VERSIONS = List.of("5", "3.1.1", "3.1");

    private final Path file;
    private final Function<List<Column>, String> generated;

    Page(String file, Function<List<Column>, String> generated) {
        this.file = Path.of("..", "..").resolve(file);
        this.generated = generated;
    }

    String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page with this as its generated part. */
    String with(List<Column> columns) {
        String page = text();
        return page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + generated.apply(columns)
                + page.substring(page.indexOf(END));
    }

    static void writeAll(List<Column> columns) {
        for (Page page : values()) {
            try {
                Files.writeString(page.file, page.with(columns));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String results(List<Column> columns) {
        StringBuilder page = new StringBuilder("\n## Versions\n\n");
        row(page, columns, "", Column::broker);
        separator(page, columns);
        row(page, columns, "version", Column::version);
        row(page, columns, "from", Column::source);
        for (String version : VERSIONS) {
            row(page, columns, "MQTT " + version, column -> cell(column, Feature.CONNECT, version));
        }
        row(page, columns, Feature.AUTO.title(), Page::found);
        for (String version : VERSIONS) {
            List<Column> speakers = columns.stream().filter(column -> speaks(column, version)).toList();
            page.append("\n## MQTT ").append(version).append("\n\n");
            row(page, speakers, "", Column::broker);
            separator(page, speakers);
            Arrays.stream(Feature.values()).filter(feature -> feature != Feature.CONNECT && feature != Feature.AUTO)
                    .filter(feature -> speakers.stream().anyMatch(column -> column.result(feature, version).isPresent()))
                    .forEach(feature -> row(page, speakers, feature.title(), column -> cell(column, feature, version)));
        }
        page.append("\n## What each broker lacks\n");
        columns.forEach(column -> lacks(page, column, Result::lacks));
        return page.append('\n').toString();
    }

    private static String evidence(List<Column> columns) {
        StringBuilder page = new StringBuilder();
        columns.forEach(
                column -> lacks(page, column, result -> result.lacks() + ". Evidence: `" + result.evidence() + "`"));
        return page.append('\n').toString();
    }

    private interface Text {
        String of(Column column);
    }

    private static void row(StringBuilder page, List<Column> columns, String title, Text text) {
        page.append("| ").append(title).append(" |");
        columns.forEach(column -> page.append(' ').append(text.of(column)).append(" |"));
        page.append('\n');
    }

    private static void separator(StringBuilder page, List<Column> columns) {
        page.append("|---|").append("---|".repeat(columns.size())).append('\n');
    }

    private static boolean speaks(Column column, String version) {
        return column.result(Feature.CONNECT, version).map(Result::passed).orElse(false);
    }

    private static String cell(Column column, Feature feature, String version) {
        return column.result(feature, version).map(result -> result.passed() ? "✓" : "limit").orElse("?");
    }

    private static String found(Column column) {
        return column.results().stream().filter(result -> result.feature() == Feature.AUTO)
                .map(result -> result.passed() ? result.version() : "limit").findFirst().orElse("?");
    }

    /** One line for each limit, with the versions in which it is the same. */
    private static void lacks(StringBuilder page, Column column, Function<Result, String> words) {
        page.append("\n### ").append(column.broker()).append(' ').append(column.version()).append("\n\n");
        Map<String, List<Result>> limits = column.results().stream().filter(result -> !result.passed())
                .collect(Collectors.groupingBy(words, LinkedHashMap::new, Collectors.toList()));
        if (limits.isEmpty()) {
            page.append("Nothing of this.\n");
        }
        limits.forEach((text, results) -> page.append("- MQTT ")
                .append(results.stream().map(Result::version).distinct()
                        .sorted((one, other) -> Integer.compare(VERSIONS.indexOf(one), VERSIONS.indexOf(other)))
                        .collect(Collectors.joining(", ")))
                .append(": ").append(text).append('\n'));
    }
}
