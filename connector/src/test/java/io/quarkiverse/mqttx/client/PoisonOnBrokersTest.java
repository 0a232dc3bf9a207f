package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.PATIENCE;
import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.api.UnsubscribeException;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.quarkiverse.mqttx.topic.SafeText;

/** What ends the connection each time it is sent is given up, and what waits behind it arrives. */
@Tag("broker")
class PoisonOnBrokersTest {

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final List<String> reasons = new CopyOnWriteArrayList<>();

    private ReconnectingClient client(ClientOptions options) throws Exception {
        ReconnectingClient client = fixture.create(options);
        client.onConnection("test", new ConnectionListener() {
            @Override
            public void onEvent(ConnectionEvent event) {
                if (event instanceof ConnectionEvent.Lost lost) {
                    reasons.add(lost.reason());
                }
            }
        });
        get(client.start());
        return client;
    }

    @ParameterizedTest
    @CsvSource({ "V5, 1", "V5, 2", "V3_1_1, 1", "V3_1_1, 2" })
    void aTopicThatMosquittoDoesNotReadKeepsNoOtherMessageFromArriving(ProtocolVersion version, int qos) throws Exception {
        try (TestBroker broker = new MosquittoBroker().start()) {
            failsAndTheOthersArrive(broker, client(ClientOptions.to(address(broker)).version(version)
                    .persistentSession("poison").controlCharacters()), "a/b\nc", "x", qos);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2 })
    void aMessageThatIsTooLargeForABrokerThatCannotSaySoKeepsNoOtherFromArriving(int qos) throws Exception {
        try (TestBroker broker = new MosquittoBroker().set("max_packet_size", 2000).start()) {
            failsAndTheOthersArrive(broker, client(ClientOptions.to(address(broker)).version(ProtocolVersion.V3_1_1)
                    .persistentSession("large")), "a", "x".repeat(5_000), qos);
        }
    }

    @Test
    void whatArtemisForbidsInMqtt311KeepsNoOtherMessageFromArriving() throws Exception {
        try (TestBroker broker = new ArtemisBroker().user("alice", "secret").denyPublish("no/").start();
                ReferenceClient outside = ReferenceClient.of(broker).user("alice", "secret").connect()) {
            failsAndTheOthersArrive(outside, client(ClientOptions.to(address(broker)).version(ProtocolVersion.V3_1_1)
                    .user("alice", "secret").persistentSession("forbidden")), "no/entry", "x", 1);
        }
    }

    private void failsAndTheOthersArrive(TestBroker broker, ReconnectingClient client, String topic, String payload, int qos)
            throws Exception {
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            failsAndTheOthersArrive(outside, client, topic, payload, qos);
        }
    }

    private void failsAndTheOthersArrive(ReferenceClient outside, ReconnectingClient client, String topic, String payload,
            int qos) throws Exception {
        outside.subscribe("good", qos);
        Outcome bad = Outcome.of(client, topic, payload, qos);
        List<Outcome> good = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            good.add(Outcome.of(client, "good", "m" + i, qos));
        }
        assertThat(bad.failure()).isInstanceOf(PublishException.class)
                .hasMessageContainingAll("3 connections in a row", SafeText.quote(topic));
        for (Outcome outcome : good) {
            assertThat(outcome.reasonCode()).isZero();
        }
        outside.awaitReceived(5);
        assertThat(outside.receivedTexts()).contains("m0", "m1", "m2", "m3", "m4");
        assertThat(reasons).hasSize(5).noneMatch(reason -> reason.contains("two clients"));
        assertThat(client.status().isConnected()).isTrue();
    }

    @Test
    void twoClientsWithOneIdAreStillHintedAtWhereNothingIsUnderWay() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.close();
        })) {
            client(ClientOptions.to(address(broker)));
            await().atMost(PATIENCE).until(() -> reasons.stream().anyMatch(reason -> reason.contains("two clients")));
            assertThat(reasons).noneMatch(reason -> reason.contains("QoS 0"));
        }
    }

    @Test
    void whereMessagesOfQos0EndTheConnectionAgainAndAgainTheyAreHintedAtToo() throws Exception {
        try (TestBroker broker = new MosquittoBroker().start()) {
            ReconnectingClient client = client(
                    ClientOptions.to(address(broker)).version(ProtocolVersion.V3_1_1).controlCharacters());
            await().atMost(PATIENCE).until(() -> {
                Outcome.of(client, "a/b\nc", "x", 0);
                return reasons.stream().anyMatch(reason -> reason.contains("in a row"));
            });
            assertThat(reasons).element(2).asString().contains("3 connections in a row have ended soon", "QoS 0", "'a/b\\nc'",
                    "two clients share the client id");
        }
    }

    @Test
    void anUnsubscribeThatEndsTheConnectionIsConfirmedToNobodyAndGivenUp() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept(true);
            connection.serveUntil(packet -> packet.type().equals("UNSUBSCRIBE"));
            connection.close();
        })) {
            ReconnectingClient client = client(ClientOptions.to(address(broker)).persistentSession("u"));
            assertThatThrownBy(() -> get(client.forget("bad"))).hasCauseInstanceOf(UnsubscribeException.class)
                    .hasMessageContaining("'bad'");
            Outcome behind = Outcome.of(client, "good", "x", 1);
            assertThat(behind.reasonCode()).isZero();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(broker.received("UNSUBSCRIBE")).hasSize(5));
            assertThat(Outcome.of(client, "good", "y", 1).reasonCode()).isZero();
        }
    }

    @Test
    void aSubscribeThatEndsTheConnectionIsRefusedAndTheOthersAreGranted() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept(true);
            connection.serveUntil(packet -> packet.type().equals("SUBSCRIBE")
                    && new String(packet.bytes(), StandardCharsets.UTF_8).contains("bad"));
            connection.close();
        })) {
            ReconnectingClient client = client(ClientOptions.to(address(broker)).persistentSession("s"));
            Grant bad = Grant.of(client, "bad", 1);
            Grant good = Grant.of(client, "good", 1);
            assertThat(bad.code()).isEqualTo(0x80);
            assertThat(good.code()).isEqualTo(1);
            await().atMost(PATIENCE).until(() -> client.status().isConnected());
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aBrokerThatDoesNotTakeTheReleaseOfOldPacketIdentifiersStillGetsWhatNeedsNone(ProtocolVersion version)
            throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept(true);
            connection.serveUntil(packet -> packet.type().equals("PUBREL"));
            connection.close();
        })) {
            ReconnectingClient client = client(
                    ClientOptions.to(address(broker)).version(version).persistentSession("r"));
            Outcome bad = Outcome.of(client, "bad", "x", 2);
            Outcome behind = Outcome.of(client, "good", "x", 1);
            assertThat(bad.failure()).isInstanceOf(PublishException.class).hasMessageContainingAll("'bad'", "PUBREL",
                    "use QoS 1");
            assertThat(behind.reasonCode()).isZero();
            assertThat(Outcome.of(client, "bad", "y", 2).failure()).hasMessageContaining("use QoS 1");
            assertThat(Outcome.of(client, "good", "y", 1).reasonCode()).isZero();
            assertThat(reasons).hasSize(5).noneMatch(reason -> reason.contains("two clients"));
        }
    }

    @Test
    void anUnsubAckOfMqtt5WithoutReasonCodesIsTakenAsItIsMeant() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            for (int i = 0; i < 2; i++) {
                int id = connection.expect("UNSUBSCRIBE").packetId();
                connection.send(i == 0 ? "B0 03 00 0" + id + " 00" : "B0 02 00 0" + id);
            }
            connection.serve();
        })) {
            ReconnectingClient client = client(ClientOptions.to(address(broker)));
            get(client.forget("a"));
            get(client.forget("b"));
            assertThat(broker.connections()).isEqualTo(1);
            assertThat(broker.received("DISCONNECT")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "B0 02 00 09 | an UNSUBACK nobody has asked for",
            "90 03 00 09 01 | a SUBACK nobody has asked for",
            "B0 04 00 09 00 00 | one in the form of MQTT 5",
            "38 04 00 01 74 78 | QoS 0 with DUP" })
    void whatDoesNoHarmEndsNoConnection(String packet) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(Conversation::refuseMqtt5, connection -> {
            connection.accept();
            connection.send(packet.substring(0, packet.indexOf('|')).trim());
            connection.serve();
        })) {
            ReconnectingClient client = client(ClientOptions.to(address(broker)));
            assertThat(Outcome.of(client, "good", "x", 1).reasonCode()).isZero();
            assertThat(reasons).isEmpty();
        }
    }

    @Test
    void aSubAckWithACodeThatDoesNotExistGrantsNothingAndEndsNothing() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            int id = connection.expect("SUBSCRIBE").packetId();
            connection.send("90 04 00 0" + id + " 00 03");
            id = connection.expect("SUBSCRIBE").packetId();
            connection.send("90 03 00 0" + id + " 00");
            connection.serve();
        })) {
            ReconnectingClient client = client(ClientOptions.to(address(broker)));
            assertThat(Grant.of(client, "a", 1).code()).isEqualTo(0x80);
            assertThat(Grant.of(client, "b", 1).code()).isEqualTo(0x80);
            assertThat(reasons).isEmpty();
        }
    }
}
