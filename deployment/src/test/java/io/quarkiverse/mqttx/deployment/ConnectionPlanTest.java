package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.client.routing.RoutePlan;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.runtime.ChannelPlan;
import io.quarkiverse.mqttx.runtime.PlannedChannel;
import io.quarkiverse.mqttx.runtime.PlannedConnection;
import io.quarkus.test.QuarkusUnitTest;

@Tag("slow")
class ConnectionPlanTest {

    private static final PatternFormatter TEXT = new PatternFormatter("%s");

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(House.class, ApplicationStrategies.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.enabled", "false")
            .overrideConfigKey("quarkus.mqtt-x.print-plan", "true")
            .overrideConfigKey("quarkus.log.category.\"io.quarkiverse.mqttx.plan\".level", "DEBUG")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.host", "${MQTT_HOST_OF_NOBODY:localhost}")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.username", "house")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.password", "hunter2")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.port", "1")
            .overrideConfigKey("mp.messaging.incoming.rooms.topic", "house/+/temperature,house/+/humidity")
            .overrideConfigKey("mp.messaging.incoming.rooms.qos", "1,2")
            .overrideConfigKey("mp.messaging.incoming.rooms.failure-strategy", "ignore")
            .overrideConfigKey("mp.messaging.incoming.everything.topic", "house/#")
            .overrideConfigKey("mp.messaging.incoming.everything.failure-strategy", "ignore")
            .overrideConfigKey("mp.messaging.outgoing.alarms.topic", "${ALARMS_OF_NOBODY:alarms}")
            .overrideConfigKey("mp.messaging.outgoing.alarms.qos", "2")
            .setLogRecordPredicate(record -> record.getMessage().contains("MQTT connection plan"))
            .assertLogRecords(records -> assertThat(records).as("printed by the build and at the start").hasSize(2)
                    .extracting(TEXT::format).allSatisfy(text -> assertThat(text).contains(
                            "MQTT connection plan: 2 connections, 3 channels",
                            "connection 1 of everything, alarms", "connection 2 of rooms",
                            "host=${MQTT_HOST_OF_NOBODY:localhost}    (open until run time)",
                            "password=(secret)    (open until run time)",
                            "route house/+/humidity -> rooms, QoS 2",
                            "incoming channel 'rooms'", "payload java.lang.String, converter text, used by ", "House#take",
                            "outgoing channel 'alarms'",
                            "left out, because no channel uses it: failure-strategy dead-letter-topic",
                            "failure-strategy fail, ")
                            .doesNotContain("hunter2")));

    @Inject
    ChannelPlan plan;

    @Inject
    ConnectionPlan connections;

    @Test
    void hasTheConnectionsWithTheirRoutes() {
        assertThat(plan.connections()).extracting(PlannedConnection::channels).as("topics that overlap are kept apart")
                .containsExactly(List.of("everything", "alarms"), List.of("rooms"));
        PlannedConnection shared = plan.connections().get(1);
        assertThat(shared.values()).containsOnly(entry("port", "1"), entry("username", "house"));
        assertThat(shared.open()).containsOnly(entry("host", "${MQTT_HOST_OF_NOBODY:localhost}"),
                entry("password", "(secret)"));
        assertThat(shared.routes()).extracting(PlannedConnection.Route::toString)
                .containsExactly("house/+/temperature -> rooms, QoS 1", "house/+/humidity -> rooms, QoS 2");
    }

    @Test
    void hasTheChannelsWithTheirAttributes() {
        assertThat(plan.channels()).extracting(PlannedChannel::name).containsExactly("everything", "rooms", "alarms");
        assertThat(plan.channels().get(1).values()).containsEntry("qos", "1,2").containsEntry("failure-strategy", "ignore");
        assertThat(plan.channels().get(2).open()).containsOnly(entry("topic", "${ALARMS_OF_NOBODY:alarms}"));
        assertThat(plan.uses(false, "alarms")).isTrue();
        assertThat(plan.uses(true, "alarms")).isFalse();
    }

    @Test
    void recordsWhatIsKnownAndLeavesTheRestToTheStart() {
        assertThat(connections.incoming()).containsOnlyKeys("rooms", "everything");
        assertThat(connections.incoming().get("rooms").settings().settings().subscription().filters())
                .extracting("filter", "qos")
                .containsExactly(tuple("house/+/temperature", 1),
                        tuple("house/+/humidity", 2));
        assertThat(connections.outgoing()).as("its topic is open").isEmpty();
    }

    @Test
    void theConnectorTakesThePlannedRoutes() {
        assertThat(connections.routes()).containsOnlyKeys("rooms", "everything", "alarms");
        assertThat(connections.routes().get("rooms")).isNotNull();
        assertThat(connections.routes().get("everything")).isSameAs(connections.routes().get("alarms"));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(connections.routes().values())
                .extracting(RoutePlan::taken).containsOnly(1));
    }

    @Test
    void leavesOutWhatNoChannelUses() {
        assertThat(ApplicationStrategies.identifiers()).containsExactly("ignore");
    }

    static class House {

        @Inject
        @Channel("alarms")
        Emitter<String> alarms;

        @Incoming("rooms")
        void take(String measurement) {
            alarms.send(measurement);
        }

        @Incoming("everything")
        void log(String message) {
        }
    }
}
