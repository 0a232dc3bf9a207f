package io.quarkiverse.mqttx.brokers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/**
 * What a run has found out about a broker. The columns of the page are kept in {@code src/test/matrix}, one file for each
 * broker, since no machine has all brokers.
 *
 * @param name by which the file is called
 * @param broker its name on the page
 * @param version of the broker
 * @param source where it comes from
 */
record Column(String name, String broker, String version, String source, List<Result> results) {

    private static final Path KEPT = Path.of("src", "test", "matrix");
    private static final Path FOUND = Path.of("target", "matrix");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
            .setSerializationInclusion(JsonInclude.Include.NON_NULL);

    /** The columns of the page. */
    static List<Column> kept() {
        try (Stream<Path> files = Files.list(KEPT)) {
            return files.sorted().map(Column::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<Column> kept(String name) {
        Path file = KEPT.resolve(name + ".json");
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    private static Column read(Path file) {
        try {
            return JSON.readValue(file.toFile(), Column.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts it on the page. */
    void keep() {
        write(KEPT);
    }

    /** Leaves it in the build's directory. */
    void report() {
        write(FOUND);
    }

    private void write(Path directory) {
        try {
            JSON.writeValue(Files.createDirectories(directory).resolve(name + ".json").toFile(), this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Result> result(Feature feature, String protocolVersion) {
        return results.stream().filter(result -> result.feature() == feature && result.version().equals(protocolVersion))
                .findFirst();
    }
}
