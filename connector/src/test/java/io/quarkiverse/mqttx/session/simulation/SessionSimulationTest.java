package io.quarkiverse.mqttx.session.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Drives the session against a model broker over a bad network, thousands of times, each run a different seed. The seeds are
 * fixed, so that a build is reproducible.
 * <ul>
 * <li>{@code -Dsimulation.seed=17} replays one seed with its whole trace,
 * <li>{@code -Dsimulation.seeds=1000000} runs more of them,
 * <li>{@code -Dsimulation.firstSeed=5000} runs others.
 * </ul>
 */
@Tag("slow")
class SessionSimulationTest {

    private static final int SEEDS = 10_000;

    @Test
    void keepsItsPromisesWhateverNetworkAndBrokerDo() {
        Long only = Long.getLong("simulation.seed");
        if (only != null) {
            System.out.println(Simulation.replay(only));
            return;
        }
        long count = Long.getLong("simulation.seeds", SEEDS);
        long events = Seeds.run(Long.getLong("simulation.firstSeed", 0), count);
        assertThat(events).as("events, so that no seed was empty").isGreaterThan(count * 50);
    }
}
