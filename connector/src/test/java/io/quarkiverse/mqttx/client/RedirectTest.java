package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.api.ConnectionStatus;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.ScriptedBroker.Script;

/** A broker refers the client to another one (MQTT-5.0 §4.11). */
@Tag("broker")
class RedirectTest {

    /** A row of redirections, and the targets of one reference, are bounded. */
    private static final int MOST_IN_A_ROW = 5;
    private static final int MOST_TARGETS = 8;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final List<ScriptedBroker> brokers = new ArrayList<>();
    /** Where {@link #refers} sends to, known only when all brokers listen. */
    private final AtomicReference<String> reference = new AtomicReference<>();

    private ScriptedBroker broker(Script... scripts) {
        ScriptedBroker broker = ScriptedBroker.start(scripts);
        brokers.add(broker);
        return broker;
    }

    @AfterEach
    void close() {
        brokers.forEach(ScriptedBroker::close);
    }

    private static final Script SERVES = conversation -> {
        conversation.accept();
        conversation.serve();
    };

    /** Refuses with a reference to another broker. */
    private Script refers(int code) {
        return refers(code, reference);
    }

    private static Script refers(int code, AtomicReference<String> where) {
        return conversation -> {
            conversation.expect("CONNECT");
            conversation.send(Packets.connAck5(false, code, property(0x1C, where.get()))).close();
        };
    }

    /** A string property as hexadecimal text. */
    private static String property(int id, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[utf8.length + 3];
        bytes[0] = (byte) id;
        bytes[1] = (byte) (utf8.length >> 8);
        bytes[2] = (byte) utf8.length;
        System.arraycopy(utf8, 0, bytes, 3, utf8.length);
        return HEX.formatHex(bytes);
    }

    private static String at(ScriptedBroker broker) {
        return broker.host() + ":" + broker.port();
    }

    private static void awaitServer(ReconnectingClient client, ScriptedBroker broker) {
        await().atMost(ClientFixture.PATIENCE)
                .until(() -> client.status().isConnected() && client.status().server().equals(address(broker)));
    }

    @Test
    void goesWhereTheConnAckRefersTo() throws Exception {
        ScriptedBroker target = broker(SERVES);
        ScriptedBroker first = broker(refers(ReasonCode.USE_ANOTHER_SERVER));
        reference.set("no/address localhost:99999 " + at(target));
        // a delay would be noticed: it is longer than the test waits
        ReconnectingClient client = fixture
                .create(ClientOptions.to(address(first)).reconnect(true, -1, 60_000, 60_000).followingRedirects());
        get(client.start());

        assertThat(client.status().server()).isEqualTo(address(target));
        assertThat(first.connections()).isEqualTo(1);
    }

    @Test
    void goesWhereADisconnectRefersTo() throws Exception {
        ScriptedBroker target = broker(SERVES);
        ScriptedBroker first = broker(conversation -> {
            conversation.accept();
            byte[] properties = HEX.parseHex(property(0x1C, at(target)));
            conversation.send(Packets.packet(0xE0, new byte[] { (byte) 0x9D, (byte) properties.length }, properties));
        });
        ReconnectingClient client = fixture
                .create(ClientOptions.to(address(first)).reconnect(true, -1, 60_000, 60_000).followingRedirects());
        get(client.start());

        awaitServer(client, target);
    }

    @Test
    void aServerForTheTimeBeingIsLeftWhenItIsLost() throws Exception {
        ScriptedBroker target = broker(conversation -> {
            conversation.accept();
            conversation.close();
        });
        reference.set(at(target));
        ScriptedBroker first = broker(refers(ReasonCode.USE_ANOTHER_SERVER), SERVES);
        ReconnectingClient client = fixture.create(ClientOptions.to(address(first)).followingRedirects());
        client.start();

        awaitServer(client, first);
        assertThat(first.connections()).isEqualTo(2);
    }

    @Test
    void aServerThatHasMovedIsNotAskedAgain() throws Exception {
        ScriptedBroker target = broker(conversation -> {
            conversation.accept();
            conversation.close();
        }, SERVES);
        reference.set(at(target));
        ScriptedBroker first = broker(refers(ReasonCode.SERVER_MOVED));
        ReconnectingClient client = fixture.create(ClientOptions.to(address(first)).followingRedirects());
        client.start();

        target.awaitConnections(2);
        awaitServer(client, target);
        assertThat(first.connections()).isEqualTo(1);
    }

    @Test
    void fallsBackToTheConfiguredServerWhenTheOtherIsNotThere() throws Exception {
        reference.set("localhost:1");
        ScriptedBroker first = broker(refers(ReasonCode.SERVER_MOVED), SERVES);
        ReconnectingClient client = fixture.create(ClientOptions.to(address(first)).followingRedirects());
        get(client.start());

        assertThat(client.status().server()).isEqualTo(address(first));
    }

    @Test
    void aCircleEndsInADelay() throws Exception {
        AtomicReference<String> toA = new AtomicReference<>();
        AtomicReference<String> toB = new AtomicReference<>();
        ScriptedBroker a = broker(refers(ReasonCode.USE_ANOTHER_SERVER, toB));
        ScriptedBroker b = broker(refers(ReasonCode.SERVER_MOVED, toA));
        toA.set(at(a));
        toB.set(at(b));
        ReconnectingClient client = fixture
                .create(ClientOptions.to(address(a)).reconnect(true, -1, 60_000, 60_000).followingRedirects());
        client.start();

        await().until(() -> String.valueOf(client.status().reason()).contains("leads back"));
        assertThat(client.status().state()).isEqualTo(ConnectionStatus.State.WAITING);
        assertThat(client.status().reason()).contains("0x9D Server moved", "'" + at(a) + "'", "leads back");
        assertThat(a.connections()).isEqualTo(1);
        assertThat(b.connections()).isEqualTo(1);
    }

    @Test
    void aLongRowOfRedirectionsEndsInADelay() throws Exception {
        List<AtomicReference<String>> targets = new ArrayList<>();
        for (int i = 0; i <= MOST_IN_A_ROW + 1; i++) {
            targets.add(new AtomicReference<>());
            broker(refers(ReasonCode.USE_ANOTHER_SERVER, targets.get(i)));
        }
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).set(at(brokers.get((i + 1) % brokers.size())));
        }
        ReconnectingClient client = fixture.create(
                ClientOptions.to(address(brokers.get(0))).reconnect(true, -1, 60_000, 60_000).followingRedirects());
        client.start();

        await().until(() -> String.valueOf(client.status().reason()).contains("leads back"));
        assertThat(brokers).extracting(ScriptedBroker::connections).containsExactly(1, 1, 1, 1, 1, 1, 0);
    }

    @Test
    void aReferenceToThousandsOfBrokersIsFollowedToAFew() throws Exception {
        List<String> dialled = new CopyOnWriteArrayList<>();
        reference.set(IntStream.range(1, 4_001).mapToObj(port -> "127.0.0.1:" + port).collect(Collectors.joining(" ")));
        ScriptedBroker first = broker(refers(ReasonCode.USE_ANOTHER_SERVER), SERVES);
        ReconnectingClient client = fixture.create(ClientOptions.to(address(first)).followingRedirects());
        client.onConnection("test", new ConnectionListener() {
            @Override
            public void onEvent(ConnectionEvent event) {
                if (event instanceof ConnectionEvent.Connecting connecting) {
                    dialled.add(connecting.server().toString());
                }
            }
        });
        get(client.start());

        awaitServer(client, first);
        assertThat(dialled).hasSize(1 + MOST_TARGETS + 1);
    }

    @Test
    void aPasswordGoesToNoOtherHostThatDoesNotProveItself() throws Exception {
        ScriptedBroker target = broker(Conversation::serve);
        reference.set("127.0.0.1:" + target.port());
        ScriptedBroker first = broker(refers(ReasonCode.USE_ANOTHER_SERVER));
        ReconnectingClient client = fixture
                .create(ClientOptions.to(address(first)).user("me", "secret").reconnect(false, -1, 1, 1).followingRedirects());

        assertThatThrownBy(() -> get(client.start())).cause().hasMessageContaining("refers to '127.0.0.1:" + target.port())
                .hasMessageContaining("password").hasMessageContaining("ssl=true").hasMessageContaining("'servers'");
        assertThat(target.connections()).isZero();
    }

    @Test
    void withoutAPasswordAndToAConfiguredHostItGoes() throws Exception {
        ScriptedBroker target = broker(SERVES);
        reference.set("127.0.0.1:" + target.port());
        ScriptedBroker first = broker(refers(ReasonCode.USE_ANOTHER_SERVER));
        get(fixture.create(ClientOptions.to(address(first)).followingRedirects()).start());

        ServerAddress known = new ServerAddress("127.0.0.1", 1, false);
        get(fixture.create(ClientOptions.to(address(first), known).user("me", "secret").followingRedirects()).start());
        assertThat(target.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({ "false, , true, false", "true, , true, true", "true, , false, false", "true, '', true, false" })
    void onlyTlsThatIsVerifiedProvesAHost(boolean tls, String algorithm, boolean trusting, boolean goes) {
        ClientSettings settings = ClientOptions.to(new ServerAddress("a", 1883, tls)).user("me", "secret").build();
        settings.transport().options().setTrustAll(!trusting);
        if (algorithm != null) {
            settings.transport().options().setHostnameVerificationAlgorithm(algorithm);
        }
        ConnectAttempt attempt = settings.session().configured(settings.servers().get(0));
        assertThat(new CredentialsScope(settings).includes(new ServerAddress("b", 8883, tls), attempt)).isEqualTo(goes);
        assertThat(new CredentialsScope(settings).includes(new ServerAddress("a", 1, tls), attempt)).isTrue();
    }

    @Test
    void staysWhereItIsUnlessItIsTold() throws Exception {
        ScriptedBroker target = broker(Conversation::serve);
        ScriptedBroker first = broker(conversation -> {
            conversation.expect("CONNECT");
            conversation.send(Packets.connAck5(false, 0x9D, property(0x1C, at(target)) + " " + property(0x1F, "go away")
                    + " 26 00 01 61 00 01 62")).close();
        });
        ReconnectingClient client = fixture.create(ClientOptions.to(address(first)).reconnect(false, -1, 1, 1));

        assertThatThrownBy(() -> get(client.start())).hasCauseInstanceOf(MqttConnectionException.class)
                .cause().hasMessageContaining("0x9D Server moved: go away")
                .hasMessageContaining("It refers to '" + at(target) + "'; set follow-redirects=true to go there")
                .satisfies(e -> {
                    MqttConnectionException failure = (MqttConnectionException) e;
                    assertThat(failure.reasonCode()).isEqualTo(ReasonCode.SERVER_MOVED);
                    assertThat(failure.reasonString()).contains("go away");
                    assertThat(failure.serverReference()).contains(at(target));
                    assertThat(failure.userProperties()).containsExactly(new UserProperty("a", "b"));
                });
        assertThat(target.connections()).isZero();
    }
}
