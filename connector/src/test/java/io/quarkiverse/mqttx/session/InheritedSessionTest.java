package io.quarkiverse.mqttx.session;

import static io.quarkiverse.mqttx.api.PacketType.PUBCOMP;
import static io.quarkiverse.mqttx.api.PacketType.PUBREC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

/** The broker may hold packet identifiers of an earlier process, which has sent PUBLISH at QoS 2 and no PUBREL. */
class InheritedSessionTest {

    /** Those of the first batch. */
    private static final int RELEASED_AHEAD = 16;

    private final SessionHarness session = new SessionHarness();

    @Test
    void aQos2MessageWaitsUntilTheBrokerHasLetGoOfItsIdentifier() {
        inherit();
        session.publish("a", 2);
        assertThat(session.sent()).isEqualTo(pubRels(1, RELEASED_AHEAD));

        session.receive(new Ack(PUBCOMP, 1, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
        assertThat(session.sent()).containsExactly("PUBLISH 1");
        session.receive(PUBREC, 1);
        session.receive(PUBCOMP, 1);
        assertThat(session.sent()).containsExactly("PUBREL 1");
        assertThat(session.outcomes).containsExactly("a ok");
    }

    @Test
    void whatIsReleasedAheadIsUsedAtOnce() {
        inherit();
        session.publish("a", 2);
        answer(session.sent());
        session.sent();

        session.publish("b", 2);
        session.publish("c", 2);

        assertThat(session.sent()).containsExactly("PUBLISH 2", "PUBLISH 3");
    }

    @Test
    void moreIsReleasedBeforeTheReserveIsUsedUp() {
        inherit();
        session.publish("1", 2);
        answer(session.sent());
        session.sent();
        for (int i = 2; i <= RELEASED_AHEAD / 2; i++) {
            session.publish("" + i, 2);
        }
        assertThat(session.sent()).endsWith("PUBREL 40", "PUBLISH 8").contains("PUBREL 17");
    }

    @Test
    void messagesBehindOneThatWaitsKeepTheirOrder() {
        inherit();
        session.publish("a", 2);
        session.publish("b", 1);
        session.publish("c", 0);
        session.sent();

        session.receive(PUBCOMP, 1);

        assertThat(session.sent()).containsExactly("PUBLISH 1", "PUBLISH 17", "PUBLISH 0");
    }

    @Test
    void atQos1NothingIsReleased() {
        inherit();
        session.publish("a", 1);

        assertThat(session.sent()).containsExactly("PUBLISH 1");
    }

    @Test
    void aBrokerWithoutQos2GetsNoPubRel() {
        session.connect(true, Properties.builder().add(Property.MAXIMUM_QOS, 1).build());
        session.publish("a", 2);

        assertThat(session.sent()).isEmpty();
        assertThat(session.outcomes).singleElement().asString().contains("up to QoS 1 only");
    }

    @Test
    void aSessionThatIsNewHasNothingToRelease() {
        session.connect();
        session.publish("a", 2);
        assertThat(session.sent()).containsExactly("PUBLISH 1");

        session.reconnect(true);
        session.sent();
        session.publish("b", 2);
        assertThat(session.sent()).as("it is our own").containsExactly("PUBLISH 2");
    }

    @Test
    void mqtt31DoesNotTellWhetherTheSessionIsNew() {
        SessionHarness old = new SessionHarness(settings -> {
            settings.versions = EnumSet.of(ProtocolVersion.V3_1);
            return settings;
        }).connect();
        old.publish("a", 2);

        assertThat(old.sent()).startsWith("PUBREL 1").doesNotContain("PUBLISH 1");
    }

    @Test
    void whenTheConnectionIsLostBeforePubCompOtherIdentifiersAreReleasedOnTheNext() {
        inherit();
        session.publish("a", 2);

        session.reconnect(true);

        assertThat(session.sent()).isEqualTo(pubRels(17, 32));
        session.receive(PUBCOMP, 1);
        assertThat(session.sent()).as("answers nothing").isEmpty();
        session.receive(PUBCOMP, 17);
        assertThat(session.sent()).containsExactly("PUBLISH 17");
    }

    @Test
    void whatWasReleasedStaysSoOnTheNextConnection() {
        inherit();
        session.publish("a", 2);
        answer(session.sent());
        session.sent();
        session.reconnect(true);
        assertThat(session.sent()).as("the broker holds the new message, or nothing").containsExactly("PUBLISH 1 dup");

        session.publish("b", 2);

        assertThat(session.sent()).containsExactly("PUBLISH 2");
    }

    @Test
    void whenTheBrokerHasLostTheSessionNothingIsSuspectAnyMore() {
        inherit();
        session.publish("a", 2);

        session.reconnect(false);

        assertThat(session.sent()).containsExactly("PUBLISH 17");
        session.publish("b", 2);
        assertThat(session.sent()).containsExactly("PUBLISH 18");
    }

    @Test
    void aPubRecOfTheOldMessageIsAnsweredAndTheNewOneGoesOutOnce() {
        inherit();
        session.publish("a", 2);
        session.sent();

        session.receive(PUBREC, 1);
        assertThat(session.sent()).containsExactly("PUBREL 1 0x92");
        session.receive(PUBCOMP, 1);
        session.receive(PUBCOMP, 1);

        assertThat(session.sent()).containsExactly("PUBLISH 1");
        assertThat(session.outcomes).isEmpty();
    }

    @Test
    void releasingTakesNoPlaceInTheWindow() {
        session.connect(true, Properties.builder().add(Property.RECEIVE_MAXIMUM, 2).build());
        session.publish("a", 2);
        session.publish("b", 2);
        session.publish("c", 2);
        answer(session.sent());

        assertThat(session.sent()).containsExactly("PUBLISH 1", "PUBLISH 2");
        assertThat(session.session.inflight()).isEqualTo(2);
        assertThat(session.session.queued()).isOne();
    }

    @Test
    void aBrokerThatDoesNotAnswerIsGivenUp() {
        inherit();
        session.publish("a", 2);
        assertThat(session.session.nextDeadline()).isEqualTo(30_000);

        session.now = 30_000;
        session.session.tick(session.now);

        assertThat(session.closed).singleElement().asString().contains("no PUBCOMP", "ack-timeout-seconds");
        assertThat(session.session.queued()).isOne();
    }

    @Test
    void whatAnEarlierProcessHasLeftGoesOutAtOnceUnderItsIdentifier() {
        KeptSession kept = new KeptSession();
        SessionHarness before = new SessionHarness(settings -> settings, kept::apply);
        before.connect();
        before.publish("a", 2);
        SessionHarness after = new SessionHarness(settings -> settings, kept::apply);
        after.session.restore(kept.build(), left -> after.completion("a"), Set.of());

        after.connect(false, Properties.EMPTY);
        after.reconnect(true);
        assertThat(after.sent()).containsExactly("PUBLISH 1 dup");

        SessionHarness present = new SessionHarness(settings -> settings, kept::apply);
        present.session.restore(kept.build(), left -> present.completion("a"), Set.of());
        present.reconnect(true);
        assertThat(present.sent()).containsExactly("PUBLISH 1 dup");
        present.publish("b", 2);
        assertThat(present.sent()).as("of others the store need not know").isEqualTo(pubRels(2, 17));
    }

    @Test
    void anIdentifierWhoseMessageWasGivenUpIsReleasedBeforeItIsUsedAgain() {
        session.connect();
        session.publish("a", 2);
        session.connAck = Properties.builder().add(Property.MAXIMUM_PACKET_SIZE, 5L).build();
        session.reconnect(true);
        assertThat(session.outcomes).singleElement().asString().contains("packets of 5 bytes at most");
        session.connAck = Properties.EMPTY;
        session.reconnect(true);
        session.sent();

        for (int i = 2; i <= 65_535; i++) {
            session.publish("x", 2);
            session.receive(PUBREC, i);
            session.receive(PUBCOMP, i);
        }
        assertThat(session.sent).filteredOn(packet -> packet instanceof Ack ack && ack.type() == PacketType.PUBREL
                && ack.packetId() == 1).as("in its turn, ahead of its use").hasSize(1);
        session.sent();
        session.publish("next", 2);
        assertThat(session.sent()).as("1 still waits for PUBCOMP").containsExactly("PUBLISH 2");
    }

    @Test
    void onceAllAreReleasedMessagesGoOutAsInANewSession() {
        inherit();
        for (int i = 1; i <= 65_535; i++) {
            session.publish("x", 2);
            serve();
        }
        assertThat(session.outcomes).hasSize(65_535).containsOnly("x ok");

        session.publish("a", 2);
        session.publish("b", 2);
        assertThat(session.sent()).hasSize(2).allMatch(packet -> packet.startsWith("PUBLISH"));
    }

    /** The broker answers all that is sent until nothing is. */
    private void serve() {
        for (List<String> packets = session.sent(); !packets.isEmpty(); packets = session.sent()) {
            answer(packets);
            for (String packet : packets) {
                if (packet.startsWith("PUBLISH ")) {
                    session.receive(PUBREC, Integer.parseInt(packet.substring("PUBLISH ".length())));
                }
            }
        }
    }

    private void inherit() {
        session.connect(true, Properties.EMPTY);
    }

    private static List<String> pubRels(int first, int last) {
        List<String> packets = new ArrayList<>();
        for (int id = first; id <= last; id++) {
            packets.add("PUBREL " + id);
        }
        return packets;
    }

    /** The broker answers each PUBREL. */
    private void answer(List<String> packets) {
        for (String packet : packets) {
            if (packet.startsWith("PUBREL ")) {
                session.receive(PUBCOMP, Integer.parseInt(packet.substring("PUBREL ".length())));
            }
        }
    }
}
