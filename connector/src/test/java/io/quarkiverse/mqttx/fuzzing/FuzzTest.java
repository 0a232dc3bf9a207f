package io.quarkiverse.mqttx.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Coverage-guided fuzzing of everything that comes from the network: Jazzer, in a JVM of its own, for a few seconds in each
 * build. For longer, and each target for itself: {@code mvn -pl connector test -Dtest=FuzzTest -Dfuzz.seconds=600}, with
 * {@code -Dfuzz.target=session} for one of them; with {@code -Dfuzz.write} what led to new ways through the code is added to
 * the
 * corpus.
 */
@Tag("fuzz")
class FuzzTest {

    private static final String SECONDS = "fuzz.seconds";
    private static final int SECONDS_IN_EACH_BUILD = 15;

    @Test
    @DisabledIfSystemProperty(named = SECONDS, matches = ".*", disabledReason = "each target is fuzzed for itself")
    void findsNothingInAFewSeconds() throws Exception {
        List<byte[]> inputs = new ArrayList<>();
        for (FuzzTarget target : FuzzTarget.values()) {
            inputs(target).forEach(input -> inputs.add(AllFuzz.input(target, input)));
        }
        findsNothing("all", AllFuzz.class, inputs, SECONDS_IN_EACH_BUILD);
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = SECONDS, matches = "\\d+", disabledReason = "all targets are fuzzed together")
    void findsNothing(FuzzTarget target) throws Exception {
        String only = System.getProperty("fuzz.target");
        assumeTrue(only == null || only.equals(target.toString()), () -> "only " + only + " is wanted");
        Path folder = findsNothing(target.toString(), target.type(), inputs(target), Integer.getInteger(SECONDS));
        if (System.getProperty("fuzz.write") != null) {
            Path merged = Files.createDirectories(folder.resolve("merged"));
            Jazzer.merge(target.type(), folder, merged, folder.resolve("seeds"), folder.resolve("found"));
            Corpus.of(target).write(contents(merged));
        }
    }

    private static Path findsNothing(String name, Class<?> type, List<byte[]> inputs, int seconds) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "fuzzing", name));
        Path found = Files.createDirectories(folder.resolve("found"));
        Path seeds = Files.createDirectories(folder.resolve("seeds"));
        for (int i = 0; i < inputs.size(); i++) {
            Files.write(seeds.resolve(Integer.toString(i)), inputs.get(i));
        }
        Jazzer.Run run = Jazzer.run(type, folder, seconds, found, seeds);
        System.out.println("Fuzzing " + name + ": " + run.summary());
        assertThat(run.finding()).as("what fuzzing %s has found; the input is in %s. Once it is mended, keep the input in the"
                + " corpus", name, folder).isEmpty();
        return folder;
    }

    private static List<byte[]> inputs(FuzzTarget target) throws IOException {
        List<byte[]> inputs = new ArrayList<>(target.seeds());
        inputs.addAll(Corpus.of(target).read());
        return inputs;
    }

    private static List<byte[]> contents(Path folder) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.add(Files.readAllBytes(file));
            }
        }
        return contents;
    }
}
