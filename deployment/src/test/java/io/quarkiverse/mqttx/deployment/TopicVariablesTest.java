package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MqttMessage;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.TopicVariables;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.runtime.ChannelPlan;
import io.quarkiverse.mqttx.runtime.PlannedConnection;
import io.quarkiverse.mqttx.spi.TopicVariableKey;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.annotations.Merge;
import io.smallrye.reactive.messaging.keyed.Keyed;
import io.smallrye.reactive.messaging.keyed.KeyedMulti;

/** Topics with variables in Quarkus, over the broker of Dev Services. */
@Tag("slow")
class TopicVariablesTest {

    private static final String REGISTERED = "registered-methods.txt";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Plant.class, Setpoint.class, ByCell.class))
            // Whose methods a native image knows by name, for the test to read
            .addBuildChainCustomizer(chain -> chain.addBuildStep(context -> context.produce(new GeneratedResourceBuildItem(
                    REGISTERED, context.consumeMulti(ReflectiveClassBuildItem.class).stream()
                            .filter(item -> item.isMethods() && item.isFields())
                            .flatMap(item -> item.getClassNames().stream()).distinct().collect(Collectors.joining("\n"))
                            .getBytes(StandardCharsets.UTF_8))))
                    .consumes(ReflectiveClassBuildItem.class).produces(GeneratedResourceBuildItem.class).build())
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            .overrideConfigKey("mp.messaging.incoming.readings.topic", "plant/{line}/{cell}/temperature,halls/{hall}")
            .overrideConfigKey("mp.messaging.incoming.readings.qos", "1")
            .overrideConfigKey("mp.messaging.outgoing.alarms.topic", "alarms/{cell}/{line}")
            .overrideConfigKey("mp.messaging.outgoing.alarms.qos", "1")
            .overrideConfigKey("mp.messaging.outgoing.setpoints.topic", "plant/{line}/{cell}/setpoint")
            .overrideConfigKey("mp.messaging.outgoing.setpoints.qos", "1")
            .overrideConfigKey("mp.messaging.outgoing.measured.topic", "plant/{line}/{cell}/temperature")
            .overrideConfigKey("mp.messaging.outgoing.measured.qos", "1")
            .overrideConfigKey("mp.messaging.incoming.heard-alarms.topic", "alarms/{path#}")
            .overrideConfigKey("mp.messaging.incoming.heard-alarms.qos", "1")
            .overrideConfigKey("mp.messaging.incoming.heard-setpoints.topic", "$share/control/plant/{line}/{cell}/setpoint")
            .overrideConfigKey("mp.messaging.incoming.heard-setpoints.qos", "1")
            .overrideConfigKey("mp.messaging.incoming.grouped.topic", "groups/{line}/{cell}")
            .overrideConfigKey("mp.messaging.incoming.grouped.qos", "1")
            .overrideConfigKey("mp.messaging.incoming.counted.topic", "counts/{line}/{cell}")
            .overrideConfigKey("mp.messaging.incoming.counted.qos", "1");

    @Inject
    Plant plant;

    @Inject
    ChannelPlan plan;

    @Inject
    ConnectionPlan connections;

    @Test
    void fillsWhatIsSentAndTellsWhatIsReceived() {
        plant.measured.sendMessageAndAwait(MqttMessage.of(OutgoingMqttMetadata.builder().withTopicVariable("line", "7")
                .withTopicVariable("cell", "oven").build(), "31"));
        plant.measured.sendMessageAndAwait(MqttMessage.of("halls/3", "40"));
        plant.setpoints.sendAndAwait(new Setpoint(8, "press", 20));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(plant.heard).containsExactlyInAnyOrder(
                "reading of {line=7, cell=oven}", "reading of {hall=3}", "alarm oven/7", "setpoint for 8, press"));
    }

    @Test
    void groupsAKeyedStream() {
        plant.measured.sendMessageAndAwait(MqttMessage.of("groups/7/oven", "1"));
        plant.measured.sendMessageAndAwait(MqttMessage.of("groups/8/oven", "2"));
        plant.measured.sendMessageAndAwait(MqttMessage.of("groups/8/press", "3"));
        plant.measured.sendMessageAndAwait(MqttMessage.of("counts/8/press", "3"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(plant.sums).containsExactlyInAnyOrder("oven=1", "oven=3", "press=3", "line 8=1"));
    }

    @Test
    void plansTheRoutesAndRecordsTheTopics() {
        assertThat(plan.connections()).flatExtracting(PlannedConnection::routes).extracting(Object::toString).contains(
                "plant/+/+/temperature -> readings, QoS 1", "alarms/# -> heard-alarms, QoS 1",
                "$share/control/plant/+/+/setpoint -> heard-setpoints, QoS 1");
        assertThat(plan.describe()).contains("topic=plant/{line}/{cell}/setpoint");
        assertThat(connections.incoming().get("readings").settings().settings().subscription().topics())
                .containsExactly("plant/{line}/{cell}/temperature", "halls/{hall}");
        assertThat(connections.outgoing().get("alarms").settings().settings().defaults().topic())
                .isEqualTo("alarms/{cell}/{line}");
    }

    @Test
    void letsANativeImageReadThePropertiesOfPayloads() throws IOException {
        try (InputStream registered = Thread.currentThread().getContextClassLoader().getResourceAsStream(REGISTERED)) {
            assertThat(new String(registered.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .contains(Setpoint.class.getName());
        }
    }

    public record Setpoint(int line, String cell, double celsius) {
    }

    @ApplicationScoped
    public static class ByCell extends TopicVariableKey {

        ByCell() {
            super("cell");
        }
    }

    @Singleton
    public static class Plant {

        final List<String> heard = new CopyOnWriteArrayList<>();
        final List<String> sums = new CopyOnWriteArrayList<>();

        @Channel("measured")
        MutinyEmitter<String> measured;

        @Channel("setpoints")
        MutinyEmitter<Setpoint> setpoints;

        /** On a worker thread. What it returns takes the variables of what it was given. */
        @Incoming("readings")
        @Outgoing("alarms")
        String check(Double celsius, TopicVariables topic) {
            heard.add("reading of " + topic.getTopicVariables());
            return topic.getTopicVariable("line").map(line -> "too hot").orElse(null);
        }

        @Incoming("heard-alarms")
        @NonBlocking
        void alarm(String alarm, Optional<TopicVariables> topic, IncomingMqttMetadata mqtt) {
            heard.add("alarm " + topic.orElseThrow().get("path"));
        }

        @Incoming("heard-setpoints")
        void setpoint(Setpoint setpoint, TopicVariables topic) {
            heard.add("setpoint for " + topic.get("line") + ", " + topic.get("cell"));
        }

        @Incoming("grouped")
        @Outgoing("sums")
        Multi<String> sum(@Keyed(ByCell.class) KeyedMulti<String, Integer> cell) {
            return cell.onItem().scan(() -> 0, Integer::sum).skip().first().map(sum -> cell.key() + "=" + sum);
        }

        @Incoming("counted")
        @Outgoing("sums")
        Multi<String> count(KeyedMulti<String, byte[]> line) {
            return line.onItem().scan(() -> 0, (count, payload) -> count + 1).skip().first()
                    .map(count -> "line " + line.key() + "=" + count);
        }

        @Incoming("sums")
        @Merge
        void sum(String sum) {
            sums.add(sum);
        }
    }
}
