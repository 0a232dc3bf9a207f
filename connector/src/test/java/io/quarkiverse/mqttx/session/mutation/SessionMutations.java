package io.quarkiverse.mqttx.session.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/**
 * Breaks the rules of the session one at a time, and looks whether the simulation finds out. It must, or the simulation does
 * not
 * watch that rule. Run by {@code mvn -pl connector test -Pmutations}; {@code -Ddocs.write} brings the table of
 * {@code docs/reliability/simulation.md} up to date.
 */
class SessionMutations {

    /** Whoever survives so many has not been found. */
    private static final long SEEDS = Long.getLong("mutation.seeds", 10_000);

    private static final Path PAGE = Path.of("../docs/reliability/simulation.md");
    private static final String BEGIN = "<!-- mutations: written by -Ddocs.write -->\n";
    private static final String END = "<!-- end of mutations -->";

    /** @param seeds how many it took, the one that failed included; 0 when the mutation was not found */
    private record Outcome(Mutation mutation, long seeds, String failure) {

        String row() {
            return "| " + mutation.rule() + " | `" + mutation.source() + "` | " + (seeds == 0 ? "**not found**" : seeds) + " | "
                    + said() + " |\n";
        }

        /** Without the packet, which stands behind the rule. */
        private String said() {
            int packet = failure.lastIndexOf(": ", failure.indexOf("id=") < 0 ? failure.length() : failure.indexOf("id="));
            String rule = packet < 0 ? failure : failure.substring(0, packet);
            return rule.contains("come to rest") ? "the run does not come to rest" : rule.replace("|", "\\|");
        }
    }

    @Test
    void everyBrokenRuleIsFoundByTheSimulation() throws Exception {
        List<Outcome> outcomes = runAll();
        String table = "| The rule that was broken | Class | Seeds | What the simulation said |\n|---|---|---|---|\n"
                + outcomes.stream().map(Outcome::row).collect(Collectors.joining());
        System.out.println(table);
        if (System.getProperty("docs.write") != null) {
            write(table);
        }
        assertThat(outcomes).as("mutations that survive " + SEEDS + " seeds").allMatch(outcome -> outcome.seeds > 0);
    }

    private static List<Outcome> runAll() throws InterruptedException, ExecutionException {
        ExecutorService cores = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<Outcome>> outcomes = Mutations.all().stream().map(mutation -> cores.submit(() -> run(mutation)))
                    .toList();
            List<Outcome> result = new ArrayList<>();
            for (Future<Outcome> outcome : outcomes) {
                result.add(outcome.get());
            }
            return result;
        } finally {
            cores.shutdownNow();
        }
    }

    private static Outcome run(Mutation mutation) throws IOException {
        Mutant mutant = new Mutant("io.quarkiverse.mqttx.session." + mutation.source(),
                mutation.applyTo(mutation.readSource()));
        for (long seed = 0; seed < SEEDS; seed++) {
            String failure = mutant.failure(seed);
            if (failure != null) {
                return new Outcome(mutation, seed + 1, failure);
            }
        }
        return new Outcome(mutation, 0, "");
    }

    private static void write(String table) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(page.indexOf(END)));
    }
}
