package io.quarkiverse.mqttx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tests of all modules as pages of documentation name them: {@code `Class.method`}. */
final class TestSources {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*)\\.(\\w+)`");

    /** By the name of the class; several modules may have one of the same name. */
    private final Map<String, String> sources;

    private TestSources(Map<String, String> sources) {
        this.sources = sources;
    }

    static TestSources read() throws IOException {
        try (Stream<Path> modules = Files.walk(ROOT, 3)) {
            return new TestSources(modules.map(module -> module.resolve("src/test/java")).filter(Files::isDirectory)
                    .flatMap(TestSources::javaFiles)
                    .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""), TestSources::read,
                            String::concat)));
        }
    }

    /** The tests that a text names, as {@code Class.method}. */
    static List<String> namedIn(String text) {
        List<String> tests = new ArrayList<>();
        Matcher matcher = NAMED.matcher(text);
        while (matcher.find()) {
            tests.add(matcher.group(1) + "." + matcher.group(2));
        }
        return tests;
    }

    void assertExist(List<String> tests) {
        assertThat(tests).allSatisfy(test -> {
            String[] parts = test.split("\\.");
            assertThat(sources).as("test classes").containsKey(parts[0]);
            assertThat(sources.get(parts[0])).containsPattern("(void|Stream<DynamicTest>) " + parts[1] + "\\(");
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
