package io.quarkiverse.mqttx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code docs/internals/feature-map.md}: each row names tests that show it, and they exist. */
class FeatureMapTest {

    @TestFactory
    Stream<DynamicTest> aRowNamesTestsThatExist() throws IOException {
        TestSources sources = TestSources.read();
        return rows().stream().map(row -> DynamicTest.dynamicTest(row.get(0), () -> {
            List<String> tests = TestSources.namedIn(row.get(row.size() - 1));
            assertThat(tests).as("tests of this row").isNotEmpty();
            sources.assertExist(tests);
        }));
    }

    @Test
    void everyFunctionOfTheSeedsHasARow() throws IOException {
        assertThat(rows()).hasSize(35).allSatisfy(row -> assertThat(row).hasSize(4));
    }

    private static List<List<String>> rows() throws IOException {
        return Files.readAllLines(TestSources.ROOT.resolve("docs/internals/feature-map.md")).stream()
                .dropWhile(line -> !line.startsWith("| ")).takeWhile(line -> line.startsWith("|"))
                .filter(line -> line.startsWith("| ")).skip(1)
                .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ")))
                .toList();
    }
}
