package io.quarkiverse.mqttx.client.watch;

import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.api.ConnectionStatus.State;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.ClientFixture;
import io.quarkiverse.mqttx.client.ClientOptions;
import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.client.Outcome;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.client.routing.Route;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.topic.TopicFilter;

@Tag("broker")
class ConnectionLogTest {

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @Test
    void aFailureThatRepeatsIsLoggedMoreAndMoreSeldom() {
        ConnectionName name = new ConnectionName("x");
        name.usedBy(List.of("a", "b"));
        ConnectionLog log = new ConnectionLog(name);
        ServerAddress server = new ServerAddress("broker", 1883, false);
        try (LogCapture capture = new LogCapture()) {
            for (int i = 0; i < 1000; i++) {
                log.failed(server, "Connection refused", 10);
            }
            assertThat(capture.lines("WARN")).hasSize(8).first().asString()
                    .contains("'x' (channels a, b)", "mqtt://broker:1883", "Connection refused", "10 ms");
            assertThat(capture.lines("WARN").get(7)).contains("512 times the same");

            log.failed(server, "another reason", 10);
            assertThat(capture.lines("WARN")).hasSize(9);
        }
    }

    @Test
    void saysWhatWasNegotiated() throws Exception {
        try (LogCapture capture = new LogCapture(); ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send("20 02 00 01").close();
        }, connection -> {
            connection.accept();
            connection.serve();
        })) {
            get(fixture.create(ClientOptions.to(address(broker))).start());
            assertThat(capture.lines("INFO"))
                    .anyMatch(line -> line.contains("does not accept MQTT 5") && line.contains("connected with MQTT 3.1.1"))
                    .anyMatch(line -> line.contains("connected to " + address(broker) + " with MQTT 3.1.1 as 'tested'")
                            && line.contains("new session"));
        }
    }

    @Test
    void neverContainsThePasswordOrAPayload() throws Exception {
        try (LogCapture capture = new LogCapture(); ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("PUBLISH");
            connection.close();
        }, connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.connAck5(false, 0x86, "")).close();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).user("me", "hidden-secret"));
            get(client.start());
            Outcome.of(client, "t", "hidden-payload", 1);
            await().atMost(ClientFixture.PATIENCE).pollInterval(Duration.ofMillis(5))
                    .until(() -> client.status().state() == State.WAITING && client.status().reasonCode() == 0x86);
            assertThat(capture.lines("DEBUG")).anyMatch(line -> line.contains(" to " + address(broker) + ": CONNECT MQTT 5")
                    && line.contains("with password"))
                    .anyMatch(line -> line.contains("PUBLISH packet 1, topic 't', QoS 1, 14 bytes"));
            assertThat(capture.lines()).noneMatch(line -> line.contains("hidden"));
        }
    }

    @Test
    void everyLineNamesTheChannelsOfItsConnection() throws Exception {
        try (LogCapture capture = new LogCapture(); ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.publish("unwanted", 0, 0, "x");
            connection.publish("wanted", 0, 0, "x");
            connection.send("00 00"); // is no packet
        }, connection -> {
            connection.accept();
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            client.usedBy(List.of("in", "out"));
            client.onConnection("listener", new ConnectionListener() {
                @Override
                public void onEvent(ConnectionEvent event) {
                    throw new IllegalStateException("failing");
                }
            });
            client.onPacket(PacketType.PUBLISH, null, 0, packet -> {
                throw new IllegalStateException("failing");
            });
            client.route(List.of(TopicFilter.of("wanted")), new Route() {
                @Override
                public void deliver(InboundMessage message) {
                    throw new IllegalStateException("failing");
                }

                @Override
                public void failed(Throwable cause) {
                    throw new IllegalStateException("failing");
                }
            });
            get(client.start());
            await().atMost(ClientFixture.PATIENCE).until(() -> client.status().reconnects() == 1);
            get(client.stop(Duration.ofSeconds(5)));

            assertThat(capture.lines()).allMatch(line -> line.contains("MQTT connection 'test' (channels in, out)"));
            assertThat(String.join("\n", capture.lines())).contains(
                    "'unwanted', which no channel wants", "the recipient of a message on topic 'wanted' failed",
                    "the last packets before", "a callback for PUBLISH packets has failed", "the listener has failed",
                    "lost the connection", ": CONNACK");
        }
    }

    @Test
    void namesOnlyAFewTopicsThatNobodyWants() throws Exception {
        try (LogCapture capture = new LogCapture(); ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            for (int i = 0; i < 100; i++) {
                connection.publish("topic/" + i % 50, 0, 0, "x");
            }
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            await().atMost(ClientFixture.PATIENCE).until(() -> client.unrouted() == 100);
            assertThat(capture.lines("WARN").stream().filter(line -> line.contains("which no channel wants"))).hasSize(10)
                    .first().asString().contains("'topic/0'", "auto-clean-session=true");
        }
    }
}
