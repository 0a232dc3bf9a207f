package io.quarkiverse.mqttx.client.model;

import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.api.ConnectionStatus.State;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.client.ClientFixture;
import io.quarkiverse.mqttx.client.ClientOptions;
import io.quarkiverse.mqttx.client.Outcome;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.Uni;

/** What follows when a scripted broker refuses or ends a connection, for each code of the table. */
@Tag("broker")
class ReconnectActionTest {

    private static final long SOON_MILLIS = 100;

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    static Stream<ReasonCodeTable.Row> refusals() {
        // a version that is refused is followed by another version
        return ReasonCodeTable.rows().stream()
                .filter(row -> row.refused() != null && row.code() != ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalIsFollowedAsTheTableSays(ReasonCodeTable.Row row) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(refusing(row.code()), serving())) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).user("ann", "secret"));
            followsAs(row.refused(), client, row.code());
        }
    }

    static Stream<ReasonCodeTable.Row> ends() {
        return ReasonCodeTable.rows().stream().filter(row -> row.ended() != null);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void anEndIsFollowedAsTheTableSays(ReasonCodeTable.Row row) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.send(Packets.disconnect(row.code())).close();
        }, serving())) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            followsAs(row.ended(), client, row.code());
        }
    }

    static Stream<ReasonCodeTable.Row> returnCodes() {
        return refusals().filter(row -> row.returnCode() != 0);
    }

    @ParameterizedTest
    @MethodSource("returnCodes")
    void aReturnCodeOfMqtt3IsFollowedAsItsReasonCode(ReasonCodeTable.Row row) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send("20 02 00 0" + row.returnCode()).close();
        }, serving())) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).version(ProtocolVersion.V3_1_1));
            followsAs(row.refused(), client, row.code());
        }
    }

    /** Nobody gives other credentials here, so asking for them makes no difference to a slow retry. */
    private static void followsAs(ReconnectAction expected, ReconnectingClient client, int code) throws Exception {
        BlockingQueue<ConnectionEvent> events = listen(client);
        client.start();
        ConnectionEvent.Waiting waiting = next(events, ConnectionEvent.Waiting.class);
        if (expected == ReconnectAction.RETRY) {
            assertThat(waiting.delay().toMillis()).isLessThanOrEqualTo(SOON_MILLIS);
            next(events, ConnectionEvent.Connected.class);
        } else {
            assertThat(waiting.delay().toMillis()).isGreaterThanOrEqualTo(ReconnectAction.SLOW_MILLIS);
            assertThat(client.status().state()).isEqualTo(State.WAITING);
            assertThat(client.status().reasonCode()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({ "151, SLOW", "134, RETRY", "135, RETRY", "142, RETRY" })
    void anotherReactionMayBeConfigured(int code, ReconnectAction reaction) throws Exception {
        for (boolean accepted : new boolean[] { false, true }) {
            try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
                if (accepted) {
                    connection.accept();
                    connection.send(Packets.disconnect(code)).close();
                } else {
                    refusing(code).run(connection);
                }
            }, serving())) {
                followsAs(reaction, fixture.create(ClientOptions.to(address(broker)).reaction(code, reaction)), code);
            }
        }
    }

    @Test
    void stopGivesUpAndTellsEverybody() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(refusing(ReasonCode.BANNED))) {
            ReconnectingClient client = fixture
                    .create(ClientOptions.to(address(broker)).reaction(ReasonCode.BANNED, ReconnectAction.STOP));
            Outcome waiting = Outcome.of(client, "t", "x", 1);
            assertThatThrownBy(() -> get(client.start())).cause().isInstanceOf(MqttConnectionException.class)
                    .hasMessageContaining("no other attempt is allowed after 0x8A Banned (reason-codes)");
            assertThat(client.status().state()).isEqualTo(State.FAILED);
            assertThat(client.status().reasonCode()).isEqualTo(ReasonCode.BANNED);
            assertThat(waiting.failure()).isInstanceOf(MqttConnectionException.class);
            assertThat(broker.connections()).isEqualTo(1);
        }
    }

    @Test
    void stopAlsoHoldsForAConnectionThatWasAccepted() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.send(Packets.disconnect(ReasonCode.SESSION_TAKEN_OVER)).close();
        })) {
            ReconnectingClient client = fixture.create(
                    ClientOptions.to(address(broker)).reaction(ReasonCode.SESSION_TAKEN_OVER, ReconnectAction.STOP));
            get(client.start());
            await().atMost(ClientFixture.PATIENCE).until(() -> client.status().state() == State.FAILED);
            assertThat(client.status().reason()).contains("Two clients share the client id", "reason-codes");
        }
    }

    @Test
    void otherCredentialsAreTriedSoon() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(refusing(ReasonCode.NOT_AUTHORIZED), serving())) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).user("ann", "old"));
            List<String> tokens = new CopyOnWriteArrayList<>(List.of("old", "new", "new"));
            client.onConnection("tokens", tokensOf(tokens));
            BlockingQueue<ConnectionEvent> events = listen(client);
            get(client.start());

            assertThat(next(events, ConnectionEvent.Waiting.class).delay().toMillis()).isLessThanOrEqualTo(SOON_MILLIS);
            assertThat(broker.received("CONNECT")).extracting(connect -> text(connect.connect().payload().passwordInBytes()))
                    .containsExactly("old", "new");
        }
    }

    @Test
    void aTokenThatHasRunOutWithinTheConnectionIsRenewedSoon() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.send(Packets.disconnect(ReasonCode.NOT_AUTHORIZED)).close();
        }, serving())) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).user("ann", "old"));
            client.onConnection("tokens", tokensOf(new CopyOnWriteArrayList<>(List.of("old", "new", "new"))));
            BlockingQueue<ConnectionEvent> events = listen(client);
            client.start();

            assertThat(next(events, ConnectionEvent.Waiting.class).delay().toMillis()).isLessThanOrEqualTo(SOON_MILLIS);
            next(events, ConnectionEvent.Connected.class);
        }
    }

    @Test
    void theSameCredentialsAreTriedSlowly() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(refusing(ReasonCode.BAD_USER_NAME_OR_PASSWORD), serving())) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).user("ann", "old"));
            client.onConnection("tokens", tokensOf(new CopyOnWriteArrayList<>(List.of("old", "old", "old"))));
            followsAs(ReconnectAction.SLOW, client, ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        }
    }

    @Test
    void whoGivesNoCredentialsWhenAskedAgainIsAskedSlowly() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(refusing(ReasonCode.BAD_USER_NAME_OR_PASSWORD), serving())) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).user("ann", "old"));
            // fails when there are no more
            client.onConnection("tokens", tokensOf(new CopyOnWriteArrayList<>(List.of("old"))));
            followsAs(ReconnectAction.SLOW, client, ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        }
    }

    private static ConnectionListener tokensOf(List<String> tokens) {
        return new ConnectionListener() {
            @Override
            public Uni<ConnectAttempt> beforeConnect(ConnectionEvent.Connecting event, ConnectAttempt attempt) {
                return Uni.createFrom().item(() -> attempt.withPassword(tokens.remove(0)));
            }
        };
    }

    private static String text(byte[] bytes) {
        return new String(bytes);
    }

    private static ScriptedBroker.Script refusing(int code) {
        return connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.connAck5(false, code, "")).close();
        };
    }

    private static ScriptedBroker.Script serving() {
        return connection -> {
            connection.accept();
            connection.serve();
        };
    }

    private static BlockingQueue<ConnectionEvent> listen(ReconnectingClient client) {
        BlockingQueue<ConnectionEvent> events = new LinkedBlockingQueue<>();
        client.onConnection("test", new ConnectionListener() {
            @Override
            public void onEvent(ConnectionEvent event) {
                events.add(event);
            }
        });
        return events;
    }

    private static <E extends ConnectionEvent> E next(BlockingQueue<ConnectionEvent> events, Class<E> type)
            throws InterruptedException {
        ConnectionEvent event = events.poll(ClientFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        while (event != null && !type.isInstance(event)) {
            event = events.poll(ClientFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(event).as(type.getSimpleName()).isNotNull();
        return type.cast(event);
    }
}
