package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.PATIENCE;
import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.api.ConnectionStatus.State;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;

/** Listeners that take part: they change attempts and forbid them. */
@Tag("broker")
class ConnectionListenerTest {

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private static ConnectionListener before(
            BiFunction<ConnectionEvent.Connecting, ConnectAttempt, Uni<ConnectAttempt>> preparation) {
        return new ConnectionListener() {
            @Override
            public Uni<ConnectAttempt> beforeConnect(ConnectionEvent.Connecting event, ConnectAttempt attempt) {
                return preparation.apply(event, attempt);
            }
        };
    }

    private static ConnectionListener after(Function<ConnectionEvent.Ended, Uni<Boolean>> decision) {
        return new ConnectionListener() {
            @Override
            public Uni<Boolean> mayReconnect(ConnectionEvent.Ended event) {
                return decision.apply(event);
            }
        };
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aFreshTokenIsFetchedOnAnotherThreadForEachAttemptAtARealBroker(ProtocolVersion version) throws Exception {
        MosquittoBroker.assumeInstalled();
        MosquittoBroker broker = new MosquittoBroker();
        broker.user("ann", "token 3");
        try (broker; LogCapture log = new LogCapture()) {
            broker.start();
            AtomicInteger tokens = new AtomicInteger();
            ReconnectingClient client = fixture.createWithSlowDelay(
                    ClientOptions.to(address(broker)).version(version).user("ann", "configured"), 50);
            client.onConnection("token refresh", before((event, attempt) -> Uni.createFrom()
                    .item(() -> attempt.withPassword("token " + tokens.incrementAndGet()))
                    .runSubscriptionOn(Infrastructure.getDefaultExecutor())));
            get(client.start());

            assertThat(tokens).hasValue(3);
            assertThat(log.lines()).noneMatch(line -> line.contains("token 1"));
        }
    }

    @Test
    void allThatConnectSaysMayBeChangedByOneListenerAfterTheOther() throws Exception {
        try (ScriptedBroker elsewhere = ScriptedBroker.start(Conversation::serve);
                ScriptedBroker configured = ScriptedBroker.start(Conversation::serve)) {
            ReconnectingClient client = fixture
                    .create(ClientOptions.to(address(configured)).version(ProtocolVersion.V5).presence("presence", 0));
            client.onConnection("first", before((event, attempt) -> Uni.createFrom()
                    .item(attempt.withServer(address(elsewhere)).withCredentials("ann", "secret"))
                    .emitOn(Infrastructure.getDefaultExecutor())));
            client.onConnection("silent", before((event, attempt) -> null));
            client.onConnection("second", before((event, attempt) -> {
                assertThat(client.context()).as("called on the event loop")
                        .matches(context -> Vertx.currentContext() == context);
                return Uni.createFrom().item(attempt.withCredentials(attempt.username() + "@home", attempt.password())
                        .withUserProperties(List.of(new UserProperty("site", "7")))
                        .withWillPayload("gone".getBytes(StandardCharsets.UTF_8)));
            }));
            get(client.start());

            var connect = elsewhere.awaitReceived("CONNECT", 1).get(0).connect();
            MqttConnectPayload payload = connect.payload();
            assertThat(payload.userName()).isEqualTo("ann@home");
            assertThat(payload.passwordInBytes()).asString().isEqualTo("secret");
            assertThat(payload.willMessageInBytes()).asString().isEqualTo("gone");
            assertThat(payload.willTopic()).isEqualTo("presence");
            MqttProperties.UserProperties own = (MqttProperties.UserProperties) connect.variableHeader().properties()
                    .getProperty(MqttProperties.MqttPropertyType.USER_PROPERTY.value());
            assertThat(own.value()).containsExactly(new MqttProperties.StringPair("site", "7"));
            assertThat(configured.connections()).isZero();
            assertThat(client.status().server()).isEqualTo(address(elsewhere));
        }
    }

    @Test
    void aPasswordWithoutANameGetsAnEmptyNameWhereTheVersionWantsOne() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(Conversation::serve)) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).version(ProtocolVersion.V3_1_1));
            client.onConnection("token", before((event, attempt) -> Uni.createFrom().item(attempt.withPassword("token"))));
            get(client.start());

            MqttConnectPayload payload = broker.received("CONNECT").get(0).connect().payload();
            assertThat(payload.userName()).isEmpty();
            assertThat(payload.passwordInBytes()).asString().isEqualTo("token");
        }
    }

    @Test
    void anAttemptFailsWhenAListenerFailsOrDoesNotAnswerAndTheNextOneFollows() throws Exception {
        try (LogCapture log = new LogCapture();
                ScriptedBroker broker = ScriptedBroker.start(Conversation::serve)) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).connectTimeout(300));
            AtomicBoolean cancelled = new AtomicBoolean();
            client.onConnection("token refresh", before((event, attempt) -> switch (event.attempt()) {
                case 1 -> throw new IllegalStateException("no token to be had");
                case 2 -> Uni.createFrom().failure(new IllegalStateException("still none"));
                case 3 -> Uni.createFrom().<ConnectAttempt> nothing().onCancellation().invoke(() -> cancelled.set(true));
                default -> Uni.createFrom().item(attempt);
            }));
            get(client.start());

            assertThat(broker.connections()).isEqualTo(1);
            assertThat(cancelled).isTrue();
            assertThat(log.lines("WARN"))
                    .anyMatch(line -> line.contains("the token refresh has failed: no token to be had. Next attempt in"))
                    .anyMatch(line -> line.contains("the token refresh has failed: still none. Next attempt in"))
                    .anyMatch(line -> line
                            .contains("the token refresh has not answered within 300 ms (connect-timeout-seconds)"));
        }
    }

    @Test
    void anAttemptThatAListenerHasFailedIsNotTheFaultOfTheServer() throws Exception {
        try (ScriptedBroker first = ScriptedBroker.serving(); ScriptedBroker second = ScriptedBroker.serving()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(first), address(second)));
            client.onConnection("token refresh", before((event, attempt) -> event.attempt() == 1
                    ? Uni.createFrom().failure(new IllegalStateException("no token to be had"))
                    : Uni.createFrom().item(attempt)));
            get(client.start());
            assertThat(client.status().server()).isEqualTo(address(first));
        }
    }

    @Test
    void whatAListenerSaysOfAConnectionThatWasEndedSinceDoesNotCount() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.close();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            AtomicReference<UniEmitter<? super Boolean>> answer = new AtomicReference<>();
            client.onConnection("slow", after(event -> Uni.createFrom().<Boolean> emitter(asked -> answer.set(asked))));
            get(client.start());
            await().atMost(PATIENCE).until(() -> answer.get() != null);
            get(client.disconnect(PATIENCE));
            answer.get().complete(true);

            await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> broker.connections() == 1);
        }
    }

    @Test
    void oneThatSaysNoEndsTheAttempts() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.connAck5(false, 0x97, "")).close();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).version(ProtocolVersion.V5));
            AtomicInteger asked = new AtomicInteger();
            client.onConnection("yes", after(event -> Uni.createFrom().item(true)));
            client.onConnection("third time", after(event -> Uni.createFrom().item(() -> asked.incrementAndGet() < 3)
                    .runSubscriptionOn(Infrastructure.getDefaultExecutor())));
            AtomicInteger afterwards = new AtomicInteger();
            client.onConnection("afterwards", after(event -> {
                afterwards.incrementAndGet();
                return null;
            }));
            client.start();
            await().atMost(PATIENCE).until(() -> client.status().state() == State.FAILED);

            assertThat(client.status().reasonCode()).isEqualTo(0x97);
            assertThat(client.status().reason()).contains("Quota exceeded", "Gave up: a connection listener allows no other");
            assertThat(broker.connections()).isEqualTo(3);
            assertThat(afterwards).as("not asked when it is decided").hasValue(2);
        }
    }

    @Test
    void oneThatFailsOrDoesNotAnswerForbidsNothing() throws Exception {
        try (LogCapture log = new LogCapture(); ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.close();
        }, connection -> {
            connection.accept();
            connection.close();
        }, Conversation::serve)) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).connectTimeout(300));
            AtomicInteger asked = new AtomicInteger();
            client.onConnection("guard", after(event -> {
                if (asked.incrementAndGet() == 1) {
                    throw new IllegalStateException("thrown");
                }
                return Uni.createFrom().nothing();
            }));
            client.start();
            broker.awaitConnections(3);

            assertThat(log.lines("WARN")).anyMatch(line -> line.contains("the guard has failed: thrown, so it keeps trying"))
                    .anyMatch(line -> line.contains("the guard has not answered within 300 ms"));
        }
    }

    @Test
    void aStopDoesNotWaitForListeners() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.close();
        })) {
            ReconnectingClient preparing = fixture.create(ClientOptions.to(address(broker)));
            preparing.onConnection("slow", before((event, attempt) -> Uni.createFrom().nothing()));
            preparing.start();
            get(preparing.stop(PATIENCE));

            ReconnectingClient deciding = fixture.create(ClientOptions.to(address(broker)));
            AtomicBoolean asked = new AtomicBoolean();
            deciding.onConnection("slow", after(event -> {
                asked.set(true);
                return Uni.createFrom().nothing();
            }));
            get(deciding.start());
            await().atMost(PATIENCE).untilTrue(asked);
            get(deciding.stop(PATIENCE));

            assertThat(broker.connections()).isEqualTo(1);
            assertThat(deciding.status().state()).isEqualTo(State.CLOSED);
        }
    }
}
