package io.quarkiverse.mqttx.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/** A client on the connection of a channel, and one on a connection of its own. */
@Tag("slow")
class ClientsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Receiver.class, Clients.class, Reading.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            .overrideConfigKey("mp.messaging.incoming.received.topic", "plant/+/temperature")
            .overrideConfigKey("mp.messaging.incoming.received.qos", "1")
            .overrideConfigKey("mp.messaging.incoming.received.client-id", "channel")
            .overrideConfigKey("mp.messaging.client.own.client-id", "own");

    record Reading(String sensor, double value) {
    }

    @Singleton
    static class Receiver {

        final List<String> received = new CopyOnWriteArrayList<>();

        @Incoming("received")
        void receive(String payload) {
            received.add(payload);
        }
    }

    @Singleton
    static class Clients {

        @Inject
        @Identifier("received")
        MqttClient ofChannel;

        @Inject
        @Identifier("own")
        MqttClient own;
    }

    @Inject
    Clients clients;

    @Inject
    Receiver receiver;

    @Inject
    MqttConnections connections;

    @Test
    void theClientOfAChannelSharesItsConnection() {
        MqttClient client = clients.ofChannel;
        assertThat(client.connectAndAwait().negotiated().orElseThrow().clientId()).isEqualTo("channel");
        await().atMost(PATIENCE).until(() -> {
            client.publishAndAwait("plant/1/temperature", "21.5", 1);
            return receiver.received.contains("21.5");
        });
        assertThat(connections.all()).filteredOn(connection -> connection.channel().equals("received")).hasSize(1);
    }

    @Test
    void aClientOfItsOwnHasAConnectionOfItsOwnAndConvertsPayloads() {
        MqttClient client = clients.own;
        assertThat(client.connectAndAwait().negotiated().orElseThrow().clientId()).isEqualTo("own");
        AssertSubscriber<Message<Reading>> readings = client.subscribe("readings/+", 1, Reading.class).subscribe()
                .withSubscriber(AssertSubscriber.create(10));
        client.publishAndAwait("readings/1", new Reading("1", 21.5), 1);
        readings.awaitItems(1, PATIENCE);
        assertThat(readings.getItems().get(0).getPayload()).isEqualTo(new Reading("1", 21.5));
        readings.getItems().get(0).ack();

        assertThat(client.receive("mail", Duration.ofMillis(10)).onFailure().recoverWithNull().await().atMost(PATIENCE))
                .isNull();
        client.publishAndAwait("mail", "a letter", 1);
        Message<byte[]> mail = client.receiveAndAwait("mail", PATIENCE);
        assertThat(new String(mail.getPayload(), UTF_8)).isEqualTo("a letter");
        mail.ack();
    }
}
