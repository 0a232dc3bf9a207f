package io.quarkiverse.mqttx.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/**
 * Breaks the rules of the session one at a time, and looks whether the simulation finds out. It must, or the simulation does
 * not watch that rule. Run by {@code mvn -pl connector test -Pmutations}; {@code -Ddocs.write} brings the table of
 * {@code docs/internals/reliability/simulation.md} up to date.
 */
class MutantsInTheSimulation {

    /** Whoever survives so many has not been found. */
    private static final long SEEDS = Long.getLong("mutation.seeds", 10_000);

    /** @param seeds how many it took, the one that failed included; 0 when the mutation was not found */
    private record Outcome(Mutation mutation, long seeds, String failure) {

        String row() {
            return "| " + mutation.rule() + " | `" + mutation.name() + "` | " + (seeds == 0 ? "**not found**" : seeds) + " | "
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
        List<Outcome> outcomes = MutationTable.tryAll(MutationTable.chosen(SessionMutations.all().stream()),
                MutantsInTheSimulation::run);
        MutationTable.show("| The rule that was broken | Class | Seeds | What the simulation said |\n|---|---|---|---|\n"
                + outcomes.stream().map(Outcome::row).collect(Collectors.joining()), "simulation.md");
        assertThat(outcomes).as("mutations that survive " + SEEDS + " seeds").allMatch(outcome -> outcome.seeds > 0);
    }

    private static Outcome run(Mutation mutation) throws IOException {
        SimulatedMutant mutant = new SimulatedMutant(mutation);
        for (long seed = 0; seed < SEEDS; seed++) {
            String failure = mutant.failure(seed);
            if (failure != null) {
                return new Outcome(mutation, seed + 1, failure);
            }
        }
        return new Outcome(mutation, 0, "");
    }
}
