package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.ConnectionStatus.State;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.topic.TopicFilter;

@Tag("broker")
class ClientReconnectTest {

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @ParameterizedTest
    @ValueSource(strings = { "20 03 00 84 00", "20 02 00 01", "20 03 00 01 00" })
    void fallsBackAtOnceWhenTheBrokerRefusesMqtt5(String connAck) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send(connAck).close();
        }, connection -> {
            connection.accept();
            connection.serve();
        })) {
            // a delay would be noticed: it is longer than the test waits
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).reconnect(true, -1, 60_000, 60_000));
            get(client.start());
            assertThat(client.status().negotiated().version()).isEqualTo(ProtocolVersion.V3_1_1);
            assertThat(broker.connections()).isEqualTo(2);
        }
    }

    @Test
    void fallsBackToMqtt31() throws Exception {
        ScriptedBroker.Script refuses = connection -> {
            connection.expect("CONNECT");
            connection.send("20 02 00 01").close();
        };
        try (ScriptedBroker broker = ScriptedBroker.start(refuses, refuses, connection -> {
            connection.accept();
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).reconnect(true, -1, 60_000, 60_000));
            get(client.start());
            assertThat(client.status().negotiated().version()).isEqualTo(ProtocolVersion.V3_1);
        }
    }

    @ParameterizedTest
    @CsvSource({ "false", "true" })
    void fallsBackWhenTheBrokerClosesOnMqtt5(boolean reset) throws Exception {
        ScriptedBroker.Script closes = connection -> {
            connection.expect("CONNECT");
            if (reset) {
                connection.reset();
            } else {
                connection.close();
            }
        };
        try (ScriptedBroker broker = ScriptedBroker.start(closes, closes, connection -> {
            connection.accept();
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            assertThat(client.status().negotiated().version()).isEqualTo(ProtocolVersion.V3_1_1);
            assertThat(broker.connections()).isEqualTo(3);
        }
    }

    @Test
    void fallsBackWhenTheAnswerIsNoConnAck() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send("FF FF FF FF FF FF").close();
        }, connection -> {
            connection.accept();
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).reconnect(true, -1, 60_000, 60_000));
            get(client.start());
            assertThat(client.status().negotiated().version()).isEqualTo(ProtocolVersion.V3_1_1);
        }
    }

    @Test
    void aBrokerThatTakesNoVersionIsTriedSlowly() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send("20 02 00 01").close();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            client.start();
            awaitState(client, State.WAITING);
            assertThat(client.status().reasonCode()).isEqualTo(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
            assertThat(client.status().reason()).contains("accepts none of the MQTT versions");
            staysAt(broker, 3);
        }
    }

    @ParameterizedTest
    @CsvSource({ "133, client-id", "134, username and password", "135, client id 'tested'", "138, 0x8A Banned",
            "140, 0x8C Bad authentication method", "154, will-retain", "155, will-qos" })
    void aRefusalThatSomebodyHasToMendIsTriedSlowly(int code, String advice) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.connAck5(false, code, "")).close();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).user("me", "hidden"));
            client.start();
            awaitState(client, State.WAITING);
            assertThat(client.status().reasonCode()).isEqualTo(code);
            assertThat(client.status().reason()).contains(advice).doesNotContain("hidden");
            staysAt(broker, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { ReasonCode.SERVER_BUSY, ReasonCode.QUOTA_EXCEEDED, ReasonCode.CONNECTION_RATE_EXCEEDED,
            ReasonCode.SERVER_UNAVAILABLE, ReasonCode.USE_ANOTHER_SERVER })
    void aRefusalThatPassesIsRetriedWithBackOff(int code) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.connAck5(false, code, "")).close();
        }, connection -> {
            connection.accept();
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            assertThat(client.status().isConnected()).isTrue();
            assertThat(client.status().reason()).isNull();
        }
    }

    @Test
    void saysThatTwoClientsShareTheClientIdAndBacksOff() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.send(Packets.disconnect(ReasonCode.SESSION_TAKEN_OVER)).close();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            awaitState(client, State.WAITING);
            assertThat(client.status().reasonCode()).isEqualTo(ReasonCode.SESSION_TAKEN_OVER);
            assertThat(client.status().reason()).contains("share the client id 'tested'", "Kubernetes", "replica");
            staysAt(broker, 1);
        }
    }

    @Test
    void suspectsASharedClientIdWhenConnectionsAreClosedAgainAndAgain() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.close();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).reconnect(true, -1, 1, 1));
            client.start();
            await().atMost(ClientFixture.PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
                String reason = client.status().reason();
                return reason != null && reason.contains("perhaps two clients share the client id 'tested'");
            });
            assertThat(broker.connections()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void reconnectsAfterALostConnectionAndCountsIt() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.close();
        }, connection -> {
            connection.accept();
            connection.reset();
        }, connection -> {
            connection.accept();
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            await().atMost(ClientFixture.PATIENCE)
                    .until(() -> client.status().isConnected() && client.status().reconnects() == 2);
            assertThat(Outcome.of(client, "t", "x", 1).reasonCode()).isZero();
        }
    }

    @Test
    void goesOnWhenTheBrokerIsDownAtStart() throws Exception {
        int port = closedPort();
        ReconnectingClient client = fixture.create(ClientOptions.to(new ServerAddress("localhost", port, false)));
        client.start();
        awaitState(client, State.WAITING);
        assertThat(client.status().reason()).contains("refused");
        Outcome early = Outcome.of(client, "t", "x", 1);
        try (ServerSocket listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            try (var socket = listening.accept()) {
                // CONNECT has come when there is something to read
                assertThat(socket.getInputStream().read()).isEqualTo(0x10);
                assertThat(early.isDone()).isFalse();
            }
        }
    }

    @Test
    void failsOverToTheSecondServerWithoutDelay() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.serving()) {
            ServerAddress down = new ServerAddress("localhost", closedPort(), false);
            ReconnectingClient client = fixture
                    .create(ClientOptions.to(down, address(broker)).reconnect(true, -1, 60_000, 60_000));
            get(client.start());
            assertThat(client.status().server()).isEqualTo(address(broker));
        }
    }

    @Test
    void failsOverWhenTheServerInUseGoesAway() throws Exception {
        try (ScriptedBroker second = ScriptedBroker.serving()) {
            ScriptedBroker first = ScriptedBroker.serving();
            ReconnectingClient client = fixture.create(ClientOptions.to(address(first), address(second)));
            get(client.start());
            assertThat(client.status().server()).isEqualTo(address(first));
            first.close();
            await().atMost(ClientFixture.PATIENCE).until(
                    () -> client.status().isConnected() && client.status().server().equals(address(second)));
        }
    }

    @Test
    void withoutReconnectionEachServerIsStillTriedOnce() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.serving()) {
            ServerAddress down = new ServerAddress("localhost", closedPort(), false);
            ReconnectingClient client = fixture.create(ClientOptions.to(down, address(broker)).reconnect(false, -1, 10, 10));
            get(client.start());
        }
    }

    @Test
    void givesUpAfterTheAttemptsAndTellsEverybody() {
        ServerAddress down = new ServerAddress("localhost", closedPort(), false);
        ReconnectingClient client = fixture.create(ClientOptions.to(down).reconnect(true, 3, 5, 10));
        RecordingRoute route = RecordingRoute.manual();
        client.route(List.of(TopicFilter.of("#")), route);
        Outcome waiting = Outcome.of(client, "t", "x", 1);
        Outcome waitingAtQos0 = Outcome.of(client, "t", "x", 0);

        assertThatThrownBy(() -> get(client.start())).cause().isInstanceOf(MqttConnectionException.class)
                .hasMessageContaining(down.toString()).hasMessageContaining("3 attempts")
                .hasMessageContaining("reconnect-attempts");
        assertThat(client.status().state()).isEqualTo(State.FAILED);
        assertThat(waiting.failure()).isInstanceOf(MqttConnectionException.class);
        assertThat(waitingAtQos0.failure()).isInstanceOf(MqttConnectionException.class);
        await().until(() -> route.failure() instanceof MqttConnectionException);

        assertThat(Outcome.of(client, "t", "x", 1).failure()).isInstanceOf(MqttConnectionException.class);
        RecordingRoute late = RecordingRoute.manual();
        client.route(List.of(TopicFilter.of("a")), late);
        await().until(() -> late.failure() instanceof MqttConnectionException);
    }

    @Test
    void staysDownWhenReconnectionIsOff() throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            pass(connected);
            connection.close();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).reconnect(false, -1, 1, 1));
            RecordingRoute route = RecordingRoute.manual();
            client.route(List.of(TopicFilter.of("#")), route);
            get(client.start());
            connected.countDown();
            awaitState(client, State.FAILED);
            await().until(() -> route.failure() != null);
            assertThat(client.status().reason()).contains("the broker closed the connection", "auto-reconnect");
            staysAt(broker, 1);
        }
    }

    @Test
    void aPeerThatNeverAnswersConnectIsGivenUpAndTriedAgain() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> connection.expect("CONNECT"), connection -> {
            connection.accept();
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).connAckTimeout(100));
            get(client.start());
            assertThat(broker.connections()).isEqualTo(2);
            // not answering is no refusal of the version
            assertThat(client.status().negotiated().version()).isEqualTo(ProtocolVersion.V5);
        }
    }

    @Test
    void aConnectThatNeverCompletesIsGivenUp() throws Exception {
        // accepts TCP, and never answers the TLS handshake
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ServerAddress address = new ServerAddress("localhost", silent.getLocalPort(), true);
            ReconnectingClient client = fixture
                    .create(ClientOptions.to(address).connectTimeout(200).reconnect(true, 1, 10, 10));
            assertThatThrownBy(() -> get(client.start())).hasMessageContaining("connect-timeout-seconds");
        }
    }

    @Test
    void theLateCloseOfAnOldConnectionDoesNotTouchTheNewOne() throws Exception {
        CountDownLatch secondIsUp = new CountDownLatch(1);
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("PUBLISH");
            // no PUBACK: the client ends the connection, and this side keeps its half open until the next one is up
            pass(secondIsUp);
            connection.reset();
        }, connection -> {
            connection.accept(true);
            connection.serve();
        })) {
            ReconnectingClient client = fixture
                    .create(ClientOptions.to(address(broker)).persistentSession("late").ackTimeout(100));
            get(client.start());
            Outcome first = Outcome.of(client, "t", "1", 1);
            await().atMost(ClientFixture.PATIENCE)
                    .until(() -> client.status().isConnected() && client.status().reconnects() == 1);
            secondIsUp.countDown();
            await().until(() -> broker.transcript().contains("#1 > reset"));
            assertThat(first.reasonCode()).isZero();
            assertThat(Outcome.of(client, "t", "2", 1).reasonCode()).isZero();
            assertThat(client.status().reconnects()).isEqualTo(1);
            assertThat(broker.connections()).isEqualTo(2);
        }
    }

    private static void awaitState(ReconnectingClient client, State state) {
        await("state " + state).atMost(ClientFixture.PATIENCE).pollInterval(Duration.ofMillis(5))
                .until(() -> client.status().state() == state);
    }

    /** Retries at the configured pace would show within this time many times over. */
    private static void staysAt(ScriptedBroker broker, int connections) {
        await().during(Duration.ofMillis(400)).atMost(ClientFixture.PATIENCE).until(() -> broker.connections() == connections);
    }

    private static void pass(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
