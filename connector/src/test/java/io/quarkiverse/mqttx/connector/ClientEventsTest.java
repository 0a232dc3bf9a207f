package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.api.ConnectionStatus.State;
import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.Registration;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

/** What an {@link MqttClient} shows of its connection, at real brokers. */
@Tag("broker")
class ClientEventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private TestApplication application;

    @AfterEach
    void end() {
        if (application != null) {
            application.close();
        }
    }

    /** A connection whose client is injected is not given up for good. */
    @ApplicationScoped
    static class User {

        @Inject
        @Identifier("own")
        MqttClient client;
    }

    private MqttClient start(TestBroker broker, String version) {
        broker.start();
        application = new TestApplication(broker).beans(User.class).connector("version", version)
                .client("own", "client-id", "me")
                .client("own", "reconnect-interval-seconds", "0").start();
        return application.mqttClient("own");
    }

    @ParameterizedTest
    @ArgumentsSource(ClientOnBrokers.class)
    void callsBackForPackets(TestBroker broker, String version) {
        MqttClient client = start(broker, version);
        Registration puback = client.onPacket(PacketType.PUBACK, packet -> seen.add("puback " + packet.packetId()));
        client.onPacket(PacketType.PUBLISH, packet -> packet.topic().equals("cool"), 0, packet -> seen.add("cool"));
        client.onPacket(PacketType.PUBLISH, packet -> seen.add("not cool"));
        int packetId = client.publishAndAwait("cool", "x", 1).packetId();
        client.publishAndAwait("other", "x", 0);
        puback.close();
        client.publishAndAwait("cool", "x", 1);

        assertThat(seen).containsExactly("cool", "puback " + packetId, "not cool", "cool");
    }

    @ParameterizedTest
    @ArgumentsSource(ClientOnBrokers.class)
    void tellsOfEventsAndAsksBeforeReconnecting(TestBroker broker, String version) {
        MqttClient client = start(broker, version);
        AtomicBoolean may = new AtomicBoolean(true);
        client.onConnectionEvent(event -> seen.add(event.getClass().getSimpleName() + " of " + event.channels()));
        client.onConnection(new ConnectionListener() {
            @Override
            public Uni<Boolean> mayReconnect(ConnectionEvent.Ended event) {
                return Uni.createFrom().item(may.get());
            }
        });
        client.connectAndAwait();
        client.abortAndAwait();
        await().atMost(PATIENCE).until(() -> seen.size() == 6 && client.isConnected());
        may.set(false);
        client.abortAndAwait();
        await().atMost(PATIENCE).until(() -> client.status().state() == State.FAILED);
        assertThat(client.status().reason()).contains("a connection listener allows no other attempt");

        client.reconnectAndAwait();
        client.disconnectAndAwait();
        assertThat(seen).containsExactly("Connecting of [own]", "Connected of [own]", "Lost of [own]", "Waiting of [own]",
                "Connecting of [own]", "Connected of [own]", "Lost of [own]", "GivenUp of [own]", "Connecting of [own]",
                "Connected of [own]", "Closed of [own]");
    }
}
