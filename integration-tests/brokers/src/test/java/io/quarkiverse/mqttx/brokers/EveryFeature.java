package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.Certificates;

/**
 * The suite against one broker: each feature in each version of MQTT either works or is the broker's own limit, which must
 * still be there. The broker is started once. {@code -Ddocs.write -Dtest.forks=1} puts what was found on the
 * page.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class EveryFeature {

    private final Contestant contestant;
    private final List<Result> results = new ArrayList<>();
    private String version;

    EveryFeature(Contestant contestant) {
        this.contestant = contestant;
    }

    @BeforeAll
    void start() {
        version = contestant.version().get();
        contestant.broker().tls(Certificates.localhost()).start();
    }

    @AfterAll
    void stop() {
        contestant.broker().close();
    }

    Stream<Arguments> cells() {
        return Arrays.stream(Feature.values()).flatMap(feature -> Arrays.stream(ProtocolVersion.values())
                .filter(protocolVersion -> feature.appliesTo(contestant, protocolVersion))
                .map(protocolVersion -> Arguments.of(feature, protocolVersion)));
    }

    @ParameterizedTest(name = "{0} in MQTT {1}")
    @MethodSource("cells")
    @Order(1)
    void worksOrIsTheBrokersOwnLimit(Feature feature, ProtocolVersion protocolVersion) throws Exception {
        Optional<Limit> limit = Limits.of(contestant, feature, protocolVersion);
        try (Cell cell = new Cell(contestant, protocolVersion)) {
            if (limit.isEmpty()) {
                feature.tryAt(cell);
                results.add(new Result(feature, protocolVersion.toString(), null, null));
            } else {
                String found = limit.get().proof().run(cell);
                assertThat(found).as("%s: %s", contestant, limit.get().lacks()).isEqualTo(limit.get().evidence());
                results.add(new Result(feature, protocolVersion.toString(), limit.get().lacks(), found));
            }
        }
    }

    @Test
    @Order(2)
    void thePageSaysSo() {
        assertThat(results).as("cells without a failure").hasSize((int) cells().count());
        Column column = new Column(contestant.id(), contestant.title(), version, contestant.source(), results);
        column.report();
        if (System.getProperty("docs.write") != null) {
            column.keep();
            Page.writeAll(Column.kept());
        }
        Optional<Column> kept = Column.kept(contestant.id());
        if (kept.isEmpty() || !kept.get().version().equals(version)) {
            System.out.println("docs/brokers.md has no column of " + contestant + " " + version
                    + "; what was found here stands in target/matrix/" + contestant.id() + ".json");
        } else {
            assertThat(column).as("what docs/brokers.md says of %s; write it anew with -Ddocs.write", contestant)
                    .isEqualTo(kept.get());
        }
    }
}
