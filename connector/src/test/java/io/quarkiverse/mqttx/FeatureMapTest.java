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

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code docs/feature-map.md}: each row names tests that show it, and they exist. */
class FeatureMapTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    @TestFactory
    Stream<DynamicTest> aRowNamesTestsThatExist() throws IOException {
        Map<String, String> sources = testSources();
        return rows().stream().map(row -> DynamicTest.dynamicTest(row.get(0), () -> {
            List<String> tests = testsIn(row.get(row.size() - 1));
            assertThat(tests).as("tests of this row").isNotEmpty();
            assertThat(tests).allSatisfy(test -> {
                String[] parts = test.split("\\.");
                assertThat(sources).as("test classes").containsKey(parts[0]);
                assertThat(sources.get(parts[0])).containsPattern("\\b" + parts[1] + "\\(");
            });
        }));
    }

    @Test
    void everyFunctionOfTheSeedsHasARow() throws IOException {
        assertThat(rows()).hasSize(33).allSatisfy(row -> assertThat(row).hasSize(4));
    }

    private static List<List<String>> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/feature-map.md")).stream()
                .filter(line -> line.startsWith("| ")).skip(1)
                .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ")))
                .toList();
    }

    private static List<String> testsIn(String cell) {
        List<String> tests = new ArrayList<>();
        Matcher matcher = TEST.matcher(cell);
        while (matcher.find()) {
            tests.add(matcher.group(1) + "." + matcher.group(2));
        }
        return tests;
    }

    /** By the name of the class; several modules may have one of the same name. */
    private static Map<String, String> testSources() throws IOException {
        try (Stream<Path> modules = Files.walk(ROOT, 3)) {
            return modules.map(module -> module.resolve("src/test/java")).filter(Files::isDirectory)
                    .flatMap(FeatureMapTest::javaFiles)
                    .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""), FeatureMapTest::read,
                            String::concat));
        }
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
