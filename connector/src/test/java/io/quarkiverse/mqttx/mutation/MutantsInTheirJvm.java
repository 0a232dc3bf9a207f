package io.quarkiverse.mqttx.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.mqttx.testing.JavaCommand;

/**
 * Breaks the rules of the floors above the session one at a time, and looks whether the tests find out that are named with the
 * rule. Run by {@code mvn -pl connector test -Pmutations}; {@code -Ddocs.write} brings the table of
 * {@code docs/internals/reliability/mutations.md} up to date. Its name must not look like that of a test, or each build would
 * run it.
 */
class MutantsInTheirJvm {

    /** Whoever has not ended by then is found: it hangs. */
    private static final long MOST_SECONDS = 90;

    @TempDir
    static Path directory;

    private record Outcome(Mutation mutation, String found) {

        String row() {
            return "| " + mutation.rule() + " | `" + mutation.name() + "` | " + (found == null ? "**not found**" : found)
                    + " |\n";
        }
    }

    private final List<Mutation> mutations = MutationTable.chosen(MutationsTest.testedMutations());

    @Test
    void everyBrokenRuleIsFoundByTheTestsThatAreNamedWithIt() throws Exception {
        List<Outcome> outcomes = MutationTable.tryAll(mutations, MutantsInTheirJvm::run);
        MutationTable.show("| The rule that was broken | Class | The test that found it |\n|---|---|---|\n"
                + outcomes.stream().map(Outcome::row).collect(Collectors.joining()), "mutations.md");
        assertThat(outcomes).as("mutations that survive their tests").allMatch(outcome -> outcome.found != null);
    }

    /** Otherwise it says nothing that they fail with a rule broken. */
    @Test
    void theSameTestsPassWhenNoRuleIsBroken() throws Exception {
        Set<String> tests = mutations.stream().flatMap(mutation -> mutation.tests().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(failure(Files.createTempDirectory(directory, "none"), tests, 20 * MOST_SECONDS)).isNull();
    }

    private static Outcome run(Mutation mutation) throws IOException, InterruptedException {
        Path classes = Files.createTempDirectory(directory, mutation.name());
        for (Map.Entry<String, byte[]> changed : MutatedClass.compile(mutation).entrySet()) {
            Path file = classes.resolve(changed.getKey().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, changed.getValue());
        }
        return new Outcome(mutation, failure(classes, mutation.tests(), MOST_SECONDS));
    }

    /** The first test that fails with these classes before all others, or {@code null}. */
    private static String failure(Path classes, Collection<String> tests, long mostSeconds)
            throws IOException, InterruptedException {
        List<String> command = JavaCommand.ofShortRun();
        command.addAll(List.of("-Xmx2g", "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                TestsOfAMutant.class.getName()));
        command.addAll(tests);
        Path log = classes.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("CLASSPATH", classes + System.getProperty("path.separator")
                + System.getProperty("java.class.path"));
        Process process = builder.start();
        try {
            if (!process.waitFor(mostSeconds, TimeUnit.SECONDS)) {
                return "none: they do not end";
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() == TestsOfAMutant.PASSED) {
            return null;
        }
        return Files.readString(log).lines().filter(line -> line.startsWith(TestsOfAMutant.FOUND)).findFirst()
                .map(line -> line.substring(TestsOfAMutant.FOUND.length()))
                .orElseThrow(() -> new IllegalStateException("The tests " + tests + " did not run: exit status "
                        + process.exitValue()));
    }
}
