package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.client.routing.RoutePlan;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkus.test.QuarkusUnitTest;

/** What is set at run time counts, whatever the build has planned. */
@Tag("slow")
class RunTimeOverrideTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(House.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            .overrideConfigKey("mp.messaging.incoming.kitchen.topic", "planned/kitchen")
            .overrideConfigKey("mp.messaging.incoming.cellar.topic", "planned/cellar")
            .overrideConfigKey("mp.messaging.incoming.cellar.qos", "1")
            .overrideConfigKey("mp.messaging.incoming.attic.topic", "planned/attic")
            .overrideConfigKey("mp.messaging.outgoing.out.qos", "1")
            .overrideRuntimeConfigKey("mp.messaging.incoming.kitchen.topic", "moved/kitchen")
            .overrideRuntimeConfigKey("mp.messaging.incoming.attic.client-id", "attic")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.out.topic", "moved/kitchen");

    @Inject
    House house;

    @Inject
    ConnectionPlan plan;

    @Inject
    MqttConnections connections;

    @Test
    void anotherTopicReplacesTheRouteAndTheTopicToPublishTo() {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            house.send("warm");
            return house.inKitchen().contains("warm");
        });
        assertThat(house.inCellar()).isEmpty();
    }

    @Test
    void whatIsAsPlannedTakesItsPlace() {
        assertThat(plan.incoming()).containsOnlyKeys("kitchen", "cellar", "attic");
        assertThat(plan.routes().values()).as("one connection was planned").containsOnly(plan.routes().get("cellar"));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(plan.routes().get("cellar")).extracting(
                RoutePlan::taken).as("the kitchen has moved, and the attic has a connection of its own").isEqualTo(1));
    }

    @Test
    void anotherClientIdDividesTheConnection() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(connections.all()).hasSize(2));
    }

    @ApplicationScoped
    static class House {

        private final List<String> kitchen = new CopyOnWriteArrayList<>();
        private final List<String> cellar = new CopyOnWriteArrayList<>();

        @Inject
        @Channel("out")
        Emitter<String> out;

        void send(String message) {
            out.send(message);
        }

        List<String> inKitchen() {
            return kitchen;
        }

        List<String> inCellar() {
            return cellar;
        }

        @Incoming("kitchen")
        void kitchen(String message) {
            kitchen.add(message);
        }

        @Incoming("cellar")
        void cellar(String message) {
            cellar.add(message);
        }

        @Incoming("attic")
        void attic(String message) {
        }
    }
}
