package io.quarkiverse.mqttx.jsonb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Payloads of all shapes there and back, by the application's own {@code Jsonb}; Jackson's extension is not there. */
@QuarkusTest
class JsonbTest {

    private static final Temperature KITCHEN = new Temperature("kitchen", 21.5, Temperature.Unit.CELSIUS, Instant.EPOCH);
    private static final Temperature CELLAR = new Temperature("cellar", 11, Temperature.Unit.CELSIUS, Instant.EPOCH);

    @Inject
    Temperatures temperatures;

    @Test
    void aRecordByTheApplicationsOwnJsonb() {
        expect(temperatures.plain, "plain", KITCHEN, KITCHEN);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(temperatures.received().get("text")).asString()
                .contains("\"measured_at\":\"1970-01-01T00:00:00Z\"", "\"unit\":\"CELSIUS\""));
    }

    @Test
    void collectionsAndArrays() {
        expect(temperatures.list, "list", List.of(KITCHEN, CELLAR), List.of(KITCHEN, CELLAR));
        expect(temperatures.set, "set", Set.of(KITCHEN, CELLAR), Set.of(KITCHEN, CELLAR));
        expect(temperatures.array, "array", new Temperature[] { KITCHEN, CELLAR }, List.of(KITCHEN, CELLAR));
    }

    @Test
    void otherGenericTypes() {
        expect(temperatures.map, "map", Map.of("k", KITCHEN), Map.of("k", KITCHEN));
        Envelope<Temperature> envelope = new Envelope<>();
        envelope.content = KITCHEN;
        expect(temperatures.envelope, "envelope", envelope, KITCHEN);
        expect(temperatures.nested, "nested", List.of(Map.of("k", List.of(KITCHEN))),
                List.of(Map.of("k", List.of(KITCHEN))));
    }

    /** Sends until it arrives, since nobody waits for the subscription. */
    private <T> void expect(Emitter<T> emitter, String shape, T sent, Object expected) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            emitter.send(sent);
            return temperatures.received().containsKey(shape);
        });
        assertThat(temperatures.received().get(shape)).isEqualTo(expected);
    }
}
