package io.quarkiverse.mqttx.fuzzing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The inputs of a target that are kept: a file with one of them in each line, in hexadecimal. A line that begins with {@code #}
 * says what the next ones are.
 */
record Corpus(Path file) {

    private static final HexFormat HEX = HexFormat.of();

    static Corpus of(FuzzTarget target) {
        return new Corpus(Path.of("src", "test", "resources", "fuzzing", target + ".txt"));
    }

    List<byte[]> read() throws IOException {
        if (Files.notExists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#")).map(HEX::parseHex).toList();
        }
    }

    /** Keeps these, the short ones first, and all that somebody has said something of. */
    void write(List<byte[]> inputs) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.exists(file)) {
            boolean said = false;
            for (String line : Files.readAllLines(file)) {
                said = line.startsWith("#") || said && !line.isBlank();
                if (said) {
                    lines.add(line);
                }
            }
            if (!lines.isEmpty()) {
                lines.add("");
            }
        }
        TreeSet<String> sorted = new TreeSet<>(Comparator.comparingInt(String::length).thenComparing(line -> line));
        inputs.forEach(input -> sorted.add(HEX.formatHex(input)));
        sorted.removeAll(lines);
        sorted.remove("");
        lines.addAll(sorted);
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }
}
