package io.quarkiverse.mqttx.client.watch;

import static io.quarkiverse.mqttx.client.ClientFixture.PATIENCE;
import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.mqttx.api.MqttPacket;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.Registration;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.client.ClientFixture;
import io.quarkiverse.mqttx.client.ClientOptions;
import io.quarkiverse.mqttx.client.Grant;
import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.client.Outcome;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.client.RecordingRoute;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.quarkiverse.mqttx.topic.TopicFilter;

@Tag("broker")
class PacketCallbacksTest {

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final List<String> calls = new CopyOnWriteArrayList<>();

    private Registration on(ReconnectingClient client, String name, Predicate<MqttPacket> condition, int priority) {
        return client.onPacket(PacketType.PUBLISH, condition, priority, packet -> calls.add(name + " " + packet.topic()));
    }

    private static Predicate<MqttPacket> topic(String beginning) {
        return packet -> packet.topic().startsWith(beginning);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void seesEveryTypeInBothDirectionsAtARealBroker(ProtocolVersion version) throws Exception {
        MosquittoBroker.assumeInstalled();
        try (TestBroker broker = new MosquittoBroker().start()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).version(version).keepAlive(1));
            for (PacketType type : PacketType.values()) {
                client.onPacket(type, null, 0, packet -> calls.add((packet.isSent() ? "> " : "< ") + packet.type()));
            }
            client.route(List.of(TopicFilter.of("a/#")), RecordingRoute.acknowledging(client));
            Grant grant = new Grant();
            client.subscribe(Subscription.of("a/#", 2), grant);
            get(client.start());
            for (int qos = 0; qos <= 2; qos++) {
                Outcome.of(client, "a/" + qos, "x", qos);
            }
            await().atMost(PATIENCE).until(() -> calls.containsAll(List.of("> CONNECT", "< CONNACK", "> SUBSCRIBE", "< SUBACK",
                    "> PUBLISH", "< PUBLISH", "> PUBACK", "< PUBACK", "> PUBREC", "< PUBREC", "> PUBREL", "< PUBREL",
                    "> PUBCOMP", "< PUBCOMP", "> PINGREQ", "< PINGRESP")));
            get(client.unsubscribe("a/#", grant));
            assertThat(calls).contains("> UNSUBSCRIBE", "< UNSUBACK");
            get(client.stop(PATIENCE));
            assertThat(calls).contains("> DISCONNECT");
        }
    }

    @Test
    void oneWithoutAConditionRunsOnlyWhenNoneIsMetAndPriorityOrdersTheRest() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.publish("cool/1", 0, 0, "x").publish("other", 0, 0, "x").publish("cool/2", 0, 0, "x");
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            on(client, "generic", null, 9);
            on(client, "low", topic("cool"), -1);
            on(client, "first", topic("cool"), 0);
            on(client, "second", topic("cool"), 0);
            on(client, "high", topic("cool/1"), 5);
            on(client, "last generic", null, 0);
            get(client.start());

            await().atMost(PATIENCE).until(() -> calls.contains("low cool/2"));
            assertThat(calls).containsExactly("high cool/1", "first cool/1", "second cool/1", "low cool/1", "generic other",
                    "last generic other", "first cool/2", "second cool/2", "low cool/2");
        }
    }

    @Test
    void oneThatIsClosedOrThrowsHarmsNobody() throws Exception {
        try (LogCapture log = new LogCapture(); ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.publish("a", 1, 1, "x");
            connection.expect("PUBACK");
            connection.publish("b", 1, 2, "x");
            connection.expect("PUBACK");
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            Registration closedAfterA = on(client, "closed", null, 2);
            client.onPacket(PacketType.PUBLISH, null, 1, packet -> {
                closedAfterA.close();
                throw new IllegalStateException("thrown by the callback");
            });
            client.onPacket(PacketType.PUBLISH, packet -> {
                throw new AssertionError("thrown by the condition");
            }, 1, packet -> calls.add("never"));
            on(client, "next", null, 0);
            get(client.start());
            broker.awaitScripts();

            assertThat(calls).containsExactly("closed a", "next a", "next b");
            assertThat(log.lines("ERROR")).hasSize(4).anyMatch(line -> line.contains("thrown by the callback"))
                    .anyMatch(line -> line.contains("thrown by the condition"));
        }
    }

    @Test
    void showsWhatThePacketSaysButNoCredentials() throws Exception {
        Map<PacketType, MqttPacket> received = new ConcurrentHashMap<>();
        Map<PacketType, MqttPacket> sent = new ConcurrentHashMap<>();
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.grant(0x87);
            connection.publish("a", 1, 7, "payload");
            connection.expect("PUBACK");
            connection.send(Packets.disconnect(0x98));
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).version(ProtocolVersion.V5)
                    .user("ann", "secret").reconnect(false, 0, 0, 0));
            for (PacketType type : PacketType.values()) {
                client.onPacket(type, null, 0, packet -> (packet.isSent() ? sent : received).put(packet.type(), packet));
            }
            client.subscribe(Subscription.of("a/+", 1), new Grant());
            get(client.start());
            await().atMost(PATIENCE).until(() -> received.containsKey(PacketType.DISCONNECT));

            assertThat(sent.get(PacketType.CONNECT)).hasToString("sent CONNECT MQTT 5, client id 'tested', clean start,"
                    + " keep-alive 30 s, with user name, with password {RECEIVE_MAXIMUM=100, MAXIMUM_PACKET_SIZE=1048576}");
            assertThat(sent.get(PacketType.SUBSCRIBE).filters()).containsExactly("a/+");
            assertThat(sent.get(PacketType.PUBACK).packetId()).isEqualTo(7);
            assertThat(received.get(PacketType.SUBACK).reasonCodes()).containsExactly(0x87);
            assertThat(received.get(PacketType.SUBACK)).hasToString("received SUBACK packet 1, 0x87 Not authorized");
            assertThat(received.get(PacketType.DISCONNECT).reasonCode()).isEqualTo(0x98);
            MqttPacket publish = received.get(PacketType.PUBLISH);
            assertThat(publish.qos()).isEqualTo(1);
            assertThat(publish.payload()).asString().isEqualTo("payload");
            assertThat(publish).hasToString("received PUBLISH packet 7, topic 'a', QoS 1, 7 bytes");
        }
    }
}
