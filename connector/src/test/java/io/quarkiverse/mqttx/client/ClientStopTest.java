package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.awaitTurns;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.ConnectionStatus.State;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.routing.RoutePlan;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

@Tag("broker")
class ClientStopTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @Test
    void sendsDisconnectAndCloses() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("DISCONNECT");
            connection.expectClose();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            get(client.stop(LONG));
            broker.awaitScripts();
            assertThat(client.status().state()).isEqualTo(State.CLOSED);
        }
    }

    @Test
    void letsGoOutWhatIsInFlightAndTakesNothingMore() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.grant(1);
            RawPacket publish = connection.expect("PUBLISH");
            pass(stopping);
            connection.publish("in", 1, 1, "too late");
            connection.send(Packets.pubAck(publish.packetId()));
            connection.expect("DISCONNECT");
            connection.expectClose();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).version(ProtocolVersion.V3_1_1));
            RecordingRoute route = RecordingRoute.acknowledging(client);
            client.route(List.of(TopicFilter.of("in")), route);
            get(client.start());
            assertThat(Grant.of(client, "in", 1).code()).isEqualTo(1);
            Outcome outcome = Outcome.of(client, "out", "x", 1);
            broker.awaitReceived("PUBLISH", 1);

            Future<Void> stopped = client.stop(LONG);
            assertThat(stopped.isComplete()).isFalse();
            // When this runs on the event loop, the stop has begun there
            client.context().runOnContext(begun -> stopping.countDown());
            get(stopped);
            broker.awaitScripts();
            assertThat(outcome.reasonCode()).isZero();
            assertThat(route.messages()).isEmpty();
        }
    }

    @Test
    void whatTheSocketHasNoRoomForGoesOutBeforeDisconnect() throws Exception {
        int many = 200;
        CountDownLatch stopping = new CountDownLatch(1);
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            pass(stopping);
            for (int i = 0; i < many; i++) {
                connection.expect("PUBLISH");
            }
            connection.expect("DISCONNECT");
            connection.expectClose();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            String large = "x".repeat(64 * 1024);
            List<Outcome> outcomes = IntStream.range(0, many).mapToObj(i -> Outcome.of(client, "out", large, 0)).toList();
            awaitTurns(client);
            assertThat(outcomes).last().extracting(Outcome::isDone).as("it has room for all").isEqualTo(false);

            Future<Void> stopped = client.stop(LONG);
            client.context().runOnContext(begun -> stopping.countDown());
            get(stopped);
            broker.awaitScripts();
        }
    }

    @Test
    void failsWhatTheBrokerDoesNotTakeInTime() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("PUBLISH");
            connection.expect("DISCONNECT");
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            Outcome outcome = Outcome.of(client, "t", "x", 2);
            get(client.stop(Duration.ofMillis(100)));
            broker.awaitScripts();
            assertThat(outcome.failure()).isInstanceOf(MqttConnectionException.class).hasMessageContaining("stopped");
        }
    }

    @Test
    void doesNotWaitOnceTheConnectionIsLost() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("PUBLISH");
            pass(stopping);
            connection.reset();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            Outcome outcome = Outcome.of(client, "t", "x", 1);
            broker.awaitReceived("PUBLISH", 1);
            Future<Void> stopped = client.stop(LONG);
            stopping.countDown();
            get(stopped);
            assertThat(outcome.failure()).isInstanceOf(MqttConnectionException.class);
            assertThat(broker.connections()).isEqualTo(1);
        }
    }

    @Test
    void stopsBeforeItWasStarted() throws Exception {
        ReconnectingClient client = fixture.create(ClientOptions.to(new ServerAddress("localhost", 1, false)));
        Outcome outcome = Outcome.of(client, "t", "x", 0);
        get(client.stop(LONG));
        assertThat(client.status().state()).isEqualTo(State.CLOSED);
        assertThat(outcome.failure()).isInstanceOf(MqttConnectionException.class);
    }

    @Test
    void stopsWhileItConnects() throws Exception {
        // accepts TCP, and never answers the TLS handshake
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ReconnectingClient client = fixture
                    .create(ClientOptions.to(new ServerAddress("localhost", silent.getLocalPort(), true)));
            Future<Void> started = client.start();
            await().until(() -> client.status().state() == State.CONNECTING);
            get(client.stop(LONG));
            assertThat(started.cause()).isInstanceOf(MqttConnectionException.class).hasMessageContaining("stopped");
        }
    }

    @Test
    void stopsWhileItWaitsForConnAck() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            // or else a broker that has accepted would send the will
            connection.expect("DISCONNECT");
            connection.expectClose();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            Future<Void> started = client.start();
            broker.awaitReceived("CONNECT", 1);
            get(client.stop(LONG));
            broker.awaitScripts();
            assertThat(started.failed()).isTrue();
            assertThat(client.status().state()).isEqualTo(State.CLOSED);
        }
    }

    @Test
    void stopsWhileItWaitsForTheNextAttempt() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.close();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).reconnect(true, -1, 600_000, 600_000));
            get(client.start());
            await().until(() -> client.status().state() == State.WAITING);
            Outcome outcome = Outcome.of(client, "t", "x", 1);
            get(client.stop(LONG));
            assertThat(outcome.failure()).isInstanceOf(MqttConnectionException.class);
            assertThat(client.status().state()).isEqualTo(State.CLOSED);
        }
    }

    @Test
    void stopsAfterItHasGivenUp() throws Exception {
        ReconnectingClient client = fixture
                .create(ClientOptions.to(new ServerAddress("localhost", 1, false)).reconnect(false, 0, 1, 1));
        client.start();
        await().until(() -> client.status().state() == State.FAILED);
        get(client.stop(LONG));
        assertThat(client.status().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void afterwardsNothingWorksAndSaysSo() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.serving()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            Future<Void> stopped = client.stop(LONG);
            get(stopped);
            assertThat(client.stop(LONG)).isSameAs(stopped);
            assertThatThrownBy(() -> get(client.start())).cause().isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("stopped", "create a new one");
            assertThat(Outcome.of(client, "t", "x", 1).failure()).isInstanceOf(MqttConnectionException.class)
                    .hasMessageContaining("stopped");
            get(client.forget("a"));
            assertThat(broker.connections()).isEqualTo(1);
        }
    }

    @Test
    void completesWhenVertxIsGoneAlready() throws Exception {
        Vertx vertx = Vertx.vertx();
        ReconnectingClient client = ReconnectingClient.create(vertx,
                ClientOptions.to(new ServerAddress("localhost", 1, false)).build(), new RoutePlan(List.of()));
        get(vertx.close());
        get(client.stop(LONG));
    }

    private static void pass(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
