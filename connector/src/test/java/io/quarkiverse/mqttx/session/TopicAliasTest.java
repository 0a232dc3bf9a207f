package io.quarkiverse.mqttx.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.session.model.FlowOptions;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

/** Topic aliases in both directions (MQTT-5.0 §3.3.2.3.4). */
class TopicAliasTest {

    private static SessionHarness session(int incoming, int outgoing, int brokersMaximum) {
        SessionHarness session = new SessionHarness(settings -> {
            settings.flow = new FlowOptions(incoming, outgoing, 1, 65535, false);
            return settings;
        });
        session.connAck = Properties.builder().add(Property.TOPIC_ALIAS_MAXIMUM, brokersMaximum).build();
        return session;
    }

    private static void publish(SessionHarness session, String topic, int qos) {
        session.session.outbound().publish(Publish.of(topic, new byte[1], qos, false), new PublishCompletion() {
            @Override
            public void succeeded(int packetId, int reasonCode, Properties answer) {
                session.outcomes.add("ok");
            }

            @Override
            public void failed(Throwable cause) {
                session.outcomes.add(cause.getMessage());
            }
        }, new PublisherQueue("test"), session.now);
    }

    /** Topic and alias of each PUBLISH since the last look. */
    private static List<String> sent(SessionHarness session) {
        List<String> result = new ArrayList<>();
        for (Packet packet : session.sent) {
            if (packet instanceof Publish publish) {
                result.add(publish.topic() + "=" + publish.topicAlias() + (publish.duplicate() ? " dup" : ""));
            }
        }
        session.sent.clear();
        return result;
    }

    // outgoing

    @Test
    void aTopicGoesOutOnceAndThenAsItsAlias() {
        SessionHarness session = session(0, 10, 10).connect();
        publish(session, "sensors/1", 0);
        publish(session, "sensors/1", 1);
        publish(session, "sensors/2", 2);
        publish(session, "sensors/1", 0);
        publish(session, "sensors/2", 0);
        assertThat(sent(session)).containsExactly("sensors/1=1", "=1", "sensors/2=2", "=1", "=2");
    }

    @Test
    void theTopicThatWasNotUsedForLongestLosesItsAlias() {
        SessionHarness session = session(0, 16, 2).connect();
        publish(session, "sensors/1", 0);
        publish(session, "sensors/2", 0);
        publish(session, "sensors/1", 0);
        publish(session, "sensors/3", 0);
        publish(session, "sensors/1", 0);
        publish(session, "sensors/2", 0);
        assertThat(sent(session)).containsExactly("sensors/1=1", "sensors/2=2", "=1", "sensors/3=2", "=1", "sensors/2=2");
    }

    @Test
    void neverMoreThanConfiguredOrThanTheBrokerTakes() {
        SessionHarness ours = session(0, 1, 10).connect();
        SessionHarness brokers = session(0, 10, 0).connect();
        SessionHarness off = session(0, 0, 10).connect();
        for (SessionHarness session : List.of(ours, brokers, off)) {
            publish(session, "sensors/1", 0);
            publish(session, "sensors/2", 0);
        }
        assertThat(sent(ours)).containsExactly("sensors/1=1", "sensors/2=1");
        assertThat(sent(brokers)).containsExactly("sensors/1=0", "sensors/2=0");
        assertThat(sent(off)).containsExactly("sensors/1=0", "sensors/2=0");
    }

    @Test
    void aTopicThatIsHardlyLongerThanThePropertyGetsNone() {
        SessionHarness session = session(0, 10, 10).connect();
        publish(session, "12345", 0);
        publish(session, "123456", 0);
        assertThat(sent(session)).containsExactly("12345=0", "123456=1");
    }

    @Test
    void anotherConnectionGetsTheTopicAgain() {
        SessionHarness session = session(0, 10, 10).connect();
        publish(session, "sensors/1", 1);
        publish(session, "sensors/1", 1);
        assertThat(sent(session)).containsExactly("sensors/1=1", "=1");
        session.reconnect(true);
        publish(session, "sensors/1", 0);
        assertThat(sent(session)).containsExactly("sensors/1=1 dup", "=1 dup", "=1");
        session.connAck = Properties.EMPTY;
        session.reconnect(true);
        assertThat(sent(session)).containsExactly("sensors/1=0 dup", "sensors/1=0 dup");
    }

    @ParameterizedTest
    @CsvSource({ "0,false", "3,false", "4,false", "5,true", "100,true" })
    void anAliasDoesNotMakeAPacketExceedTheMaximum(int room, boolean aliased) {
        int size = PacketSize.publish(Publish.of("sensors/1", new byte[1], 0, false), ProtocolVersion.V5);
        SessionHarness session = withMaximumPacketSize(size + room);
        publish(session, "sensors/1", 0);
        publish(session, "sensors/1", 0);
        assertThat(session.sent).hasSize(2).allSatisfy(packet -> assertThat(
                PacketSize.publish((Publish) packet, ProtocolVersion.V5)).isLessThanOrEqualTo(size + room));
        assertThat(sent(session).contains("=1")).isEqualTo(aliased);
    }

    @Test
    void whatOnlyAnAliasWouldMakeFitIsRefused() {
        int size = PacketSize.publish(Publish.of("sensors/1", new byte[1], 1, false), ProtocolVersion.V5);
        SessionHarness session = withMaximumPacketSize(size - 1);
        publish(session, "sensors/1", 1);
        assertThat(session.outcomes).singleElement().asString().contains("makes " + size);
    }

    private static SessionHarness withMaximumPacketSize(long size) {
        SessionHarness session = session(0, 10, 10);
        session.connAck = Properties.builder().add(Property.TOPIC_ALIAS_MAXIMUM, 10).add(Property.MAXIMUM_PACKET_SIZE, size)
                .build();
        return session.connect();
    }

    /** Against the obvious implementation, which allocates for each message. */
    @ParameterizedTest
    @CsvSource({ "1", "2", "3", "16", "100" })
    void givesWhatAnOrderedMapWouldGive(int maximum) {
        Random random = new Random(7);
        SessionHarness session = session(0, 65_535, maximum).connect();
        Map<String, Integer> expected = new LinkedHashMap<>(16, 0.75f, true);
        for (int i = 0; i < 5_000; i++) {
            // "Aa" and "BB" have one hash code
            String topic = "topic/" + (random.nextBoolean() ? "Aa" : "BB") + random.nextInt(maximum + 2);
            publish(session, topic, 0);
            Integer known = expected.get(topic);
            if (known == null) {
                int alias = expected.size() + 1;
                if (expected.size() == maximum) {
                    alias = expected.remove(expected.keySet().iterator().next());
                }
                expected.put(topic, alias);
                assertThat(sent(session)).containsExactly(topic + "=" + alias);
            } else {
                assertThat(sent(session)).containsExactly("=" + known);
            }
        }
    }

    // incoming

    private static Publish incoming(String topic, int alias, int packetId) {
        return new Publish(topic, new byte[1], packetId == 0 ? 0 : 1, false, false, packetId, Properties.EMPTY, alias);
    }

    @Test
    void connectSaysHowManyAliasesTheBrokerMayUseIfAny() {
        assertThat(connect(session(10, 0, 0)).properties().number(Property.TOPIC_ALIAS_MAXIMUM, -1)).isEqualTo(10);
        assertThat(connect(session(0, 0, 0)).properties().has(Property.TOPIC_ALIAS_MAXIMUM)).isFalse();
    }

    private static Connect connect(SessionHarness session) {
        session.open();
        return (Connect) session.sent.get(0);
    }

    @Test
    void anAliasStandsForTheTopicThatWasSentWithItLast() {
        SessionHarness session = session(20, 0, 0).connect();
        session.receive(incoming("a", 20, 0));
        session.receive(incoming("b", 1, 1));
        session.receive(incoming("", 20, 2));
        session.receive(incoming("", 1, 0));
        session.receive(incoming("c", 20, 0));
        session.receive(incoming("", 20, 0));
        assertThat(session.delivered).extracting(message -> message.packet().topic()).containsExactly("a", "b", "a", "b", "c",
                "c");
    }

    @Test
    void aRedeliveryIsKnownByTheTopicAndNotByTheAlias() {
        SessionHarness session = session(2, 0, 0).connect();
        session.receive(incoming("a", 1, 4));
        session.receive(incoming("", 1, 5));
        session.reconnect(true);
        session.receive(new Publish("a", new byte[1], 1, false, true, 4, Properties.EMPTY));
        session.receive(new Publish("a", new byte[1], 1, false, true, 5, Properties.EMPTY));
        assertThat(session.delivered).hasSize(2);
    }

    @Test
    void aliasesEndWithTheConnection() {
        SessionHarness session = session(2, 0, 0).connect();
        session.receive(incoming("a", 1, 0));
        session.reconnect(true);
        session.receive(incoming("", 1, 0));
        assertThat(session.closed).singleElement().asString().contains("topic alias 1", "0x82");
    }

    @ParameterizedTest
    @CsvSource({ "0, we allow none", "2, we allow up to 2" })
    void anAliasAboveTheMaximumEndsTheConnection(int maximum, String text) {
        SessionHarness session = session(maximum, 0, 0).connect();
        session.receive(incoming("a", 3, 0));
        assertThat(session.sent()).containsExactly("DISCONNECT");
        assertThat(session.closed).singleElement().asString().contains("topic alias 3", text, "0x94");
        assertThat(session.delivered).isEmpty();
    }

    @Test
    void anAliasThatStandsForNothingEndsTheConnection() {
        SessionHarness session = session(100, 0, 0).connect();
        session.receive(incoming("a", 3, 0));
        session.receive(incoming("", 2, 0));
        assertThat(session.closed).singleElement().asString().contains("topic alias 2", "0x82");
        assertThat(session.delivered).hasSize(1);
    }

    @Test
    void theTopicsBehindAliasesDoNotFillTheMemory() {
        SessionHarness session = session(65_535, 0, 0).connect();
        String longest = "t".repeat(65_535);
        int alias = 0;
        while (session.closed.isEmpty() && alias < 1_000) {
            session.receive(incoming(longest, ++alias, 0));
        }
        assertThat(alias * 65_535L).isBetween(8_000_000L, 8_100_000L);
        assertThat(session.closed).singleElement().asString().contains("8000000 characters", "topic-alias-maximum", "65535");
        session.reconnect(true);
        session.receive(incoming("t", 1, 0));
        assertThat(session.closed).hasSize(1);
    }

    @Test
    void oneAliasForEverLongerTopicsCountsOnce() {
        SessionHarness session = session(1, 0, 0).connect();
        for (int i = 0; i < 1_000; i++) {
            session.receive(incoming("t".repeat(65_535), 1, 0));
        }
        assertThat(session.closed).isEmpty();
    }

    @Test
    void whatWasNegotiatedNamesTheMaximumOfBothSides() {
        NegotiatedSettings negotiated = session(7, 0, 9).connect().connections.get(0);
        assertThat(negotiated.topicAliasMaximum()).isEqualTo(9);
        assertThat(negotiated.clientTopicAliasMaximum()).isEqualTo(7);
        assertThat(negotiated.clientReceiveMaximum()).isEqualTo(100);
        assertThat(negotiated.clientMaximumPacketSize()).isEqualTo(1 << 20);
    }
}
