package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.spi.AuthenticationRequest;
import io.quarkiverse.mqttx.spi.EnhancedAuthentication;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScramServer;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;

/** An application whose broker asks for more than a password (MQTT-5.0 §4.12). */
@Tag("broker")
class EnhancedAuthenticationTest {

    private TestApplication application;

    @ApplicationScoped
    static class Producer {
        @Inject
        @Channel("out")
        Emitter<String> emitter;
    }

    @AfterEach
    void end() {
        if (application != null) {
            application.close();
        }
    }

    private TestApplication application(ScriptedBroker broker, String mechanism) {
        application = new TestApplication(broker.host(), broker.port()).beans(Producer.class).outgoing("out")
                .connector("authentication", mechanism).connector("username", "ann").connector("password", "pencil")
                .connector("auto-reconnect", "false");
        return application;
    }

    private void awaitConnection() {
        await().atMost(Duration.ofSeconds(30)).until(() -> application.connector().getReadiness().isOk());
    }

    /** Why there is no connection. */
    private String awaitFailure() {
        return await().atMost(Duration.ofSeconds(30)).until(
                () -> application.connector().getReadiness().getChannels().iterator().next().getMessage(),
                reason -> reason != null && reason.contains("Gave up"));
    }

    private ReconnectingClient client() {
        return application.connector().sharedConnections().get(0).client();
    }

    private static void get(Future<Void> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    // ---- the broker's side

    /** Runs the first steps of a SCRAM authentication and returns what the broker would say at its end. */
    private static byte[] scram(Conversation conversation, ScramServer server, String hash) throws Exception {
        String method = "SCRAM-" + hash;
        RawPacket connect = conversation.expect("CONNECT");
        MqttProperties properties = connect.connect().variableHeader().properties();
        assertThat(properties.getProperty(0x15).value()).isEqualTo(method);
        assertThat(connect.connect().variableHeader().hasUserName()).as("SCRAM carries the name").isFalse();
        assertThat(connect.connect().variableHeader().hasPassword()).as("and nothing the password").isFalse();
        conversation.send(Packets.auth(0x18, method, server.first(data(properties))));
        return server.last(authData(conversation.expect("AUTH"), 0x18));
    }

    private static byte[] data(MqttProperties properties) {
        return (byte[]) properties.getProperty(0x16).value();
    }

    private static byte[] authData(RawPacket auth, int reasonCode) {
        MqttReasonCodeAndPropertiesVariableHeader header = (MqttReasonCodeAndPropertiesVariableHeader) auth.message()
                .variableHeader();
        assertThat(header.reasonCode()).isEqualTo((byte) reasonCode);
        return data(header.properties());
    }

    // ---- SCRAM

    @ParameterizedTest
    @ValueSource(strings = { "SHA-1", "SHA-256", "SHA-512" })
    void provesThePasswordAndLetsTheBrokerProveIt(String hash) throws Exception {
        ScramServer server = new ScramServer(hash, "pencil", 4096);
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.send(Packets.connAck5("SCRAM-" + hash, scram(conversation, server, hash)));
            conversation.serve();
        })) {
            application(broker, "SCRAM-" + hash).start();
            awaitConnection();

            assertThat(server.username()).isEqualTo("ann");
            assertThat(client().status().negotiated().version().is5()).isTrue();
        }
    }

    /** SASLprep (RFC 4013): a soft hyphen counts for nothing, and a Roman numeral nine is an I and an X. */
    @Test
    void preparesThePasswordAsTheStandardSays() throws Exception {
        ScramServer server = new ScramServer("SHA-256", "IX", 5000);
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.send(Packets.connAck5("SCRAM-SHA-256", scram(conversation, server, "SHA-256")));
            conversation.serve();
        })) {
            application(broker, "SCRAM-SHA-256").connector("password", "\u00AD\u2168").start();
            awaitConnection();
        }
    }

    @Test
    void endsTheConnectionWhenTheBrokerDoesNotKnowThePassword() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            scram(conversation, new ScramServer("SHA-256", "pencil", 4096), "SHA-256");
            conversation.send(Packets.connAck5("SCRAM-SHA-256",
                    "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=".getBytes(StandardCharsets.UTF_8)));
            conversation.expectBytes("E0 01 83");
            conversation.expectClose();
        })) {
            application(broker, "SCRAM-SHA-256").start();
            assertThat(awaitFailure()).contains("its proof that it knows the password is wrong");
            broker.awaitScripts();
        }
    }

    @Test
    void tellsThatTheBrokerDoesNotTakeThePassword() throws Exception {
        ScramServer server = new ScramServer("SHA-256", "another", 4096);
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            assertThat(scram(conversation, server, "SHA-256")).asString().isEqualTo("e=invalid-proof");
            conversation.send(Packets.connAck5(false, 0x87, "")).close();
        }, conversation -> {
            byte[] refusal = scram(conversation, server, "SHA-256");
            conversation.send(Packets.connAck5("SCRAM-SHA-256", refusal));
            conversation.expectClose();
        })) {
            application(broker, "SCRAM-SHA-256").start();
            assertThat(awaitFailure()).contains("CONNACK 0x87 Not authorized", "Check username and password");
            application.close();
            application(broker, "SCRAM-SHA-256").start();
            assertThat(awaitFailure()).contains("it refuses with 'invalid-proof'");
        }
    }

    @ParameterizedTest
    @CsvSource({ "1, between 4096 and 2000000", "2000001, between 4096 and 2000000" })
    void refusesWhatWouldGiveThePasswordAwayOrBlockTheMachine(int iterations, String reason) throws Exception {
        ScramServer server = new ScramServer("SHA-256", "pencil", iterations);
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            RawPacket connect = conversation.expect("CONNECT");
            conversation.send(Packets.auth(0x18, "SCRAM-SHA-256",
                    server.first(data(connect.connect().variableHeader().properties()))));
            conversation.expectBytes("E0 01 83");
            conversation.expectClose();
        })) {
            application(broker, "SCRAM-SHA-256").start();
            assertThat(awaitFailure()).contains(iterations + " iterations", reason);
            broker.awaitScripts();
        }
    }

    @Test
    void neverFallsBackToAVersionWithoutTheAuthentication() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.expect("CONNECT");
            conversation.send("20 02 00 01").close();
        })) {
            application(broker, "SCRAM-SHA-256").start();
            assertThat(awaitFailure()).contains("does not accept MQTT 5", "know no enhanced authentication");
            assertThat(broker.connections()).isEqualTo(1);
        }
    }

    @Test
    void saysWhatIsMissing() {
        try (ScriptedBroker broker = ScriptedBroker.start(Conversation::serve)) {
            application = new TestApplication(broker.host(), broker.port()).beans(Producer.class).outgoing("out")
                    .connector("authentication", "SCRAM-SHA-256").connector("auto-reconnect", "false").start();
            assertThat(awaitFailure()).contains("SCRAM-SHA-256 needs username and password");
            assertThat(broker.connections()).isZero();
        }
    }

    // ---- again, within the connection

    @Test
    void authenticatesAgainWhenTheApplicationWantsIt() throws Exception {
        ScramServer server = new ScramServer("SHA-256", "pencil", 4096);
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.send(Packets.connAck5("SCRAM-SHA-256", scram(conversation, server, "SHA-256")));
            byte[] first = server.first(authData(conversation.expect("AUTH"), 0x19));
            conversation.send(Packets.auth(0x18, "SCRAM-SHA-256", first));
            byte[] last = server.last(authData(conversation.expect("AUTH"), 0x18));
            conversation.send(Packets.auth(0x00, "SCRAM-SHA-256", last));
            conversation.serve();
        })) {
            application(broker, "SCRAM-SHA-256").start();
            awaitConnection();
            get(client().reauthenticate());

            assertThat(client().status().isConnected()).isTrue();
            assertThat(broker.connections()).isEqualTo(1);
        }
    }

    @Test
    void tellsThatTheBrokerHasRefusedTheSecondTime() throws Exception {
        ScramServer server = new ScramServer("SHA-256", "pencil", 4096);
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.send(Packets.connAck5("SCRAM-SHA-256", scram(conversation, server, "SHA-256")));
            conversation.expect("AUTH");
            conversation.send("E0 01 87").close();
        })) {
            application(broker, "SCRAM-SHA-256").start();
            awaitConnection();

            assertThatThrownBy(() -> get(client().reauthenticate())).isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(MqttConnectionException.class).hasMessageContaining("the connection ended before");
            assertThat(awaitFailure()).contains("0x87 Not authorized");
        }
    }

    @Test
    void thereIsNothingToRepeatWithoutEnhancedAuthentication() {
        try (ScriptedBroker broker = ScriptedBroker.start(Conversation::serve)) {
            application = new TestApplication(broker.host(), broker.port()).beans(Producer.class).outgoing("out").start();
            awaitConnection();
            assertThatThrownBy(() -> get(client().reauthenticate())).hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no enhanced authentication");
        }
    }

    // ---- a mechanism of the application's own

    /** One word, fetched somewhere else, that the broker takes at once. */
    @ApplicationScoped
    @Identifier("token")
    static class Token implements EnhancedAuthentication {

        static final List<AuthenticationRequest> requests = new CopyOnWriteArrayList<>();

        @Override
        public String method() {
            return "TOKEN";
        }

        @Override
        public boolean sendsCredentials() {
            return true;
        }

        @Override
        public Exchange begin(AuthenticationRequest request) {
            requests.add(request);
            return new Exchange() {

                @Override
                public Uni<byte[]> start() {
                    int number = requests.size();
                    return Uni.createFrom().item(() -> ("token " + number).getBytes(StandardCharsets.UTF_8))
                            .onItem().delayIt().by(Duration.ofMillis(10));
                }

                @Override
                public Uni<byte[]> respond(byte[] challenge) {
                    return Uni.createFrom().failure(new IllegalStateException("a token is all there is"));
                }

                @Override
                public void verify(byte[] data) {
                    // whoever has the token may have it
                }
            };
        }
    }

    /** Its method is one that no broker has to read. */
    @ApplicationScoped
    @Identifier("unreadable")
    static class Unreadable extends Token {

        @Override
        public String method() {
            return "TO\nKEN";
        }
    }

    @Test
    void aMethodWithAControlCharacterStopsTheStart() {
        try (ScriptedBroker broker = ScriptedBroker.serving()) {
            TestApplication wrong = application(broker, "unreadable").beans(Unreadable.class);
            assertThatThrownBy(wrong::start).rootCause()
                    .hasMessageContainingAll("channel 'out', attribute 'authentication', value 'unreadable': ",
                            "the authentication method 'TO\\nKEN'", "U+000A", "allow-control-characters=true");
            assertThat(broker.connections()).isZero();
        }
    }

    @Test
    void asksTheMechanismAnewAtEachConnectionAndWhenItIsTold() throws Exception {
        Token.requests.clear();
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            MqttProperties properties = conversation.expect("CONNECT").connect().variableHeader().properties();
            assertThat(data(properties)).asString().isEqualTo("token 1");
            conversation.send(Packets.connAck5("TOKEN", new byte[0])).close();
        }, conversation -> {
            RawPacket connect = conversation.expect("CONNECT");
            assertThat(data(connect.connect().variableHeader().properties())).asString().isEqualTo("token 2");
            assertThat(connect.connect().payload().userName()).isEqualTo("ann");
            conversation.send(Packets.connAck5("TOKEN", new byte[0]));
            for (int number = 3; number <= 4; number++) {
                assertThat(authData(conversation.expect("AUTH"), 0x19)).asString().isEqualTo("token " + number);
                conversation.send(Packets.auth(0, "TOKEN", new byte[0]));
            }
        })) {
            application(broker, "token").beans(Token.class).connector("auto-reconnect", "true")
                    .connector("reconnect-interval-seconds", "0").start();

            // the first connection is one, too, for a moment
            await().until(() -> client().status().reconnects() == 1);
            get(client().reauthenticate());
            get(client().reauthenticate());
            broker.awaitScripts();
            assertThat(Token.requests).extracting(AuthenticationRequest::again).containsExactly(false, false, true, true);
            assertThat(Token.requests.get(0)).satisfies(request -> {
                assertThat(request.username()).isEqualTo("ann");
                assertThat(request.password()).isEqualTo("pencil");
                assertThat(request.server().port()).isEqualTo(broker.port());
                assertThat(request.toString()).doesNotContain("pencil");
            });
        }
    }

    @Test
    void whatTheMechanismCannotAnswerEndsTheAttempt() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.expect("CONNECT");
            conversation.send(Packets.auth(0x18, "TOKEN", new byte[0]));
            conversation.expectBytes("E0 01 83");
            conversation.expectClose();
        })) {
            application(broker, "token").beans(Token.class).start();
            assertThat(awaitFailure()).contains("the authentication has failed: a token is all there is");
            broker.awaitScripts();
        }
    }

    /** A token that does not come. */
    @ApplicationScoped
    @Identifier("never")
    static class Never extends Token {

        @Override
        public Exchange begin(AuthenticationRequest request) {
            return new Exchange() {

                @Override
                public Uni<byte[]> start() {
                    return Uni.createFrom().nothing();
                }

                @Override
                public Uni<byte[]> respond(byte[] challenge) {
                    return Uni.createFrom().nothing();
                }

                @Override
                public void verify(byte[] data) {
                    // it does not come to that
                }
            };
        }
    }

    /** Answers when the test says so. */
    @ApplicationScoped
    @Identifier("slow")
    static class Slow extends Token {

        static final List<CompletableFuture<byte[]>> answers = new CopyOnWriteArrayList<>();

        @Override
        public Exchange begin(AuthenticationRequest request) {
            return new Exchange() {

                @Override
                public Uni<byte[]> start() {
                    return Uni.createFrom().item(new byte[0]);
                }

                @Override
                public Uni<byte[]> respond(byte[] challenge) {
                    CompletableFuture<byte[]> answer = new CompletableFuture<>();
                    answers.add(answer);
                    return Uni.createFrom().completionStage(answer);
                }

                @Override
                public void verify(byte[] data) {
                    // the broker may say what it likes
                }
            };
        }
    }

    @Test
    void aLateAnswerOfTheMechanismIsNotForTheNextConnection() throws Exception {
        challengedTwice(first -> first.complete("late".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aLateFailureOfTheMechanismIsNotForTheNextConnection() throws Exception {
        challengedTwice(first -> first.completeExceptionally(new IllegalStateException("late")));
    }

    /** The first connection ends while the mechanism thinks; it answers when the second one asks as well. */
    private void challengedTwice(Consumer<CompletableFuture<byte[]>> late) throws Exception {
        Slow.answers.clear();
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.expect("CONNECT");
            conversation.send(Packets.auth(0x18, "TOKEN", new byte[0]));
            await().atMost(Duration.ofSeconds(30)).until(() -> Slow.answers.size() == 1);
            conversation.close();
        }, conversation -> {
            conversation.expect("CONNECT");
            conversation.send(Packets.auth(0x18, "TOKEN", new byte[0]));
            assertThat(authData(conversation.expect("AUTH"), 0x18)).asString().isEqualTo("in time");
            conversation.send(Packets.connAck5("TOKEN", new byte[0]));
            conversation.serve();
        })) {
            application(broker, "slow").beans(Slow.class).connector("auto-reconnect", "true")
                    .connector("reconnect-interval-seconds", "0").start();
            await().atMost(Duration.ofSeconds(30)).until(() -> Slow.answers.size() == 2);
            late.accept(Slow.answers.get(0));
            Slow.answers.get(1).complete("in time".getBytes(StandardCharsets.UTF_8));

            awaitConnection();
            assertThat(broker.connections()).isEqualTo(2);
        }
    }

    @Test
    void allWhoAskForAuthenticationWhileItIsUnderWayShareItsOutcome() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        ScramServer server = new ScramServer("SHA-256", "pencil", 4096);
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.send(Packets.connAck5("SCRAM-SHA-256", scram(conversation, server, "SHA-256")));
            conversation.expect("AUTH");
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            conversation.send("E0 01 87").close();
        })) {
            application(broker, "SCRAM-SHA-256").start();
            awaitConnection();
            Future<Void> first = client().reauthenticate();
            Future<Void> second = client().reauthenticate();
            broker.awaitReceived("AUTH", 2);
            // behind both of them
            CountDownLatch turn = new CountDownLatch(1);
            client().context().runOnContext(ignored -> turn.countDown());
            assertThat(turn.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(second.isComplete()).as("before the broker has answered").isFalse();
            asked.countDown();

            for (Future<Void> each : List.of(first, second)) {
                assertThatThrownBy(() -> get(each)).hasCauseInstanceOf(MqttConnectionException.class);
            }
        }
    }

    @Test
    void doesNotWaitForEverForTheMechanism() {
        try (ScriptedBroker broker = ScriptedBroker.start(Conversation::serve)) {
            application(broker, "never").beans(Never.class).connector("connect-timeout-seconds", "1").start();
            assertThat(awaitFailure()).contains("was not prepared within 1000 ms (connect-timeout-seconds)");
            assertThat(broker.connections()).isZero();
        }
    }
}
