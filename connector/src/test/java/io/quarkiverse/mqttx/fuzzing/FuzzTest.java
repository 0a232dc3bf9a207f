package io.quarkiverse.mqttx.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Coverage-guided fuzzing of everything that comes from the network: Jazzer, each target in a JVM of its own, for a few seconds
 * in each build. For longer: {@code mvn -pl connector test -Dtest=FuzzTest -Dfuzz.seconds=600}, and
 * {@code -Dfuzz.target=session}
 * for one of them; with {@code -Dfuzz.write} what led to new ways through the code is added to the corpus.
 */
class FuzzTest {

    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 3);

    @ParameterizedTest
    @EnumSource
    void findsNothing(FuzzTarget target) throws Exception {
        String only = System.getProperty("fuzz.target");
        assumeTrue(only == null || only.equals(target.toString()), () -> "only " + only + " is wanted");
        Path folder = Files.createDirectories(Path.of("target", "fuzzing", target.toString()));
        Path found = Files.createDirectories(folder.resolve("found"));
        Path seeds = Files.createDirectories(folder.resolve("seeds"));
        List<byte[]> corpus = new ArrayList<>(target.seeds());
        corpus.addAll(Corpus.of(target).read());
        for (int i = 0; i < corpus.size(); i++) {
            Files.write(seeds.resolve(Integer.toString(i)), corpus.get(i));
        }

        Jazzer.Run run = Jazzer.run(target.type(), folder, SECONDS, found, seeds);
        System.out.println("Fuzzing " + target + ": " + run.summary());
        assertThat(run.finding())
                .as("what fuzzing %s has found; the input is in %s. Once it is mended, keep the input in %s", target,
                        folder, Corpus.of(target).file())
                .isEmpty();
        if (System.getProperty("fuzz.write") != null) {
            Path merged = Files.createDirectories(folder.resolve("merged"));
            Jazzer.merge(target.type(), folder, merged, seeds, found);
            Corpus.of(target).write(contents(merged));
        }
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
