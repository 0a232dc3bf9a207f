package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;

import io.quarkiverse.mqttx.deployment.Shapes.Envelope;
import io.quarkiverse.mqttx.deployment.Shapes.Temperature;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.quarkus.test.QuarkusUnitTest;

/** Payloads of all shapes there and back, by the application's own {@code ObjectMapper}. quarkus-jsonb is there as well. */
@Tag("slow")
class JsonRoundTripTest {

    private static final List<String> SHAPES = List.of("plain", "list", "set", "array", "map", "envelope", "nested", "stream",
            "injected", "handed-on", "instant", "streamed");

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = application();

    private static QuarkusUnitTest application() {
        QuarkusUnitTest application = new QuarkusUnitTest()
                .withApplicationRoot(jar -> jar.addClasses(Shapes.class, SnakeCase.class))
                .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
                .overrideConfigKey("mp.messaging.incoming.json.topic", "json/#");
        for (String shape : SHAPES) {
            application.overrideConfigKey("mp.messaging.incoming." + shape + "-in.topic", "json/" + shape);
            application.overrideConfigKey("mp.messaging.incoming." + shape + "-in.qos", "1");
            application.overrideConfigKey("mp.messaging.outgoing." + shape + "-out.topic", "json/" + shape);
            application.overrideConfigKey("mp.messaging.outgoing." + shape + "-out.qos", "1");
        }
        return application;
    }

    private static final Temperature KITCHEN = Temperature.of("kitchen");
    private static final Temperature CELLAR = Temperature.of("cellar");

    @Inject
    Shapes shapes;

    @Test
    void aRecordWithAllThatIsInIt() {
        expect(shapes.plain, "plain", KITCHEN);
    }

    @Test
    void theMapperIsTheApplicationsOwn() {
        expect(shapes.plain, "plain", KITCHEN);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(shapes.json("plain"))
                .contains("\"measured_at\":\"2026-01-02T03:04:05Z\"", "\"floor_number\":2"));
    }

    @Test
    void aList() {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            shapes.list.sendAndAwait(List.of(KITCHEN, CELLAR));
            return shapes.received().containsKey("list");
        });
        assertThat(shapes.received().get("list")).isEqualTo(List.of(KITCHEN, CELLAR));
    }

    @Test
    void aSet() {
        expect(shapes.set, "set", new LinkedHashSet<>(List.of(KITCHEN, CELLAR)));
    }

    @Test
    void anArray() {
        expect(shapes.array, "array", new Temperature[] { KITCHEN, CELLAR }, List.of(KITCHEN, CELLAR));
    }

    @Test
    void aMap() {
        expect(shapes.map, "map", Map.of("k", KITCHEN));
    }

    @Test
    void aGenericRecordInAMessage() {
        expect(shapes.envelope, "envelope", new Envelope<>("1", KITCHEN));
    }

    @Test
    void listsInMapsInAList() {
        expect(shapes.nested, "nested", List.of(Map.of("k", List.of(KITCHEN, CELLAR))));
    }

    @Test
    void aStreamOfListsAndAStreamOfRecords() {
        expect(shapes.stream, "streamed", List.of(KITCHEN), KITCHEN);
    }

    @Test
    void anInjectedStreamOfLists() {
        expect(shapes.injected, "injected", List.of(KITCHEN));
    }

    @Test
    void aListInAMessageThatWasHandedOnAsItCame() {
        expect(shapes.handedOn, "handed-on", List.of(KITCHEN));
    }

    @Test
    void aClassOfThePlatform() {
        expect(shapes.instant, "instant", Instant.EPOCH);
    }

    private <T> void expect(Emitter<T> emitter, String shape, T value) {
        expect(emitter, shape, value, value);
    }

    /** Sends until it arrives, since nobody waits for the subscription. */
    private <T> void expect(Emitter<T> emitter, String shape, T sent, Object expected) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            emitter.send(sent);
            return shapes.received().containsKey(shape);
        });
        assertThat(shapes.received().get(shape)).isEqualTo(expected);
    }

    @Singleton
    public static class SnakeCase implements ObjectMapperCustomizer {

        @Override
        public void customize(ObjectMapper mapper) {
            mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        }
    }
}
