package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.PATIENCE;
import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.ConnectionStatus;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.TraceLevel;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.client.watch.PacketText;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.TestBroker;

@Tag("broker")
class PacketTraceTest {

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @Test
    void showsEachPacketWithTheBeginningOfItsPayloadAndCanBeSwitchedWhileItRuns() throws Exception {
        MosquittoBroker.assumeInstalled();
        try (TestBroker broker = new MosquittoBroker().start(); LogCapture log = new LogCapture(Level.INFO)) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            Outcome.of(client, "before", "unseen", 1).reasonCode();
            assertThat(log.lines()).noneMatch(line -> line.contains("PUBLISH"));

            client.trace(TraceLevel.HEADERS);
            Outcome.of(client, "headers", "unseen", 1).reasonCode();
            client.trace(TraceLevel.payload(4));
            Outcome.of(client, "payload", "seen and more", 1).reasonCode();
            client.trace(TraceLevel.OFF);
            Outcome.of(client, "afterwards", "unseen", 1).reasonCode();

            String to = "INFO MQTT connection 'test' to " + address(broker) + ": ";
            assertThat(log.lines()).contains(to + "PUBLISH packet 2, topic 'headers', QoS 1, 6 bytes",
                    "INFO MQTT connection 'test' from " + address(broker) + ": PUBACK packet 2, 0x10 No matching subscribers",
                    to + "PUBLISH packet 3, topic 'payload', QoS 1, 13 bytes \"seen\"…")
                    .noneMatch(line -> line.contains("unseen") || line.contains("before") || line.contains("afterwards"));
        }
    }

    @Test
    void showsNoSecret() throws Exception {
        try (LogCapture log = new LogCapture(Level.INFO); ScriptedBroker broker = ScriptedBroker.start(Conversation::serve)) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).user("ann", "hidden"));
            client.trace(TraceLevel.payload(1000));
            get(client.start());

            assertThat(log.lines()).anyMatch(line -> line.contains("CONNECT MQTT 5") && line.contains("with password"))
                    .noneMatch(line -> line.contains("hidden"));
        }
        byte[] secret = "hidden".getBytes(StandardCharsets.UTF_8);
        Properties properties = Properties.builder().add(Property.AUTHENTICATION_METHOD, "SCRAM")
                .add(Property.AUTHENTICATION_DATA, secret).add(Property.USER_PROPERTY, new UserProperty("token", "hidden"))
                .build();
        assertThat(PacketText.of(new Connect(ProtocolVersion.V5, "me", true, 60, null, "hidden", secret, properties)))
                .doesNotContain("hidden").contains("AUTHENTICATION_METHOD=SCRAM", "USER_PROPERTY=token");
        assertThat(PacketText.of(new Auth(0x18, Properties.builder().add(Property.AUTHENTICATION_DATA, secret).build())))
                .isEqualTo("AUTH 0x18 Continue authentication {AUTHENTICATION_DATA=6 bytes}");
        assertThat(PacketText.of(new Publish("t", secret, 0, true, false, 0,
                Properties.builder().add(Property.CORRELATION_DATA, secret).build())))
                .isEqualTo("PUBLISH topic 't', QoS 0, retain, 6 bytes {CORRELATION_DATA=6 bytes}");
    }

    @Test
    void showsPayloadsThatAreNoTextInDigitsAndKeepsEachInOneLine() {
        assertThat(PacketText.payload(new byte[] { 0, (byte) 0xFF, 7 }, 2)).isEqualTo("00 FF…");
        assertThat(PacketText.payload("a\nb".getBytes(StandardCharsets.UTF_8), 10)).isEqualTo("\"a\\nb\"");
        assertThat(PacketText.payload("aä".getBytes(StandardCharsets.UTF_8), 2)).as("half a character").isEqualTo("\"a\"…");
        assertThat(PacketText.of(Publish.of("a\nINFO forged", new byte[0], 0, false))).doesNotContain("\n");
    }

    @Test
    void showsTheLastPacketsOnceWhenTheBrokerBreaksTheRules() throws Exception {
        ScriptedBroker.Script wrong = connection -> {
            connection.accept();
            connection.publish("news", 0, 0, "hidden");
            for (int i = 1; i <= 40; i++) {
                connection.publish("topic/" + i, 2, i, "hidden");
            }
            connection.send(Packets.connAck(connection.version()));
        };
        try (LogCapture log = new LogCapture(Level.WARNING);
                ScriptedBroker broker = ScriptedBroker.start(wrong, wrong, Conversation::serve)) {
            fixture.create(ClientOptions.to(address(broker)).version(ProtocolVersion.V5)).start();
            broker.awaitConnections(3);

            List<String> dumps = log.lines().stream().filter(line -> line.contains("the last packets")).toList();
            assertThat(dumps).singleElement().asString()
                    .contains("connection to " + address(broker), "the broker has sent CONNACK in the middle of a connection",
                            "\n    received PUBLISH packet 40, topic 'topic/40', QoS 2, 6 bytes\n",
                            "    received CONNACK 0x00 Success",
                            "    sent     DISCONNECT 0x82 Protocol Error")
                    .doesNotContain("hidden", "sent     CONNECT", "topic 'news'");
            assertThat(dumps.get(0).lines().count()).isEqualTo(33);
        }
    }

    @ParameterizedTest
    @CsvSource({ "0x82, true", "0x94, true", "0x8B, false", "0x98, false", "0x8E, false" })
    void showsThemWhenTheBrokerBlamesUs(String code, boolean expected) throws Exception {
        try (LogCapture log = new LogCapture(Level.WARNING); ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.send(Packets.disconnect(Integer.decode(code)));
        }, Conversation::serve)) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).reconnect(false, 0, 0, 0));
            get(client.start());
            await().atMost(PATIENCE).until(() -> client.status().state() == ConnectionStatus.State.FAILED);

            assertThat(log.lines().stream().anyMatch(line -> line.contains("the last packets"))).isEqualTo(expected);
        }
    }

    @Test
    void showsTheLastPacketsWhenBytesAreNoPacket() throws Exception {
        try (LogCapture log = new LogCapture(Level.WARNING); ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.send("00 00");
        }, Conversation::serve)) {
            fixture.create(ClientOptions.to(address(broker))).start();
            broker.awaitConnections(2);

            assertThat(log.lines()).anyMatch(line -> line.contains("the last packets") && line.contains("received CONNACK"));
        }
    }

    @Test
    void aFallBackToAnotherVersionIsNoError() throws Exception {
        try (LogCapture log = new LogCapture(Level.WARNING); ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send("00 00");
        }, Conversation::serve)) {
            get(fixture.create(ClientOptions.to(address(broker))).start());

            assertThat(log.lines()).noneMatch(line -> line.contains("the last packets"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "off", "headers", "payload:17" })
    void levelsAreReadAsTheyAreWritten(String level) {
        assertThat(TraceLevel.parse(" " + level.toUpperCase())).hasToString(level);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "on", "payload", "payload:0", "payload:x" })
    void anotherLevelIsRefused(String level) {
        assertThatThrownBy(() -> TraceLevel.parse(level)).hasMessageContaining("off, headers or payload:N");
    }
}
