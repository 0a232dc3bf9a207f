package io.quarkiverse.mqttx.session;

import static io.quarkiverse.mqttx.api.PacketType.PUBREL;
import static io.quarkiverse.mqttx.session.SessionHarness.incoming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.model.Rejection;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

class InboundMessagesTest {

    private final SessionHarness session = new SessionHarness().connect();

    private void acknowledge(int index) {
        session.session.inbound().acknowledge(session.delivered.get(index), session.now);
    }

    @Test
    void pubAckGoesOutWhenTheApplicationHasAcknowledgedAndNotBefore() {
        session.receive(incoming("a", 1, 7, false));
        assertThat(session.delivered).hasSize(1);
        assertThat(session.sent()).isEmpty();
        acknowledge(0);
        assertThat(session.sent()).containsExactly("PUBACK 7");
    }

    @Test
    void aQos2MessageIsDeliveredOnceAndAnsweredStepByStep() {
        session.receive(incoming("a", 2, 7, false));
        assertThat(session.sent()).isEmpty();
        acknowledge(0);
        assertThat(session.sent()).containsExactly("PUBREC 7");
        session.receive(PUBREL, 7);
        assertThat(session.sent()).containsExactly("PUBCOMP 7");
        assertThat(session.delivered).hasSize(1);
    }

    @Test
    void answersGoOutInReceiveOrderWhateverTheOrderOfTheApplication() {
        session.receive(incoming("a", 1, 1, false));
        session.receive(incoming("b", 1, 2, false));
        session.receive(incoming("c", 2, 3, false));
        session.receive(incoming("d", 2, 4, false));
        acknowledge(1);
        acknowledge(3);
        assertThat(session.sent()).isEmpty();
        acknowledge(2);
        assertThat(session.sent()).containsExactly("PUBREC 3", "PUBREC 4");
        acknowledge(0);
        assertThat(session.sent()).containsExactly("PUBACK 1", "PUBACK 2");
    }

    @Test
    void messagesOfOneQosDoNotWaitForThoseOfTheOther() {
        session.receive(incoming("a", 2, 1, false));
        session.receive(incoming("b", 1, 2, false));
        session.receive(incoming("c", 2, 3, false));
        acknowledge(1);
        assertThat(session.sent()).containsExactly("PUBACK 2");
        acknowledge(2);
        assertThat(session.sent()).as("in the order of PUBRECs").isEmpty();
    }

    @Test
    void beforeDisconnectAllThatIsProcessedIsAnsweredWhateverIsStillInProcess() {
        session.receive(incoming("a", 1, 1, false));
        session.receive(incoming("b", 1, 2, false));
        session.receive(incoming("c", 2, 3, false));
        session.receive(incoming("d", 2, 4, false));
        acknowledge(1);
        acknowledge(3);
        session.session.disconnect(ReasonCode.SUCCESS, session.now);
        assertThat(session.sent()).containsExactly("PUBACK 2", "PUBREC 4", "DISCONNECT");

        session.reconnect(true);
        session.receive(incoming("a", 1, 1, true));
        acknowledge(0);
        session.receive(incoming("c", 2, 3, true));
        acknowledge(2);
        assertThat(session.sent()).as("what was still in process is answered when it comes again")
                .containsExactly("PUBACK 1", "PUBREC 3");
        assertThat(session.delivered).hasSize(4);
    }

    @Test
    void whatWasPassedOverForTheEndIsNotAnsweredBehindTheOthers() {
        session.receive(incoming("a", 1, 1, false));
        session.receive(incoming("b", 1, 2, false));
        acknowledge(1);
        assertThat(session.session.announceOffline(session.now)).isFalse();
        assertThat(session.sent()).containsExactly("PUBACK 2");
        acknowledge(0);
        assertThat(session.sent()).as("PUBACK 1 after PUBACK 2 would be out of order").isEmpty();
    }

    @Test
    void beforeItLeavesTheClientWaitsUntilTheBrokerHasReleasedWhatItGotPubRecFor() {
        session.receive(incoming("a", 2, 1, false));
        session.receive(incoming("b", 2, 2, false));
        session.receive(incoming("slow", 2, 3, false));
        acknowledge(0);
        acknowledge(1);
        assertThat(session.session.announceOffline(session.now)).isTrue();
        session.receive(PUBREL, 1);
        assertThat(session.session.announceOffline(session.now)).isTrue();
        session.receive(incoming("late", 2, 4, false));
        acknowledge(3);
        session.receive(PUBREL, 2);
        assertThat(session.session.announceOffline(session.now)).as("what comes meanwhile is not waited for").isFalse();

        session.reconnect(true);
        assertThat(session.session.announceOffline(session.now)).as("on another connection PUBREL comes by itself").isFalse();
    }

    @Test
    void countsHowOftenAMessageThatWasGivenUpHasCome() {
        session.receive(incoming("a", 1, 1, false));
        session.receive(incoming("b", 1, 2, false));
        for (int delivery = 1; delivery <= 3; delivery++) {
            InboundMessage last = session.delivered.get(session.delivered.size() - (delivery == 1 ? 2 : 1));
            assertThat(last.deliveries()).isEqualTo(delivery);
            session.session.inbound().leaveUnacked(last, session.now);
            session.reconnect(true);
            // under another identifier, as from Artemis
            session.receive(incoming("a", 1, 10 + delivery, true));
        }
        session.receive(incoming("c", 1, 1, false));
        assertThat(session.delivered.get(session.delivered.size() - 1).deliveries()).isEqualTo(1);
        session.receive(incoming("a", 1, 20, false));
        assertThat(session.delivered.get(session.delivered.size() - 1).deliveries()).as("it has come back already")
                .isEqualTo(1);
    }

    @Test
    void countsAnewWhenTheBrokerHasLostTheSession() {
        session.receive(incoming("a", 1, 1, false));
        session.session.inbound().leaveUnacked(session.delivered.get(0), session.now);
        session.reconnect(false);
        session.receive(incoming("a", 1, 1, false));
        assertThat(session.delivered.get(1).deliveries()).isEqualTo(1);
    }

    @Test
    void acknowledgingTwiceAnswersOnce() {
        session.receive(incoming("a", 1, 1, false));
        acknowledge(0);
        acknowledge(0);
        assertThat(session.sent()).containsExactly("PUBACK 1");
        assertThat(session.session.unacknowledged()).isZero();
    }

    @Test
    void aMessageForSeveralRecipientsIsAnsweredWhenTheLastHasAcknowledged() {
        session.receive(incoming("a", 1, 1, false));
        session.delivered.get(0).expectAcknowledgements(2);
        acknowledge(0);
        assertThat(session.sent()).isEmpty();
        acknowledge(0);
        assertThat(session.sent()).containsExactly("PUBACK 1");
    }

    @Test
    void theRedeliveryOfAMessageThatIsStillBeingProcessedIsNotDeliveredAgain() {
        session.receive(incoming("a", 1, 1, false));
        session.receive(incoming("b", 2, 2, false));
        session.reconnect(true);
        session.receive(incoming("a", 1, 1, true));
        session.receive(incoming("b", 2, 2, true));
        assertThat(session.delivered).hasSize(2);
        acknowledge(0);
        acknowledge(1);
        assertThat(session.sent()).containsExactly("PUBACK 1", "PUBREC 2");
    }

    @Test
    void anAcknowledgementBetweenTwoConnectionsAnswersTheRedelivery() {
        session.receive(incoming("a", 1, 1, false));
        session.loseConnection();
        acknowledge(0);
        session.reconnect(true);
        assertThat(session.sent()).as("nothing leaks onto the new connection").isEmpty();
        session.receive(incoming("a", 1, 1, true));
        assertThat(session.sent()).containsExactly("PUBACK 1");
        assertThat(session.delivered).hasSize(1);
    }

    @Test
    void afterALostSessionAnOldAcknowledgementSendsNothing() {
        session.receive(incoming("a", 1, 1, false));
        session.reconnect(false);
        session.receive(incoming("b", 1, 1, false));
        acknowledge(0);
        assertThat(session.sent()).isEmpty();
        acknowledge(1);
        assertThat(session.sent()).containsExactly("PUBACK 1");
        assertThat(session.session.unacknowledged()).isZero();
    }

    @Test
    void aLostPubRecIsRepeatedWithoutASecondDelivery() {
        session.receive(incoming("a", 2, 1, false));
        acknowledge(0);
        session.reconnect(true);
        session.receive(incoming("a", 2, 1, true));
        assertThat(session.sent()).containsExactly("PUBREC 1");
        session.receive(PUBREL, 1);
        assertThat(session.delivered).hasSize(1);
    }

    /** As Artemis does when it has forgotten its identifiers in a restart, and says that the session is present. */
    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void anotherMessageUnderTheIdentifierOfAReceivedOneIsDelivered(boolean duplicate) {
        session.receive(incoming("a", 2, 1, false));
        acknowledge(0);
        session.reconnect(true);
        session.receive(incoming("b", 2, 1, duplicate));
        assertThat(session.delivered).hasSize(2);
        session.sent();
        acknowledge(1);
        assertThat(session.sent()).containsExactly("PUBREC 1");
    }

    @Test
    void aPubRelAfterAReconnectIsAnswered() {
        session.receive(incoming("a", 2, 1, false));
        acknowledge(0);
        session.reconnect(true);
        session.receive(PUBREL, 1);
        assertThat(session.sent()).containsExactly("PUBCOMP 1");
    }

    @Test
    void aPubRelForAnUnknownIdentifierIsAnsweredSoThatTheBrokersSlotIsFreed() {
        session.receive(PUBREL, 9);
        assertThat(session.sent()).containsExactly("PUBCOMP 9 0x92");
    }

    @Test
    void theIdentifierIsFreeForANewMessageAfterPubComp() {
        session.receive(incoming("a", 2, 1, false));
        acknowledge(0);
        session.receive(PUBREL, 1);
        session.receive(incoming("b", 2, 1, false));
        assertThat(session.delivered).hasSize(2);
    }

    @Test
    void anotherMessageUnderTheIdentifierOfOneFromAnEarlierConnectionIsDelivered() {
        session.receive(incoming("a", 1, 1, false));
        session.reconnect(true);
        session.receive(incoming("b", 1, 1, false));
        assertThat(session.delivered).hasSize(2);
        acknowledge(0);
        assertThat(session.sent()).as("the first is no longer known").isEmpty();
        acknowledge(1);
        assertThat(session.sent()).containsExactly("PUBACK 1");
    }

    @Test
    void anUnackedMessageDoesNotHoldUpTheOthersAndIsNeverAnswered() {
        session.receive(incoming("a", 1, 1, false));
        session.receive(incoming("b", 1, 2, false));
        acknowledge(1);
        session.session.inbound().leaveUnacked(session.delivered.get(0), 0);
        assertThat(session.sent()).containsExactly("PUBACK 2");
        acknowledge(0);
        assertThat(session.sent()).isEmpty();
        session.reconnect(true);
        session.receive(incoming("a", 1, 1, true));
        assertThat(session.delivered).as("the broker's redelivery is a new chance").hasSize(3);
    }

    @Test
    void aBrokerThatExceedsOurReceiveMaximumIsBornWithAndTheOperatorIsToldOnce() {
        for (int id = 1; id <= 200; id++) {
            session.receive(incoming("a", 1, id, false));
        }
        assertThat(session.delivered).hasSize(200);
        assertThat(session.closed).isEmpty();
        assertThat(session.notices).singleElement().asString().contains("more than the 100 messages", "receive-maximum");
    }

    @Test
    void aBrokerThatExceedsOurReceiveMaximumAndFillsOurMemoryIsDisconnected() {
        byte[] megabyte = new byte[1 << 20];
        for (int id = 1; id <= 100; id++) {
            session.receive(new Publish("t", megabyte, 1, false, false, id, Properties.EMPTY));
        }
        assertThat(session.closed).as("it may send a hundred, whatever their size").isEmpty();
        session.receive(new Publish("t", megabyte, 1, false, false, 101, Properties.EMPTY));
        assertThat(session.delivered).hasSize(100);
        assertThat(session.sent()).containsExactly("DISCONNECT");
        assertThat(session.closed).singleElement().asString().contains("0x93", "receive-maximum", "MiB");
    }

    @Test
    void whatWasAcknowledgedNoLongerTakesMemory() {
        byte[] megabyte = new byte[1 << 20];
        session.acknowledgeAtOnce = true;
        for (int i = 0; i < 1000; i++) {
            session.receive(new Publish("t", megabyte, 1 + i % 2, false, false, 1, Properties.EMPTY));
            session.receive(PUBREL, 1);
        }
        session.acknowledgeAtOnce = false;
        for (int id = 1; id <= 101; id++) {
            session.receive(incoming("a", 1, id, false));
        }
        assertThat(session.closed).isEmpty();
    }

    @Test
    void aRedeliveryCountsOnceIntoTheWindow() {
        for (int id = 1; id <= 100; id++) {
            session.receive(incoming("a" + id, 1, id, false));
        }
        session.reconnect(true);
        for (int id = 1; id <= 100; id++) {
            session.receive(incoming("a" + id, 1, id, true));
        }
        assertThat(session.closed).isEmpty();
        assertThat(session.delivered).hasSize(100);
    }

    @Test
    void acknowledgingWithinDeliveryWorks() {
        session.acknowledgeAtOnce = true;
        session.receive(incoming("a", 1, 1, false));
        session.receive(incoming("b", 2, 2, false));
        assertThat(session.sent()).containsExactly("PUBACK 1", "PUBREC 2");
    }

    @Test
    void aRejectionIsToldInReceiveOrder() {
        session.receive(incoming("a", 2, 1, false));
        session.receive(incoming("b", 2, 2, false));
        reject(1, new Rejection(0x99, "no text"));
        assertThat(session.sent()).isEmpty();
        reject(0, new Rejection(0x80, null));
        assertThat(session.sent()).containsExactly("PUBREC 1 0x80", "PUBREC 2 0x99");
        assertThat(session.session.unacknowledged()).isZero();
        assertThat(session.session.canReject()).isTrue();
    }

    @Test
    void aRejectionEndsTheExchangeAtQos2AndFreesTheIdentifier() {
        session.receive(incoming("a", 2, 1, false));
        reject(0, new Rejection(0x97, null));
        session.receive(incoming("a", 2, 1, true));
        assertThat(session.delivered).as("[MQTT-4.3.3-9]: whatever comes under the identifier is new").hasSize(2);
        acknowledge(1);
        session.receive(PUBREL, 1);
        assertThat(session.sent()).containsExactly("PUBREC 1 0x97", "PUBREC 1", "PUBCOMP 1");
    }

    @Test
    void whatWasRejectedNoLongerCountsIntoTheWindow() {
        for (int i = 0; i < 300; i++) {
            session.receive(incoming("a", 1 + i % 2, 1 + i % 100, false));
            reject(i, new Rejection(0x80, null));
        }
        assertThat(session.notices).isEmpty();
        assertThat(session.closed).isEmpty();
    }

    @Test
    void theFirstRejectionOfSeveralRecipientsIsToldWhenAllHaveAnswered() {
        session.receive(incoming("a", 1, 1, false));
        session.delivered.get(0).expectAcknowledgements(3);
        reject(0, new Rejection(0x87, null));
        reject(0, new Rejection(0x80, null));
        assertThat(session.sent()).isEmpty();
        acknowledge(0);
        assertThat(session.sent()).containsExactly("PUBACK 1 0x87");
    }

    @Test
    void aMessageThatOneRecipientLeavesUnackedAndAnotherRejectsIsNeverAnswered() {
        session.receive(incoming("a", 1, 1, false));
        session.delivered.get(0).expectAcknowledgements(2);
        reject(0, new Rejection(0x80, null));
        session.session.inbound().leaveUnacked(session.delivered.get(0), session.now);
        assertThat(session.sent()).isEmpty();
    }

    @Test
    void aRejectionBetweenTwoConnectionsAnswersTheRedelivery() {
        session.receive(incoming("a", 1, 1, false));
        session.receive(incoming("b", 2, 2, false));
        session.loseConnection();
        reject(0, new Rejection(0x99, null));
        reject(1, new Rejection(0x99, null));
        session.reconnect(true);
        session.receive(incoming("a", 1, 1, true));
        session.receive(incoming("b", 2, 2, true));
        assertThat(session.sent()).containsExactly("PUBACK 1 0x99", "PUBREC 2 0x99");
        assertThat(session.delivered).hasSize(2);
    }

    @Test
    void theReasonIsToldWhereTheBrokerCanTakeIt() {
        session.receive(incoming("a", 1, 1, false));
        session.receive(incoming("b", 1, 2, false));
        session.receive(incoming("c", 1, 3, false));
        reject(0, new Rejection(0x99, "no text"));
        reject(1, new Rejection(0x99, "too long ".repeat(50)));
        reject(2, new Rejection(0x99, "NUL \u0000, line\n"));
        assertThat(session.sent.stream().map(packet -> ((Ack) packet).properties().string(Property.REASON_STRING)))
                .containsSequence("no text", null, "NUL \\u0000, line\\u000a");
    }

    @Test
    void inMqtt3xARejectionIsAnAcknowledgement() {
        SessionHarness old = new SessionHarness(settings -> {
            settings.versions = EnumSet.of(ProtocolVersion.V3_1_1);
            return settings;
        }).connect();
        old.receive(incoming("a", 1, 1, false));
        assertThat(old.session.canReject()).isFalse();
        old.session.inbound().reject(old.delivered.get(0), new Rejection(0x99, "no text"), old.now);
        assertThat(old.sent()).containsExactly("PUBACK 1");
    }

    @ParameterizedTest
    @ValueSource(ints = { 0x00, 0x10, 0x81, 0x91, 0x92, 0x9A })
    void noMessageIsRejectedWithACodeThatSaysSomethingElse(int code) {
        assertThatThrownBy(() -> new Rejection(code, null)).hasMessageContaining("cannot be rejected with 0x")
                .hasMessageContaining("0x99");
    }

    private void reject(int index, Rejection rejection) {
        session.session.inbound().reject(session.delivered.get(index), rejection, session.now);
    }
}
