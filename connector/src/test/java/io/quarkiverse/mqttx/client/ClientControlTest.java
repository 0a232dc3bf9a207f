package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.ConnectResult;
import io.quarkiverse.mqttx.api.ConnectionStatus.State;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.vertx.core.Future;

/** The application connects, disconnects and pings when it wants to. */
@Tag("broker")
class ClientControlTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(50);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @Test
    void sendsAgainAfterTheNextConnectWhatWasInFlightAtTheDisconnect() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("PUBLISH");
            connection.expect("DISCONNECT");
            connection.expectClose();
        }, connection -> {
            connection.accept(true);
            RawPacket again = connection.expect("PUBLISH");
            connection.send(Packets.pubAck(again.packetId()));
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).persistentSession("kept"));
            get(client.start());
            Outcome outcome = Outcome.of(client, "t", "x", 1);
            get(client.disconnect(SHORT));
            assertThat(client.status().state()).isEqualTo(State.CLOSED);
            assertThat(client.status().reason()).contains("disconnected by the application");
            assertThat(outcome.isDone()).isFalse();
            assertThat(client.isOver()).isFalse();
            assertThat(broker.connections()).isEqualTo(1);

            get(client.connect());
            assertThat(outcome.reasonCode()).isZero();
        }
    }

    @Test
    void letsGoOutWhatIsInFlightBeforeItDisconnects() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            RawPacket publish = connection.expect("PUBLISH");
            connection.send(Packets.pubAck(publish.packetId()));
            connection.expect("DISCONNECT");
            connection.expectClose();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            Outcome outcome = Outcome.of(client, "t", "x", 1);
            Future<Void> disconnected = client.disconnect(LONG);
            Future<Void> twice = client.disconnect(LONG);
            get(disconnected);
            get(twice);
            broker.awaitScripts();
            assertThat(outcome.reasonCode()).isZero();
        }
    }

    @Test
    void aPublishWaitsForTheNextConnect() throws Exception {
        try (ScriptedBroker broker = serving()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.connect());
            get(client.disconnect(LONG));
            Outcome outcome = Outcome.of(client, "t", "x", 1);
            Future<Void> connected = client.connect();
            get(connected);
            assertThat(outcome.reasonCode()).isZero();
            assertThat(client.status().reconnects()).isEqualTo(1);
        }
    }

    @Test
    void reconnectsAtOnceAndSendsAgainWhatWasInFlight() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("PUBLISH");
            connection.expect("DISCONNECT");
            connection.expectClose();
        }, connection -> {
            connection.accept(true);
            RawPacket again = connection.expect("PUBLISH");
            connection.send(Packets.pubAck(again.packetId()));
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).persistentSession("kept")
                    .reconnect(true, -1, 600_000, 600_000));
            get(client.start());
            Outcome outcome = Outcome.of(client, "t", "x", 1);
            broker.awaitReceived("PUBLISH", 1);
            get(client.reconnect());
            assertThat(outcome.reasonCode()).isZero();
            assertThat(client.status().isConnected()).isTrue();
        }
    }

    @Test
    void reconnectsWithoutTheDelayItWasWaitingFor() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.close();
        }, connection -> {
            connection.accept();
            connection.serve();
        })) {
            ReconnectingClient client = fixture
                    .create(ClientOptions.to(address(broker)).reconnect(true, -1, 600_000, 600_000));
            get(client.start());
            await().until(() -> client.status().state() == State.WAITING);
            get(client.reconnect());
            assertThat(client.status().isConnected()).isTrue();
        }
    }

    @Test
    void withReconnectionOffTheApplicationMayReconnectAndNothingIsLost() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.grant(1);
            connection.expect("PUBLISH");
            connection.close();
        }, connection -> {
            connection.accept(true);
            RawPacket again = connection.expect("PUBLISH");
            connection.send(Packets.pubAck(again.packetId()));
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(
                    ClientOptions.to(address(broker)).persistentSession("kept").reconnect(false, -1, 1, 1));
            client.hold();
            RecordingRoute route = RecordingRoute.manual();
            client.route(List.of(TopicFilter.of("in")), route);
            get(client.start());
            assertThat(Grant.of(client, "in", 1).code()).isEqualTo(1);
            Outcome outcome = Outcome.of(client, "t", "x", 1);
            await().until(() -> client.status().state() == State.FAILED);
            assertThat(outcome.isDone()).isFalse();
            assertThat(route.failure()).isNull();
            assertThat(broker.connections()).isEqualTo(1);

            get(client.reconnect());
            assertThat(outcome.reasonCode()).isZero();
        }
    }

    @Test
    void anAbortSendsNoDisconnectAndIsFollowedByAnotherAttempt() throws Exception {
        try (ScriptedBroker broker = serving()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            get(client.abort());
            broker.awaitConnections(2);
            await().until(() -> client.status().isConnected());
            assertThat(broker.received("DISCONNECT")).isEmpty();
        }
    }

    @Test
    void withReconnectionOffNothingFollowsAnAbort() throws Exception {
        try (ScriptedBroker broker = serving()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).reconnect(false, -1, 1, 1));
            client.hold();
            get(client.start());
            get(client.abort());
            assertThat(client.status().state()).isEqualTo(State.FAILED);
            assertThat(client.status().reason()).contains("aborted by the application", "auto-reconnect");
            get(client.connect());
            assertThat(broker.connections()).isEqualTo(2);
        }
    }

    @Test
    void connectFailsWithTheReasonAndMayBeTriedAgain() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.connAck5(false, ReasonCode.BAD_USER_NAME_OR_PASSWORD, "1F 00 02 6E 6F"));
        }, connection -> {
            connection.accept();
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).reconnect(false, 0, 1, 1));
            client.hold();
            assertThat(client.lastConnAck()).isNull();
            assertThatThrownBy(() -> get(client.connect())).cause().isInstanceOf(MqttConnectionException.class)
                    .hasMessageContaining("0x86");
            ConnectResult refused = client.lastConnAck();
            assertThat(refused.isAccepted()).isFalse();
            assertThat(refused.reasonCode()).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
            assertThat(refused.reasonString()).contains("no");

            get(client.connect());
            assertThat(client.lastConnAck().reasonCode()).isZero();
            assertThat(client.lastConnAck().negotiated().orElseThrow().clientId()).isEqualTo("tested");
        }
    }

    @Test
    void tellsTheReturnCodeOfMqtt311AsAReasonCode() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.connAck(ProtocolVersion.V3_1_1, false, 5));
        })) {
            ReconnectingClient client = fixture.create(
                    ClientOptions.to(address(broker)).version(ProtocolVersion.V3_1_1).reconnect(false, 0, 1, 1));
            assertThatThrownBy(() -> get(client.connect())).cause().isInstanceOf(MqttConnectionException.class);
            assertThat(client.lastConnAck().reasonCode()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
            assertThat(client.lastConnAck().version()).isEqualTo(ProtocolVersion.V3_1_1);
        }
    }

    @Test
    void disconnectsWhileItWaitsForTheNextAttempt() throws Exception {
        ReconnectingClient client = fixture.create(
                ClientOptions.to(new ServerAddress("localhost", 1, false)).reconnect(true, -1, 600_000, 600_000));
        Future<Void> connected = client.connect();
        await().until(() -> client.status().state() == State.WAITING);
        get(client.disconnect(LONG));
        assertThat(client.status().state()).isEqualTo(State.CLOSED);
        assertThatThrownBy(() -> get(connected)).cause().hasMessageContaining("disconnected by the application");
    }

    @Test
    void afterADisconnectTheAttemptThatWaitedDoesNotFollow() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.close();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).reconnect(true, -1, 300, 300));
            get(client.connect());
            await().until(() -> client.status().state() == State.WAITING);
            get(client.disconnect(LONG));
            await().during(Duration.ofMillis(600)).atMost(ClientFixture.PATIENCE).until(() -> broker.connections() == 1);
        }
    }

    @Test
    void aStopDoesNotWaitForADisconnectThatTakesItsTime() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("PUBLISH");
            connection.expect("DISCONNECT");
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            Outcome outcome = Outcome.of(client, "t", "x", 1);
            Future<Void> disconnected = client.disconnect(LONG);
            get(client.stop(SHORT));
            get(disconnected);
            assertThat(outcome.failure()).isInstanceOf(MqttConnectionException.class).hasMessageContaining("stopped");
            assertThatThrownBy(() -> get(client.connect())).cause().hasMessageContaining("stopped");
        }
    }

    @Test
    void pingsAreAnsweredInTheirTurn() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("PINGREQ");
            connection.expect("PINGREQ");
            connection.send(Packets.pingResp());
            connection.expect("PUBLISH");
            connection.send(Packets.pingResp());
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            Future<Duration> first = client.ping();
            Future<Duration> second = client.ping();
            assertThat(get(first)).isPositive();
            assertThat(second.isComplete()).isFalse();
            Outcome.of(client, "t", "x", 0);
            assertThat(get(second)).isPositive();
        }
    }

    @Test
    void aPingFailsWithoutAConnectionAndWhenItIsLost() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("PINGREQ");
            connection.close();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).reconnect(false, -1, 1, 1));
            assertThatThrownBy(() -> get(client.ping())).cause().isInstanceOf(MqttConnectionException.class)
                    .hasMessageContaining("not started");
            get(client.start());
            assertThatThrownBy(() -> get(client.ping())).cause().isInstanceOf(MqttConnectionException.class)
                    .hasMessageContaining("PINGREQ");
        }
    }

    @Test
    void aPingWithoutAnAnswerEndsTheConnection() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("PINGREQ");
            connection.expect("DISCONNECT");
        }, connection -> {
            connection.accept();
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).ackTimeout(50));
            get(client.start());
            assertThatThrownBy(() -> get(client.ping())).cause().isInstanceOf(MqttConnectionException.class);
            broker.awaitConnections(2);
        }
    }

    private static ScriptedBroker serving() {
        return ScriptedBroker.start(connection -> {
            connection.accept();
            connection.serve();
        }, connection -> {
            connection.accept();
            connection.serve();
        });
    }
}
