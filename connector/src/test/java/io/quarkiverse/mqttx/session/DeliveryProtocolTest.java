package io.quarkiverse.mqttx.session;

import static io.quarkiverse.mqttx.api.PacketType.PUBACK;
import static io.quarkiverse.mqttx.api.PacketType.PUBCOMP;
import static io.quarkiverse.mqttx.api.PacketType.PUBREC;
import static io.quarkiverse.mqttx.api.PacketType.PUBREL;
import static io.quarkiverse.mqttx.session.SessionHarness.incoming;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.model.FlowOptions;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.UnsubAck;
import io.quarkiverse.mqttx.session.packet.Unsubscribe;

/** Statements on identifiers, delivery, repetition and order that no other test shows (MQTT-5.0 §2.2.1, §4.1 to §4.6). */
class DeliveryProtocolTest {

    private SessionHarness session = new SessionHarness().connect();

    private void acknowledge(int index) {
        session.session.inbound().acknowledge(session.delivered.get(index), session.now);
    }

    private static Publish expiring(int qos, long seconds) {
        return new Publish("t", new byte[1], qos, false, false, 0,
                Properties.builder().add(Property.MESSAGE_EXPIRY_INTERVAL, seconds).build());
    }

    private void assertEndedWith(int reasonCode) {
        assertThat(session.sent).filteredOn(Disconnect.class::isInstance).singleElement()
                .satisfies(packet -> assertThat(((Disconnect) packet).reasonCode()).isEqualTo(reasonCode));
        assertThat(session.closed).hasSize(1);
    }

    // identifiers

    @Test
    void allThatIsUnderwayHasAPacketIdentifierOfItsOwn() {
        session.publish("a", 1);
        Requests.subscribe(session, "b");
        session.publish("c", 2);
        Requests.unsubscribe(session, "d");
        Set<Integer> ids = new HashSet<>();
        for (Packet packet : session.sent) {
            ids.add(packet instanceof Publish publish ? publish.packetId()
                    : packet instanceof Subscribe subscribe ? subscribe.packetId() : ((Unsubscribe) packet).packetId());
        }
        assertThat(ids).hasSize(4).allSatisfy(id -> assertThat(id).isBetween(1, 65_535));
    }

    @Test
    void anIdentifierIsInUseUntilPubComp() {
        session.publish("first", 2);
        session.receive(PUBREC, 1);
        for (int id = 2; id <= 65_535; id++) {
            session.publish("x", 1);
            session.receive(PUBACK, id);
        }
        session.sent();
        session.publish("1 is still taken", 1);
        session.receive(PUBACK, 2);
        session.receive(PUBCOMP, 1);
        for (int id = 3; id <= 65_535; id++) {
            session.publish("x", 1);
            session.receive(PUBACK, id);
        }
        session.publish("1 is free", 1);
        List<String> sent = session.sent();
        assertThat(sent.get(0)).isEqualTo("PUBLISH 2");
        assertThat(sent.get(sent.size() - 1)).isEqualTo("PUBLISH 1");
    }

    @Test
    void anotherMessageUnderAnIdentifierInUseIsAProtocolError() {
        session.receive(incoming("a", 1, 1, false));
        session.receive(incoming("b", 1, 1, false));
        assertThat(session.delivered).hasSize(1);
        assertEndedWith(ReasonCode.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void aSubAckOrUnsubAckThatAnswersNothingIsIgnored(boolean subscribe) {
        session.publish("a", 1);
        session.receive(subscribe ? new SubAck(1, new int[] { 0 }, Properties.EMPTY)
                : new UnsubAck(1, new int[] { 0 }, Properties.EMPTY));
        assertThat(session.closed).isEmpty();
        assertThat(session.outcomes).isEmpty();
    }

    @Test
    void everyAliasUpToTheMaximumIsTaken() {
        session = new SessionHarness(settings -> {
            settings.flow = new FlowOptions(65_535, 0, 1, 65_535, false);
            return settings;
        }).connect();
        for (int alias = 1; alias <= 65_535; alias++) {
            session.receive(new Publish("t/" + alias, new byte[0], 0, false, false, 0, Properties.EMPTY, alias));
        }
        session.delivered.clear();
        for (int alias = 1; alias <= 65_535; alias += 13) {
            session.receive(new Publish("", new byte[0], 0, false, false, 0, Properties.EMPTY, alias));
            assertThat(session.delivered.get(session.delivered.size() - 1).packet().topic()).isEqualTo("t/" + alias);
        }
        assertThat(session.closed).isEmpty();
    }

    // sessions

    @ParameterizedTest
    @EnumSource(names = { "V5", "V3_1_1" })
    void aCleanStartBeginsWithoutTheStateOfTheLastSession(ProtocolVersion version) {
        session = new SessionHarness(settings -> {
            settings.versions = EnumSet.of(version);
            settings.cleanStart = true;
            settings.sessionExpirySeconds = 0;
            return settings;
        }).connect();
        session.publish("a", 1);
        session.publish("b", 2);
        session.receive(PUBREC, 2);
        session.receive(incoming("in", 2, 7, false));
        acknowledge(0);
        session.loseConnection();
        session.sent();
        session.open();
        assertThat(((Connect) session.sent.get(0)).cleanStart()).isTrue();
        session.sent();
        session.receive(new ConnAck(false, 0, Properties.EMPTY));
        assertThat(session.sent()).as("a new message; no PUBREL of the old session").containsExactly("PUBLISH 1");
        session.receive(incoming("in", 2, 7, true));
        assertThat(session.delivered).as("the identifier belongs to the old session").hasSize(2);
    }

    @Test
    void noTimeMakesTheSessionForgetWhileTheConnectionIsOpen() {
        session = new SessionHarness(settings -> {
            settings.ackTimeoutMillis = 0;
            settings.keepAliveSeconds = 0;
            settings.sessionExpirySeconds = 1;
            return settings;
        }).connect();
        session.publish("a", 1);
        session.publish("b", 2);
        session.receive(PUBREC, 2);
        session.receive(incoming("c", 2, 7, false));
        session.sent();
        session.now += 30L * 24 * 3600 * 1000;
        session.session.tick(session.now);
        assertThat(session.sent()).as("nothing is sent again while the connection lasts").isEmpty();
        session.receive(PUBACK, 1);
        session.receive(PUBCOMP, 2);
        acknowledge(0);
        session.receive(PUBREL, 7);
        assertThat(session.outcomes).containsExactly("a ok", "b ok");
        assertThat(session.sent()).containsExactly("PUBREC 7", "PUBCOMP 7");
    }

    // sender

    @Test
    void qos0IsNeverADuplicate() {
        session.publish("a", 0);
        session.session.writable(false, 0);
        session.publish("b", 0);
        assertThat(session.sent()).containsExactly("PUBLISH 0");
        session.reconnect(true);
        assertThat(session.sent()).as("the first is gone, the second was never sent").containsExactly("PUBLISH 0");
    }

    @Test
    void dupSaysOnlyThatThisPacketWasSentBefore() {
        session.session.outbound().publish(incoming("passed on", 1, 9, true), session.completion("a"), new PublisherQueue("a"),
                0);
        assertThat(session.sent()).containsExactly("PUBLISH 1");
        session.reconnect(true);
        assertThat(session.sent()).containsExactly("PUBLISH 1 dup");
        session.reconnect(false);
        assertThat(session.sent()).as("new to this session").containsExactly("PUBLISH 1");
    }

    @Test
    void whatWasSentDoesNotExpire() {
        session.session.outbound().publish(expiring(2, 1), session.completion("a"), new PublisherQueue("a"), 0);
        assertThat(session.sent()).containsExactly("PUBLISH 1");
        session.now = 60_000;
        session.reconnect(true);
        assertThat(session.sent()).containsExactly("PUBLISH 1 dup");
        session.receive(PUBREC, 1);
        session.now = 120_000;
        session.reconnect(true);
        assertThat(session.sent()).containsExactly("PUBREL 1");
        session.receive(PUBCOMP, 1);
        assertThat(session.outcomes).containsExactly("a ok");
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void whatTheBrokerHasRefusedIsNotSentAgain(boolean sessionPresent) {
        session.publish("a", 1);
        session.publish("b", 2);
        session.receive(new Ack(PUBACK, 1, ReasonCode.QUOTA_EXCEEDED));
        session.receive(new Ack(PUBREC, 2, ReasonCode.NOT_AUTHORIZED));
        session.sent();
        session.reconnect(sessionPresent);
        assertThat(session.sent()).isEmpty();
        assertThat(session.outcomes).hasSize(2);
    }

    @Test
    void pubRelsGoOutInTheOrderOfThePubRecs() {
        session.publish("a", 2);
        session.publish("b", 2);
        session.publish("c", 2);
        session.sent();
        session.receive(PUBREC, 3);
        session.receive(PUBREC, 1);
        session.receive(PUBREC, 2);
        assertThat(session.sent()).containsExactly("PUBREL 3", "PUBREL 1", "PUBREL 2");
        session.reconnect(true);
        assertThat(session.sent()).as("and again").containsExactly("PUBREL 3", "PUBREL 1", "PUBREL 2");
    }

    // receiver

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void afterPubAckTheSameIdentifierIsANewMessageWhateverItsDup(boolean duplicate) {
        session.acknowledgeAtOnce = true;
        session.receive(incoming("a", 1, 1, false));
        session.receive(incoming("a", 1, 1, duplicate));
        session.reconnect(true);
        session.receive(incoming("a", 1, 1, duplicate));
        assertThat(session.delivered).hasSize(3);
    }

    @Test
    void beforePubRelARepeatedQos2MessageIsAnsweredAndNotDelivered() {
        session.acknowledgeAtOnce = true;
        session.receive(incoming("a", 2, 1, false));
        session.receive(incoming("a", 2, 1, true));
        session.receive(incoming("a", 2, 1, true));
        assertThat(session.sent()).containsExactly("PUBREC 1", "PUBREC 1", "PUBREC 1");
        session.reconnect(true);
        session.receive(incoming("a", 2, 1, true));
        assertThat(session.sent()).containsExactly("PUBREC 1");
        assertThat(session.delivered).hasSize(1);
    }

    @Test
    void pubRecsGoOutInTheOrderOfThePublishes() {
        for (int id = 1; id <= 3; id++) {
            session.receive(incoming("a", 2, id, false));
        }
        acknowledge(2);
        acknowledge(1);
        assertThat(session.sent()).isEmpty();
        acknowledge(0);
        assertThat(session.sent()).containsExactly("PUBREC 1", "PUBREC 2", "PUBREC 3");
    }

    @Test
    void anExpiredMessageIsStillAnsweredToTheEnd() {
        session.receive(expiring(2, 1).as(1, false));
        session.now = 3_600_000;
        acknowledge(0);
        session.receive(PUBREL, 1);
        assertThat(session.sent()).containsExactly("PUBREC 1", "PUBCOMP 1");
    }
}
