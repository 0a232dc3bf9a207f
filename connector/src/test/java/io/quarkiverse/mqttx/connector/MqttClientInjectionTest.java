package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ConnectionStatus.State;
import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.api.MqttConnection;
import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.common.annotation.Identifier;

/** Which connection an injected client gets. */
class MqttClientInjectionTest extends ConnectorFixture {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void theClientOfAChannelSharesItsConnection() {
        broker.start();
        application.beans(Consumer.class, OfChannels.class).incoming("in", "topic", "in", "qos", "1").outgoing("out").start();
        awaitReady();
        OfChannels clients = application.get(OfChannels.class);
        assertThat(clients.incoming.status().negotiated().clientId())
                .isEqualTo(clients.outgoing.status().negotiated().clientId());
        assertThat(application.connector().sharedConnections()).hasSize(1);
        clients.outgoing.publishAndAwait(OutgoingMqttMetadata.builder().build(), "to the topic of the channel");
        clients.incoming.publishAndAwait("in", "hello", 1);
        await().atMost(PATIENCE).until(() -> Consumer.received.contains("hello"));
    }

    @Test
    void withOneConnectionTheClientNeedsNoName() {
        broker.start();
        application.beans(Consumer.class, Unnamed.class).incoming("in", "topic", "in").start();
        awaitReady();
        assertThat(application.get(Unnamed.class).client.isConnected()).isTrue();
        assertThat(application.connector().sharedConnections()).hasSize(1);
    }

    @Test
    void withoutAConnectionTheClientGetsOneWithTheAttributesOfTheConnector() {
        broker.start();
        application.beans(Unnamed.class).connector("client-id", "of-the-connector").start();
        MqttClient client = application.get(Unnamed.class).client;
        assertThat(client.name()).isEqualTo("default");
        assertThat(client.connectAndAwait().negotiated().orElseThrow().clientId()).isEqualTo("of-the-connector");
    }

    @Test
    void aClientOfItsOwnSharesItsConnectionWithNoChannel() {
        broker.start();
        application.beans(Consumer.class).incoming("in", "topic", "in").client("own", "enabled", "true").start();
        awaitReady();
        MqttClient own = application.mqttClient("own");
        assertThat(own.status().state()).isEqualTo(State.NEW);
        own.connectAndAwait();
        assertThat(own.status().negotiated().clientId())
                .isNotEqualTo(application.mqttClient("in").status().negotiated().clientId());
        assertThat(application.get(MqttConnections.class).all()).extracting(MqttConnection::channel)
                .containsExactlyInAnyOrder("in", "own");
    }

    @Test
    void severalConnectionsAreNamedWhenTheClientHasNoName() {
        broker.start();
        application.beans(Consumer.class, Unnamed.class).incoming("in", "topic", "in").client("own", "client-id", "own")
                .start();
        MqttClient client = application.get(Unnamed.class).client;
        assertThatThrownBy(client::isConnected).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 MQTT connections").hasMessageContaining("[[in], [own]]")
                .hasMessageContaining("@Identifier");
    }

    @Test
    void anUnknownNameStopsTheStart() {
        application.beans(OfChannels.class).outgoing("outt").incoming("in");
        assertThatThrownBy(application::start)
                .hasMessageContaining("There is no MQTT connection 'out' for an MqttClient")
                .hasMessageContaining("did you mean 'outt'?").hasMessageContaining("[in, outt]");
    }

    @Test
    void aNameOfAChannelAndOfAClientIsRefused() {
        application.beans(Consumer.class).incoming("in", "topic", "in").client("in", "client-id", "own");
        assertThatThrownBy(application::start).hasMessageContaining("client 'in'")
                .hasMessageContaining("the name of a channel and of a client at once");
    }

    @Test
    void withReconnectionOffAnInjectedClientKeepsItsChannelsAlive() {
        try (ScriptedBroker scripted = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.grant(0);
            connection.close();
        }, connection -> {
            connection.accept();
            connection.grant(0);
            connection.publish("in", 0, 0, "after the reconnection");
            connection.serve();
        })) {
            try (TestApplication off = new TestApplication(scripted.host(), scripted.port())
                    .connector("auto-reconnect", "false").connector("shutdown-timeout-seconds", "0")
                    .beans(Consumer.class, Unnamed.class).incoming("in", "topic", "in").start()) {
                MqttClient client = off.get(Unnamed.class).client;
                await().atMost(PATIENCE).until(() -> client.status().state() == State.FAILED);
                assertThat(off.connector().getLiveness().isOk()).isTrue();
                assertThat(off.connector().getReadiness().isOk()).isFalse();
                client.reconnectAndAwait();
                await().atMost(PATIENCE)
                        .until(() -> Consumer.received.contains("after the reconnection"));
            }
        }
    }

    @Singleton
    static class OfChannels {

        @Inject
        @Identifier("in")
        MqttClient incoming;

        @Inject
        @Identifier("out")
        MqttClient outgoing;
    }

    @Singleton
    static class Unnamed {

        @Inject
        MqttClient client;
    }
}
