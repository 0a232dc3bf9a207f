package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.session.ProtocolVersion;
import io.quarkiverse.mqttx.testing.Certificates;

/**
 * The suite against one broker: each feature in each version of MQTT, either works or is the broker's own limit, which must
 * still be there. The broker is started once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EveryFeature {

    private final Contestant contestant;

    EveryFeature(Contestant contestant) {
        this.contestant = contestant;
    }

    @BeforeAll
    void start() {
        contestant.version().get();
        contestant.broker().tls(Certificates.localhost()).start();
    }

    @AfterAll
    void stop() {
        contestant.broker().close();
    }

    Stream<Arguments> cells() {
        return Arrays.stream(Feature.values()).flatMap(feature -> Arrays.stream(ProtocolVersion.values())
                .filter(feature::existsIn)
                .filter(version -> contestant.broker().supports(version))
                .map(version -> Arguments.of(feature, version)));
    }

    @ParameterizedTest(name = "{0} in MQTT {1}")
    @MethodSource("cells")
    void worksOrIsTheBrokersOwnLimit(Feature feature, ProtocolVersion version) throws Exception {
        Optional<Limit> limit = Limits.of(contestant, feature, version);
        try (Cell cell = new Cell(contestant, version)) {
            if (limit.isEmpty()) {
                feature.tryAt(cell);
            } else {
                assertThat(limit.get().proof().run(cell)).as("%s: %s", contestant, limit.get().lacks())
                        .isEqualTo(limit.get().evidence());
            }
        }
    }
}
