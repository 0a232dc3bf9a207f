package io.quarkiverse.mqttx.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.net.Socket;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

import io.quarkiverse.mqttx.api.ProtocolVersion;

@Tag("broker")
class BrokersTest {

    @ParameterizedTest
    @ArgumentsSource(BrokersAndVersions.class)
    void publishesAndReceivesAtEachQos(TestBroker broker, ProtocolVersion version) {
        broker.start();
        try (ReferenceClient client = ReferenceClient.of(broker).version(version).connect()) {
            client.subscribe("kit/+", 2);

            client.publish("kit/a", "zero", 0);
            client.publish("kit/a", "one", 1);
            client.publish("kit/a", "two", 2);

            assertThat(client.awaitReceived(3)).extracting(ReceivedMessage::text, ReceivedMessage::qos)
                    .containsExactly(tuple("zero", 0),
                            tuple("one", 1), tuple("two", 2));
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void aRestartKeepsWhatIsQueuedForAPersistentSession(TestBroker broker) {
        broker.persistent().start();
        ReferenceClient.Options options = ReferenceClient.of(broker).persistentSession("keeper");
        try (ReferenceClient client = options.connect()) {
            assertThat(client.sessionPresent()).isFalse();
            client.subscribe("kit/#", 2);
        }
        try (ReferenceClient publisher = ReferenceClient.connect(broker)) {
            publisher.publish("kit/a", "one", 1);
            publisher.publish("kit/b", "two", 2);
        }

        broker.restart();

        try (ReferenceClient client = options.connect()) {
            assertThat(client.sessionPresent()).isTrue();
            assertThat(client.awaitReceived(2)).extracting(ReceivedMessage::text).containsExactlyInAnyOrder("one", "two");
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void aRestartWithoutPersistenceForgets(TestBroker broker) {
        broker.start();
        try (ReferenceClient client = ReferenceClient.connect(broker)) {
            client.publish("kit/a", "kept".getBytes(), 1, true);
        }

        broker.restart();

        try (ReferenceClient client = ReferenceClient.connect(broker)) {
            client.subscribe("#", 1);
            client.publish("kit/b", "after", 1);
            assertThat(client.awaitReceived(1)).extracting(ReceivedMessage::text).containsExactly("after");
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void asksForNameAndPassword(TestBroker broker) {
        broker.user("alice", "secret").start();

        try (ReferenceClient client = ReferenceClient.of(broker).user("alice", "secret").connect()) {
            assertThat(client.isConnected()).isTrue();
        }
        assertThatThrownBy(() -> ReferenceClient.of(broker).user("alice", "wrong").connect())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ReferenceClient.connect(broker)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void encrypts(TestBroker broker) {
        broker.tls(Certificates.localhost()).start();

        try (ReferenceClient client = ReferenceClient.of(broker).tls(Certificates.localhost()).connect()) {
            assertThat(client.isConnected()).isTrue();
        }
        assertThatThrownBy(() -> ReferenceClient.of(broker).tls(Certificates.elsewhere()).connect())
                .hasMessageContaining("cannot connect");
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void asksForAClientCertificate(TestBroker broker) {
        broker.mutualTls(Certificates.localhost()).start();

        try (ReferenceClient client = ReferenceClient.of(broker).tls(Certificates.localhost()).connect()) {
            client.subscribe("kit", 1).publish("kit", "hello", 1);
            assertThat(client.awaitReceived(1)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void takesTenThousandMessagesAtSpeed(TestBroker broker) {
        broker.start();
        try (ReferenceClient client = ReferenceClient.connect(broker)) {
            client.subscribe("bulk", 1);
            client.publishAll("bulk", 10_000, i -> Integer.toString(i).getBytes(), 1);
            assertThat(client.awaitReceived(10_000)).hasSize(10_000).element(9_999).extracting(ReceivedMessage::text)
                    .isEqualTo("9999");
        }
    }

    @Test
    void moquetteSpeaksMqtt3Only() throws Exception {
        try (TestBroker broker = new MoquetteBroker().start()) {
            // It notes that a client is connected behind CONNACK, and drops one that subscribes before it has
            await("a connection that Moquette does not drop").ignoreExceptions().untilAsserted(() -> {
                try (ReferenceClient client = ReferenceClient.of(broker).version(ProtocolVersion.V3_1_1).connect()) {
                    client.subscribe("kit/a", 1).publish("kit/a", "hello", 1);
                    assertThat(client.awaitReceived(1)).extracting(ReceivedMessage::text).containsExactly("hello");
                }
            });
            try (Socket socket = new Socket(broker.host(), broker.port())) {
                socket.getOutputStream().write(RawPacket.bytes("10 0E 00 04 4D 51 54 54 05 02 00 00 00 00 01 61"));
                assertThat(RawPacket.hex(socket.getInputStream().readAllBytes())).isEqualTo("20 03 00 01 00");
            }
        }
    }
}
