package io.quarkiverse.mqttx.session.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 24 hours of connections that are lost every few seconds or minutes, with messages both ways, and the connector's own
 * reconnect
 * policy. The session keeps all its promises, as in any simulation, and has not grown.
 */
@Tag("slow")
class DayOfReconnectsTest {

    private static final int SAMPLES_OF_SIX_HOURS = 36;

    @ParameterizedTest
    @ValueSource(longs = { 1, 3 })
    void aDayOfLostConnectionsLeavesNothingBehind(long seed) {
        Simulation.Day day = Simulation.day(seed);

        List<Integer> tables = day.tables();
        assertThat(day.connections()).as("connections").isGreaterThan(1000);
        assertThat(day.published()).as("messages published").isGreaterThan(20_000);
        assertThat(tables).as("looked at every ten minutes").hasSizeGreaterThan(140);
        double morning = average(tables.subList(0, SAMPLES_OF_SIX_HOURS));
        double evening = average(tables.subList(tables.size() - SAMPLES_OF_SIX_HOURS, tables.size()));
        assertThat(evening).as("entries of the session's tables in the last six hours, on average; the first six: %s", morning)
                .isLessThan(2 * morning + 20);
    }

    private static double average(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).average().orElseThrow();
    }
}
