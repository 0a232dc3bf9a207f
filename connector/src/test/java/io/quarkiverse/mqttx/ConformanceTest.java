package io.quarkiverse.mqttx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code docs/internals/conformance}: the tables have every numbered statement of the specification once, what a row says of it
 * is
 * complete, the tests that it names exist, and the totals are right.
 */
class ConformanceTest {

    private static final String COVERED = "covered";
    private static final String DEVIATES = "deviates";
    private static final String OPEN = "open";
    private static final String SERVER = "server";
    private static final String NOT_APPLICABLE = "not applicable";
    private static final List<String> VERDICTS = List.of(COVERED, DEVIATES, OPEN, SERVER, NOT_APPLICABLE);

    private static TestSources sources;

    private record Row(String id, String statement, String verdict, String shown) {

        static Row of(String line) {
            String[] cells = line.substring(1).split("(?<!\\\\)\\|", -1);
            assertThat(cells).as(line).hasSize(5);
            return new Row(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip());
        }
    }

    @BeforeAll
    static void readSources() throws IOException {
        sources = TestSources.read();
    }

    @ParameterizedTest
    @ValueSource(strings = { "5.0", "3.1.1" })
    void theTableHasEveryStatementOfTheSpecificationOnceAndInItsOrder(String version) throws IOException {
        assertThat(rows(version)).extracting(Row::id).containsExactlyElementsOf(specified(version));
    }

    @ParameterizedTest
    @ValueSource(strings = { "5.0", "3.1.1" })
    void aRowSaysWhatShowsTheStatementOrWhyNothingDoes(String version) throws IOException {
        assertThat(rows(version)).allSatisfy(row -> check(row));
    }

    @Test
    void theTestsOfRulesWithoutANumberExist() throws IOException {
        List<String> tests = TestSources.namedIn(Files.readString(page("README.md")));
        assertThat(tests).isNotEmpty();
        sources.assertExist(tests);
    }

    private static void check(Row row) {
        assertThat(row.statement).isNotBlank();
        assertThat(VERDICTS).contains(row.verdict);
        List<String> tests = TestSources.namedIn(row.shown);
        switch (row.verdict) {
            case COVERED -> assertThat(tests).as("tests of this row").isNotEmpty();
            case DEVIATES, OPEN, NOT_APPLICABLE -> assertThat(row.shown).as("the reason").isNotBlank();
            default -> assertThat(row.verdict).isEqualTo(SERVER);
        }
        sources.assertExist(tests);
    }

    @ParameterizedTest
    @ValueSource(strings = { "5.0", "3.1.1" })
    void theTotalsAreThoseOfTheTable(String version) throws IOException {
        Map<String, Integer> totals = new TreeMap<>();
        rows(version).forEach(row -> totals.merge(row.verdict, 1, Integer::sum));
        String expected = "| [" + version + "](mqtt-" + version + ".md) | " + rows(version).size();
        for (String verdict : VERDICTS) {
            expected += " | " + totals.getOrDefault(verdict, 0);
        }
        assertThat(Files.readAllLines(page("README.md"))).contains(expected + " |");
    }

    private static List<Row> rows(String version) throws IOException {
        return Files.readAllLines(page("mqtt-" + version + ".md")).stream().filter(line -> line.startsWith("| MQTT-"))
                .map(Row::of).toList();
    }

    private static Path page(String name) {
        return TestSources.ROOT.resolve("docs/internals/conformance").resolve(name);
    }

    /** The list of the specification: a section and the first and last number of its statements in each line. */
    private static List<String> specified(String version) throws IOException {
        List<String> ids = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/conformance/mqtt-" + version + ".txt"))) {
            if (!line.startsWith("#")) {
                String[] parts = line.split("[ -]");
                for (int number = Integer.parseInt(parts[1]); number <= Integer.parseInt(parts[parts.length - 1]); number++) {
                    ids.add("MQTT-" + parts[0] + "-" + number);
                }
            }
        }
        return ids;
    }
}
