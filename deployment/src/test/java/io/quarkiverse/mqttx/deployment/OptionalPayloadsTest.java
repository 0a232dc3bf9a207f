package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** Where an Optional is taken, a message without payload is an empty one; the build knows what else may be in it. */
@Tag("slow")
class OptionalPayloadsTest {

    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Plant.class, Reading.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            .overrideConfigKey("mp.messaging.incoming.readings.topic", "r")
            .overrideConfigKey("mp.messaging.incoming.maps.topic", "m")
            .overrideConfigKey("mp.messaging.incoming.numbers.topic", "n")
            .overrideConfigKey("mp.messaging.incoming.streams.topic", "r")
            .overrideConfigKey("mp.messaging.incoming.batches.topic", "r")
            .overrideConfigKey("mp.messaging.incoming.batches.batch", "true")
            .overrideConfigKey("mp.messaging.incoming.skipping.topic", "r")
            .overrideConfigKey("mp.messaging.incoming.skipping.batch", "true")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.qos", "1")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.batch-size", "3")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.batch-window-ms", "3600000")
            .overrideConfigKey("mp.messaging.outgoing.r.connector", "smallrye-mqtt-x")
            .overrideConfigKey("mp.messaging.outgoing.m.connector", "smallrye-mqtt-x")
            .overrideConfigKey("mp.messaging.outgoing.n.connector", "smallrye-mqtt-x");

    @Inject
    @Channel("r")
    MutinyEmitter<String> r;

    @Inject
    @Channel("m")
    MutinyEmitter<String> m;

    @Inject
    @Channel("n")
    MutinyEmitter<String> n;

    @Inject
    @Connector(MqttConnector.NAME)
    MqttConnector connector;

    @Test
    void bringWhatTheMethodsDeclareOrNothing() {
        await().atMost(Duration.ofSeconds(20)).until(() -> connector.getReadiness().isOk());
        for (String reading : List.of("{\"celsius\":1}", "", "{\"celsius\":2}")) {
            r.sendAndAwait(reading);
        }
        List.of("{\"hall\":[{\"celsius\":3}]}", "").forEach(m::sendAndAwait);
        List.of("4", "").forEach(n::sendAndAwait);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(SEEN).containsExactlyInAnyOrder("reading 1",
                "no reading", "reading 2", "map 3", "no map", "number 4", "no number", "stream 1", "no stream", "stream 2",
                "batch [1, none, 2]", "skipping [1, 2]"));
        assertThat(connector.getLiveness().isOk()).isTrue();
        assertThat(connector.skippedMessages("skipping")).isEqualTo(1);
    }

    public record Reading(int celsius) {
    }

    @ApplicationScoped
    static class Plant {

        @Incoming("readings")
        void reading(Optional<Reading> reading) {
            SEEN.add(reading.map(each -> "reading " + each.celsius()).orElse("no reading"));
        }

        @Incoming("maps")
        CompletionStage<Void> map(Message<Optional<Map<String, List<Reading>>>> message) {
            SEEN.add(message.getPayload().map(each -> "map " + each.get("hall").get(0).celsius()).orElse("no map"));
            return message.ack();
        }

        @Incoming("numbers")
        void number(Optional<Integer> number) {
            SEEN.add(number.map(each -> "number " + (each + 0)).orElse("no number"));
        }

        @Incoming("streams")
        @Outgoing("inner")
        Multi<String> stream(Multi<Optional<Reading>> readings) {
            return readings.map(reading -> reading.map(each -> "stream " + each.celsius()).orElse("no stream"));
        }

        @Incoming("inner")
        void inner(String text) {
            SEEN.add(text);
        }

        @Incoming("batches")
        void batch(List<Optional<Reading>> readings) {
            SEEN.add("batch " + readings.stream()
                    .map(reading -> reading.map(each -> "" + each.celsius()).orElse("none")).toList());
        }

        @Incoming("skipping")
        void skipping(List<Reading> readings) {
            SEEN.add("skipping " + readings.stream().map(Reading::celsius).toList());
        }
    }
}
