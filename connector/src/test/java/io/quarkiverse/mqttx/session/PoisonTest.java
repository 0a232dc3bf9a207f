package io.quarkiverse.mqttx.session;

import static io.quarkiverse.mqttx.api.PacketType.PUBACK;
import static io.quarkiverse.mqttx.api.PacketType.PUBCOMP;
import static io.quarkiverse.mqttx.api.PacketType.PUBREC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.Presence;
import io.quarkiverse.mqttx.session.model.ShutdownOptions;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Ping;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.UnsubAck;

/** What the broker cannot take, so that it ends the connection each time, keeps the rest from going out for a while only. */
class PoisonTest {

    private SessionHarness session = new SessionHarness();
    private final List<String> fates = new ArrayList<>();

    /** The broker ends the connection, and takes the next one. */
    private List<String> choke() {
        session.session.connectionClosed(true, 0);
        return connect();
    }

    private List<String> connect() {
        session.open();
        session.sent.clear();
        session.receive(new ConnAck(true, 0, Properties.EMPTY));
        return session.sent();
    }

    /** The answer to the PINGREQ with which a connection begins, and what follows. */
    private List<String> alive() {
        session.receive(Ping.RESPONSE);
        return session.sent();
    }

    private List<String> ack(int packetId) {
        session.receive(PUBACK, packetId);
        return session.sent();
    }

    @Test
    void aMessageThatEndsTheConnectionEachTimeIsGivenUpAndTheOthersGoOn() {
        session.connect();
        session.publish("bad", 1);
        session.publish("b", 1);
        session.publish("c", 2);
        session.sent();
        assertThat(choke()).containsExactly("PUBLISH 1 dup", "PUBLISH 2 dup", "PUBLISH 3 dup");
        assertThat(session.session.isPoisoned()).isFalse();
        for (int i = 0; i < 3; i++) {
            assertThat(choke()).as("suspicious").containsExactly("PINGREQ");
            assertThat(session.session.isPoisoned()).isTrue();
            assertThat(alive()).containsExactly("PUBLISH 1 dup");
            assertThat(session.outcomes).isEmpty();
        }
        assertThat(choke()).containsExactly("PINGREQ");
        assertThat(session.outcomes).singleElement().asString().contains("bad The message to 't/bad' (QoS 1, 15 bytes)",
                "3 connections in a row", "the broker closed it");
        assertThat(alive()).containsExactly("PUBLISH 2 dup");
        session.publish("d", 1);
        session.publish("e", 0);
        assertThat(ack(2)).containsExactly("PUBLISH 3 dup");
        session.receive(PUBREC, 3);
        assertThat(session.sent()).containsExactly("PUBREL 3");
        session.receive(PUBCOMP, 3);
        assertThat(session.sent()).as("all that was suspicious is through").containsExactly("PUBLISH 4", "PUBLISH 0");
        session.publish("f", 1);
        session.publish("g", 1);
        assertThat(session.sent()).as("as ever").containsExactly("PUBLISH 5", "PUBLISH 6");
        assertThat(session.notices).hasSize(1);
    }

    @Test
    void aNetworkThatEndsConnectionsByItselfNeedsMoreProof() {
        session.connect();
        for (int id = 1; id <= 4; id++) {
            session.publish("m" + id, 1);
            assertThat(choke()).containsExactly("PUBLISH " + id + " dup");
            ack(id);
        }
        assertThat(session.outcomes).hasSize(4);
        session.publish("next", 1);
        choke();
        for (int i = 0; i < 3 + 4; i++) {
            assertThat(session.outcomes).as("not blamed after %d", i).hasSize(4);
            assertThat(choke()).containsExactly("PINGREQ");
            assertThat(alive()).containsExactly("PUBLISH 5 dup");
        }
        choke();
        assertThat(session.outcomes).hasSize(5).last().asString().contains("t/next", "7 connections in a row");
    }

    @Test
    void howMuchMoreProofIsNeededHasABound() {
        session.connect();
        for (int id = 1; id <= 50; id++) {
            session.publish("m" + id, 1);
            choke();
            ack(id);
        }
        session.publish("bad", 1);
        choke();
        for (int i = 0; i < 3 + 16; i++) {
            assertThat(choke()).containsExactly("PINGREQ");
            alive();
        }
        choke();
        assertThat(session.outcomes).hasSize(51).last().asString().contains("t/bad", "19 connections in a row");
    }

    @Test
    void aMessageThatHasNotGoneOutIsBlamedForNothing() {
        session.connect();
        session.publish("a", 1);
        session.holds = true;
        for (int i = 0; i < 10; i++) {
            assertThat(choke()).containsExactly("PUBLISH 1 dup");
        }
        session.holds = false;
        assertThat(choke()).containsExactly("PUBLISH 1 dup");
        assertThat(choke()).as("it has gone out twice").containsExactly("PUBLISH 1 dup");
        assertThat(choke()).as("suspicious").containsExactly("PINGREQ");
        session.holds = true;
        for (int i = 0; i < 10; i++) {
            assertThat(alive()).containsExactly("PUBLISH 1 dup");
            choke();
        }
        assertThat(session.outcomes).isEmpty();
    }

    @Test
    void theOneBehindGoodOnesIsFoundAtABrokerThatAcknowledgesLate() {
        session.connect();
        session.publish("a", 1);
        session.publish("b", 1);
        session.publish("bad", 1);
        choke();
        choke();
        assertThat(alive()).containsExactly("PUBLISH 1 dup");
        assertThat(ack(1)).containsExactly("PUBLISH 2 dup");
        assertThat(ack(2)).containsExactly("PUBLISH 3 dup");
        for (int i = 0; i < 2; i++) {
            choke();
            assertThat(alive()).containsExactly("PUBLISH 3 dup");
            assertThat(session.outcomes).containsExactly("a ok", "b ok");
        }
        choke();
        assertThat(alive()).isEmpty();
        assertThat(session.outcomes).hasSize(3).last().asString().startsWith("bad The message");
    }

    @Test
    void whatTheBrokerHasNotShownToBeAliveForIsNotBlamed() {
        session.connect();
        session.publish("a", 1);
        for (int i = 0; i < 20; i++) {
            choke();
        }
        assertThat(session.sent()).isEmpty();
        assertThat(alive()).containsExactly("PUBLISH 1 dup");
        ack(1);
        assertThat(session.outcomes).containsExactly("a ok");
    }

    @Test
    void whatTheNetworkEndsIsNotBlamed() {
        session.connect();
        session.publish("a", 1);
        for (int i = 0; i < 20; i++) {
            session.session.connectionClosed(false, 0);
            assertThat(connect()).containsExactly("PUBLISH 1 dup");
        }
        assertThat(session.outcomes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = { ReasonCode.SERVER_SHUTTING_DOWN, ReasonCode.SERVER_BUSY, ReasonCode.SESSION_TAKEN_OVER,
            ReasonCode.KEEP_ALIVE_TIMEOUT, ReasonCode.QUOTA_EXCEEDED, ReasonCode.ADMINISTRATIVE_ACTION,
            ReasonCode.RECEIVE_MAXIMUM_EXCEEDED, ReasonCode.TOPIC_ALIAS_INVALID, ReasonCode.SERVER_MOVED, 0 })
    void whatTheBrokerDoesForOtherReasonsBlamesNoMessage(int code) {
        session.connect();
        session.publish("a", 1);
        for (int i = 0; i < 20; i++) {
            session.receive(new Disconnect(code));
            session.session.connectionClosed(false, 0);
            assertThat(connect()).containsExactly("PUBLISH 1 dup");
        }
        assertThat(session.outcomes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = { ReasonCode.UNSPECIFIED_ERROR, ReasonCode.MALFORMED_PACKET, ReasonCode.PROTOCOL_ERROR,
            ReasonCode.NOT_AUTHORIZED, ReasonCode.TOPIC_NAME_INVALID, ReasonCode.PACKET_TOO_LARGE,
            ReasonCode.PAYLOAD_FORMAT_INVALID })
    void aDisconnectThatBlamesAPacketCountsAsAClose(int code) {
        session.connect();
        session.publish("bad", 2);
        for (int i = 0; i < 5; i++) {
            session.receive(new Disconnect(code));
            session.session.connectionClosed(false, 0);
            connect();
            alive();
        }
        assertThat(session.outcomes).singleElement().asString().contains(ReasonCode.describe(code));
        session.publish("b", 2);
        assertThat(session.sent()).as("the broker may hold the bad one under 1").containsExactly("PUBLISH 2");
    }

    @Test
    void anotherEndInBetweenBreaksTheRow() {
        session.connect();
        session.publish("a", 1);
        choke();
        choke();
        for (int i = 0; i < 10; i++) {
            alive();
            choke();
            alive();
            choke();
            alive();
            session.session.connectionClosed(false, 0);
            connect();
        }
        assertThat(session.outcomes).isEmpty();
    }

    @Test
    void aPubRelThatEndsTheConnectionEachTimeIsGivenUpToo() {
        session.connect();
        session.publish("a", 2);
        session.receive(PUBREC, 1);
        session.publish("b", 2);
        session.sent();
        assertThat(choke()).containsExactly("PUBREL 1", "PUBLISH 2 dup");
        for (int i = 0; i < 3; i++) {
            choke();
            assertThat(alive()).containsExactly("PUBREL 1");
        }
        choke();
        assertThat(session.outcomes).singleElement().asString().contains("a The broker took a QoS 2 message", "PUBREL");
        assertThat(alive()).containsExactly("PUBLISH 2 dup");
    }

    @Test
    void aPubRelThatAnEarlierProcessHasLeftIsGivenUpToo() {
        KeptSession kept = new KeptSession();
        SessionHarness before = new SessionHarness(settings -> settings, kept::apply).connect();
        before.publish("a", 2);
        before.receive(PUBREC, 1);
        session = new SessionHarness(settings -> settings, kept::apply);
        session.session.restore(kept.build(), left -> session.completion("a"), Set.of());
        assertThat(connect()).containsExactly("PUBREL 1");
        choke();
        choke();
        for (int i = 0; i < 3; i++) {
            assertThat(alive()).containsExactly("PUBREL 1");
            choke();
        }
        assertThat(session.outcomes).singleElement().asString().contains("a The broker took a QoS 2 message", "PUBREL");
    }

    @Test
    void aBrokerThatEndsTheConnectionAtTheReleaseOfOldPacketIdentifiersIsAskedNoMore() {
        connect();
        session.publish("bad", 2);
        session.publish("b", 1);
        session.publish("c", 0);
        assertThat(session.sent()).as("of an earlier process").startsWith("PUBREL 1").hasSize(16);
        assertThat(choke()).startsWith("PUBREL 17").hasSize(16);
        for (int i = 0; i < 3; i++) {
            assertThat(choke()).containsExactly("PINGREQ");
            assertThat(session.session.isPoisoned()).isTrue();
            assertThat(alive()).hasSize(16).allMatch(packet -> packet.startsWith("PUBREL"));
            assertThat(session.outcomes).isEmpty();
        }
        choke();
        assertThat(alive()).containsExactly("PUBLISH 81", "PUBLISH 0");
        session.publish("later", 2);
        session.publish("d", 1);
        assertThat(session.sent()).containsExactly("PUBLISH 82");
        assertThat(session.outcomes).hasSize(3).element(0).asString().contains("bad ", "'t/bad'", "QoS 2", "PUBREL", "QoS 1",
                "auto-clean-session=true", "3 connections in a row");
        assertThat(session.outcomes.subList(1, 3)).element(1).asString().startsWith("later ");
        assertThat(session.notices).hasSize(2).last().asString().contains("PUBREL", "auto-clean-session=true");

        session.reconnect(false);
        session.sent();
        session.publish("again", 2);
        assertThat(session.sent()).as("the session is new").singleElement().asString().startsWith("PUBLISH");
    }

    @Test
    void whatIsInFlightAheadOfSuchAReleaseIsNotGivenUpForIt() {
        connect();
        session.publish("a", 1);
        session.publish("bad", 2);
        choke();
        for (int i = 0; i < 3; i++) {
            choke();
            if (i == 0) {
                assertThat(alive()).as("one by one").containsExactly("PUBLISH 1 dup");
                assertThat(ack(1)).hasSize(16).allMatch(packet -> packet.startsWith("PUBREL"));
            } else {
                assertThat(alive()).hasSize(16).allMatch(packet -> packet.startsWith("PUBREL"));
            }
        }
        choke();
        alive();
        assertThat(session.outcomes).hasSize(2).startsWith("a ok").last().asString().startsWith("bad ");
    }

    @Test
    void aBrokerThatAnswersOneReleaseGetsTheMessage() {
        connect();
        session.publish("a", 2);
        choke();
        choke();
        assertThat(alive()).startsWith("PUBREL 33").hasSize(16);
        session.receive(PUBCOMP, 33);
        choke();
        assertThat(alive()).endsWith("PUBLISH 33");
        assertThat(session.outcomes).isEmpty();
    }

    @Test
    void suchAReleaseIsFoundWhateverArrivesBeforeThePingIsAnswered() {
        connect();
        session.publish("bad", 2);
        choke();
        choke();
        for (int i = 0; i < 3; i++) {
            session.receive(SessionHarness.incoming("in", 1, 1, i > 0));
            assertThat(session.sent()).as("nobody knows whether the broker is alive").isEmpty();
            assertThat(alive()).hasSize(16).allMatch(packet -> packet.startsWith("PUBREL"));
            choke();
        }
        alive();
        assertThat(session.outcomes).singleElement().asString().startsWith("bad ").contains("PUBREL");
    }

    @Test
    void suchAReleaseIsFoundBehindWhatIsNewInEachConnection() {
        session = new SessionHarness(settings -> {
            settings.options = new ConnectOptions(false, null,
                    new Presence("status", new byte[0], new byte[0], 1), ShutdownOptions.DEFAULT);
            return settings;
        });
        connect();
        session.receive(PUBACK, 1);
        session.publish("bad", 2);
        for (int i = 0; i < 5; i++) {
            assertThat(session.outcomes).isEmpty();
            choke().stream().filter(packet -> packet.startsWith("PUBLISH")).findAny()
                    .ifPresent(online -> ack(Integer.parseInt(online.split(" ")[1])));
            alive();
        }
        choke();
        alive();
        assertThat(session.outcomes).singleElement().asString().startsWith("bad ").contains("PUBREL");
    }

    @Test
    void suchAReleaseIsFoundThoughTheSocketTakesItLate() {
        connect();
        session.publish("bad", 2);
        choke();
        choke();
        for (int i = 0; i < 3; i++) {
            session.session.writable(false, 0);
            assertThat(alive()).isEmpty();
            session.session.writable(true, 0);
            assertThat(session.sent()).hasSize(16).allMatch(packet -> packet.startsWith("PUBREL"));
            choke();
        }
        alive();
        assertThat(session.outcomes).singleElement().asString().startsWith("bad ").contains("PUBREL");
    }

    @Test
    void whoseReleaseIsGivenUpIsNotReleasedAheadEither() {
        connect();
        session.publish("a", 2);
        session.sent();
        session.receive(PUBCOMP, 1);
        session.receive(PUBCOMP, 2);
        assertThat(session.sent()).startsWith("PUBLISH 1");
        session.receive(PUBREC, 1);
        session.receive(PUBCOMP, 1);
        choke();
        session.publish("b", 2);
        for (int i = 0; i < 10; i++) {
            choke();
            alive();
        }
        session.sent();
        session.publish("c", 2);
        session.publish("d", 2);
        assertThat(session.sent()).noneMatch(packet -> packet.startsWith("PUBREL"));
    }

    @Test
    void aBrokerThatTakesNoQos2AnyMoreIsNotAskedToReleaseAndGetsTheOthers() {
        connect();
        session.publish("bad", 2);
        session.publish("b", 1);
        choke();
        choke();
        session.connAck = Properties.builder().add(Property.MAXIMUM_QOS, 1).build();
        session.session.connectionClosed(true, 0);
        session.open();
        session.receive(new ConnAck(true, 0, session.connAck));
        session.sent();
        assertThat(alive()).singleElement().asString().startsWith("PUBLISH ");
        assertThat(session.outcomes).singleElement().asString().startsWith("bad ");
    }

    @Test
    void whatIsThroughWhenTheSocketTakesMoreEndsTheSearch() {
        session.connect();
        session.publish("large", 1);
        choke();
        choke();
        session.session.connectionClosed(true, 0);
        session.open();
        session.receive(new ConnAck(true, 0, Properties.builder().add(Property.MAXIMUM_PACKET_SIZE, 12L).build()));
        session.session.writable(false, 0);
        session.sent();
        assertThat(alive()).isEmpty();
        session.publish("b", 1);
        session.session.writable(true, 0);
        assertThat(session.sent()).as("without another packet of the broker").containsExactly("PUBLISH 2");
        assertThat(session.outcomes).singleElement().asString().startsWith("large ");
    }

    @Test
    void aSubscribeThatEndsTheConnectionEachTimeIsGivenUpUntilItIsWantedAnew() {
        subscribe("a");
        subscribe("bad");
        session.connect();
        session.publish("m", 1);
        session.receive(new SubAck(1, new int[] { 1 }, Properties.EMPTY));
        choke();
        choke();
        for (int i = 0; i < 3; i++) {
            assertThat(alive()).containsExactly("SUBSCRIBE");
            choke();
        }
        assertThat(fates).filteredOn(fate -> fate.startsWith("bad")).singleElement().asString()
                .startsWith("bad refused: SUBSCRIBE: 3").contains("3 connections in a row");
        assertThat(alive()).containsExactly("PUBLISH 3 dup");
        ack(3);
        assertThat(session.outcomes).containsExactly("m ok");
        assertThat(choke()).isEmpty();
        subscribe("bad");
        assertThat(session.sent()).containsExactly("SUBSCRIBE");
    }

    @Test
    void anUnsubscribeThatEndsTheConnectionEachTimeIsGivenUpAndConfirmedToNobody() {
        session.connect();
        unsubscribe("bad");
        session.publish("m", 1);
        choke();
        choke();
        assertThat(fates).singleElement().asString().startsWith("bad not ended: the connection has ended before");
        for (int i = 0; i < 3; i++) {
            assertThat(alive()).containsExactly("UNSUBSCRIBE");
            choke();
        }
        assertThat(alive()).containsExactly("PUBLISH 2 dup");
        ack(2);
        assertThat(session.notices).last().asString().contains("UNSUBSCRIBE for 'bad'");
        assertThat(choke()).isEmpty();
    }

    @Test
    void inABatchOnlyTheFilterThatDoesItIsGivenUp() {
        SessionHarness old = new SessionHarness(settings -> {
            settings.versions = EnumSet.of(ProtocolVersion.V3_1_1);
            return settings;
        });
        for (String filter : List.of("a", "bad")) {
            old.session.subscribe(Subscription.of(filter, 1), listener(filter), 0);
        }
        for (int i = 0; i < 5; i++) {
            old.open();
            old.receive(new ConnAck(true, 0, Properties.EMPTY));
            old.receive(Ping.RESPONSE);
            if (i == 2) {
                old.receive(new SubAck(packetId(old), new int[] { 1 }, Properties.EMPTY));
            }
            old.session.connectionClosed(true, 0);
        }
        assertThat(fates).hasSize(4).startsWith("a granted 1").last().asString().startsWith("bad refused");
    }

    /** Of the last packet. */
    private static int packetId(SessionHarness of) {
        return ((Subscribe) of.sent.get(of.sent.size() - 1)).packetId();
    }

    @Test
    void anUnsubAckWithoutCodesIsAnEnd() {
        session.connect();
        unsubscribe("a");
        session.receive(new UnsubAck(1, new int[0], Properties.EMPTY));
        unsubscribe("b");
        session.receive(new UnsubAck(2, new int[0], Properties.EMPTY));
        assertThat(fates).containsExactly("a ended", "b ended");
        assertThat(session.closed).isEmpty();
        assertThat(session.notices).singleElement().asString().contains("UNSUBACK without reason codes");
    }

    @Test
    void acknowledgementsThatNobodyWaitsForAreIgnored() {
        session.connect();
        session.receive(new UnsubAck(7, new int[] { 0 }, Properties.EMPTY));
        session.receive(new SubAck(7, new int[] { 0 }, Properties.EMPTY));
        subscribe("a");
        session.receive(new UnsubAck(1, new int[] { 0 }, Properties.EMPTY));
        assertThat(session.closed).isEmpty();
        assertThat(fates).isEmpty();
    }

    @Test
    void whatASubAckDoesNotSayIsNotGranted() {
        session.connect();
        subscribe("a");
        session.receive(new SubAck(1, new int[0], Properties.EMPTY));
        assertThat(fates).containsExactly("a refused: the broker has sent SUBACK with 0 codes for 1 topic filters");
        assertThat(session.closed).isEmpty();
    }

    private void subscribe(String filter) {
        session.session.subscribe(Subscription.of(filter, 1), listener(filter), 0);
    }

    private SubscriptionListener listener(String filter) {
        return new SubscriptionListener() {
            @Override
            public void granted(int qos) {
                fates.add(filter + " granted " + qos);
            }

            @Override
            public void refused(int reasonCode, String reason) {
                fates.add(filter + " refused: " + reason);
            }
        };
    }

    private void unsubscribe(String filter) {
        session.session.unsubscribe(filter,
                refusal -> fates.add(filter + (refusal == null ? " ended" : " not ended: " + refusal.getMessage())), 0);
    }
}
