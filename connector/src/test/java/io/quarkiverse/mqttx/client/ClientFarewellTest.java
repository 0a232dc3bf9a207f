package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.quarkiverse.mqttx.api.ConnectionStatus.State;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.vertx.core.Future;

/** What the broker is told when the application ends: of the will, and of the session. */
@Tag("broker")
class ClientFarewellTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @Test
    void asksForTheWillInMqtt5() throws Exception {
        stopsWith("E0 01 04", options -> options.version(ProtocolVersion.V5).will("gone").onShutdown(true, false));
    }

    @Test
    void endsTheSessionInMqtt5() throws Exception {
        stopsWith("E0 07 00 05 11 00 00 00 00",
                options -> options.version(ProtocolVersion.V5).persistentSession("me").onShutdown(false, true));
    }

    @Test
    void endsTheSessionInMqtt5AlsoWhereConnectHasAskedForNone() throws Exception {
        stopsWith("E0 07 00 05 11 00 00 00 00", options -> options.version(ProtocolVersion.V5).onShutdown(false, true));
    }

    @Test
    void asksForBothInMqtt5() throws Exception {
        stopsWith("E0 07 04 05 11 00 00 00 00",
                options -> options.version(ProtocolVersion.V5).persistentSession("me").will("gone").onShutdown(true, true));
    }

    @Test
    void saysNothingOfThemUnlessItIsTold() throws Exception {
        stopsWith("E0 00", options -> options.version(ProtocolVersion.V5).persistentSession("me").will("gone"));
    }

    private void stopsWith(String disconnect, UnaryOperator<ClientOptions> change) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expectBytes(disconnect);
            connection.close();
        })) {
            ReconnectingClient client = fixture.create(change.apply(ClientOptions.to(address(broker))));
            get(client.start());
            get(client.stop(LONG));
            broker.awaitScripts();
            assertThat(broker.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "V3_1", "V3_1_1" })
    void closesWithoutDisconnectInMqtt3ForTheWill(ProtocolVersion version) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expectClose();
        })) {
            ReconnectingClient client = fixture
                    .create(ClientOptions.to(address(broker)).version(version).will("gone").onShutdown(true, false));
            get(client.start());
            get(client.stop(LONG));
            broker.awaitScripts();
            assertThat(broker.received("DISCONNECT")).isEmpty();
        }
    }

    @Test
    void aDisconnectThatIsNotForGoodAsksForNeither() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expectBytes("E0 00");
            connection.close();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).persistentSession("me").will("gone")
                    .onShutdown(true, true));
            get(client.start());
            get(client.disconnect(LONG));
            broker.awaitScripts();
            assertThat(client.status().state()).isEqualTo(State.CLOSED);
        }
    }

    @Test
    void aStopDuringADisconnectIsForGood() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.skipTo("PUBLISH");
            connection.expectBytes("E0 07 04 05 11 00 00 00 00");
            connection.close();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).persistentSession("me").will("gone")
                    .onShutdown(true, true));
            get(client.start());
            Outcome.of(client, "t", "never acknowledged", 1);
            broker.awaitReceived("PUBLISH", 1);
            Future<Void> disconnected = client.disconnect(LONG);
            get(client.stop(Duration.ofMillis(100)));
            get(disconnected);
            broker.awaitScripts();
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "V3_1", "V3_1_1" })
    void endsTheSessionInMqtt3WithAShortConnection(ProtocolVersion version) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expectBytes("E0 00");
            connection.close();
        }, connection -> {
            MqttConnectMessage connect = connection.accept().connect();
            assertThat(connect.variableHeader().version()).isEqualTo(version == ProtocolVersion.V3_1 ? 3 : 4);
            assertThat(connect.variableHeader().isCleanSession()).isTrue();
            assertThat(connect.variableHeader().isWillFlag()).isFalse();
            assertThat(connect.payload().clientIdentifier()).isEqualTo("me");
            assertThat(connect.payload().userName()).isEqualTo("ann");
            assertThat(connect.payload().passwordInBytes()).asString().isEqualTo("secret");
            connection.expectBytes("E0 00");
            connection.close();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).version(version)
                    .persistentSession("me").user("ann", "secret").will("gone").onShutdown(false, true));
            get(client.start());
            get(client.stop(LONG));
            broker.awaitScripts();
            assertThat(broker.connections()).isEqualTo(2);
            assertThat(client.status().state()).isEqualTo(State.CLOSED);
        }
    }

    @Test
    void theShortConnectionOfMqtt3HasTheWillWhereItIsWantedToo() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expectBytes("E0 00");
            connection.close();
        }, connection -> {
            MqttConnectMessage connect = connection.accept().connect();
            assertThat(connect.variableHeader().isCleanSession()).isTrue();
            assertThat(connect.payload().willTopic()).isEqualTo("gone");
            connection.expectClose();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).version(ProtocolVersion.V3_1_1)
                    .persistentSession("me").will("gone").onShutdown(true, true));
            get(client.start());
            get(client.stop(LONG));
            broker.awaitScripts();
            assertThat(broker.received("DISCONNECT")).hasSize(1);
        }
    }

    @Test
    void aCleanSessionOfMqtt3NeedsNoSecondConnection() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("DISCONNECT");
            connection.close();
        })) {
            ReconnectingClient client = fixture
                    .create(ClientOptions.to(address(broker)).version(ProtocolVersion.V3_1_1).onShutdown(false, true));
            get(client.start());
            get(client.stop(LONG));
            assertThat(broker.connections()).isEqualTo(1);
        }
    }

    @Test
    void saysThatTheSessionStaysWhenTheBrokerDoesNotAnswerInTime() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("DISCONNECT");
            connection.close();
        }, connection -> connection.expect("CONNECT")); LogCapture log = new LogCapture()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).version(ProtocolVersion.V3_1_1)
                    .persistentSession("me").onShutdown(false, true));
            get(client.start());
            get(client.stop(Duration.ofSeconds(2)));
            broker.awaitScripts();
            assertThat(log.lines()).anySatisfy(line -> assertThat(line).contains("the broker keeps the session",
                    "session-on-shutdown=end", "disconnect-timeout-seconds"));
        }
    }

    @Test
    void saysThatTheSessionStaysWhenTheBrokerRefusesTheShortConnection() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("DISCONNECT");
            connection.close();
        }, connection -> {
            connection.expect("CONNECT");
            connection.send("20 02 00 03");
            connection.expectClose();
        }); LogCapture log = new LogCapture()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).version(ProtocolVersion.V3_1_1)
                    .persistentSession("me").onShutdown(false, true));
            get(client.start());
            get(client.stop(LONG));
            broker.awaitScripts();
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line).contains("the broker keeps the session", "0x88 Server unavailable"));
        }
    }

    @Test
    void withoutAConnectionTheSessionIsLeftAlone() throws Exception {
        // perhaps another instance has taken the client id over, and the session is that one's now
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.send("E0 02 8E 00");
            connection.expectClose();
        }); LogCapture log = new LogCapture()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).persistentSession("me")
                    .onShutdown(false, true));
            get(client.start());
            await().until(() -> client.status().state() == State.WAITING);
            get(client.stop(LONG));
            assertThat(broker.connections()).isEqualTo(1);
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line).contains("the broker keeps the session", "there is no connection"));
        }
    }
}
