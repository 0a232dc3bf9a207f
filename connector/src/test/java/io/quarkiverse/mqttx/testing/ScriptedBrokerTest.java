package io.quarkiverse.mqttx.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.mqttx.api.ProtocolVersion;

@Tag("broker")
class ScriptedBrokerTest {

    private static final String CONNECT_311 = "10 0D 00 04 4D 51 54 54 04 02 00 00 00 01 61";

    @Test
    void holdsAConversationAndRecordsIt() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expectBytes("C0 00");
            connection.send("D0 00");
            connection.close();
        })) {
            try (Socket client = new Socket(broker.host(), broker.port())) {
                client.getOutputStream().write(RawPacket.bytes(CONNECT_311 + "C0 00"));
                assertThat(RawPacket.hex(client.getInputStream().readAllBytes())).isEqualTo("20 02 00 00 D0 00");
            }
            broker.awaitScripts();
            assertThat(broker.received()).extracting(RawPacket::type).containsExactly("CONNECT", "PINGREQ");
            assertThat(broker.received("CONNECT").get(0).connect().payload().clientIdentifier()).isEqualTo("a");
            assertThat(broker.transcript()).contains("#1 < CONNECT " + CONNECT_311, "#1 > CONNACK 20 02 00 00", "#1 > close");
        }
    }

    @Test
    void failsTheTestWithTheTranscriptWhenTheClientDeviates() throws Exception {
        ScriptedBroker broker = ScriptedBroker.start(connection -> connection.expect("CONNECT"));
        try (Socket client = new Socket(broker.host(), broker.port())) {
            client.getOutputStream().write(RawPacket.bytes("C0 00"));
            assertThatThrownBy(broker::awaitScripts).isInstanceOf(AssertionError.class)
                    .hasMessageContaining("expected CONNECT but got #1 PINGREQ C0 00").hasMessageContaining("Transcript");
        }
        assertThatThrownBy(broker::close).isInstanceOf(AssertionError.class);
    }

    @Test
    void runsTheNextScriptOnTheNextConnectionAndRepeatsTheLast() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(
                connection -> connection.send("01").close(),
                connection -> connection.send("02").close())) {
            assertThat(read(broker)).isEqualTo("01");
            assertThat(read(broker)).isEqualTo("02");
            assertThat(read(broker)).isEqualTo("02");
            assertThat(broker.connections()).isEqualTo(3);
        }
    }

    @Test
    void resetsTheConnection() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.reset();
        }); Socket client = new Socket(broker.host(), broker.port())) {
            client.getOutputStream().write(RawPacket.bytes(CONNECT_311));
            InputStream in = client.getInputStream();
            assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void servesAnIndependentClient(ProtocolVersion version) {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.grant(2);
            connection.publish("greeting", 1, 7, "hello");
            connection.expect("PUBACK");
            connection.serve();
        }); ReferenceClient client = ReferenceClient.of(broker).version(version).connect()) {
            client.subscribe("greeting", 2);
            assertThat(client.awaitReceived(1)).extracting(ReceivedMessage::text).containsExactly("hello");
            client.publish("answer", "one", 1);
            client.publish("answer", "two", 2);
            assertThat(broker.received("PUBLISH")).extracting(RawPacket::topic).containsOnly("answer");
            assertThat(broker.received("PUBLISH")).extracting(packet -> new String(packet.payload()))
                    .containsExactly("one", "two");
        }
    }

    private static String read(ScriptedBroker broker) throws IOException {
        try (Socket client = new Socket(broker.host(), broker.port())) {
            return RawPacket.hex(client.getInputStream().readAllBytes());
        }
    }
}
