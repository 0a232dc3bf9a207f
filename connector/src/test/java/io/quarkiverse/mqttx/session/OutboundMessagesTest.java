package io.quarkiverse.mqttx.session;

import static io.quarkiverse.mqttx.api.PacketType.PUBACK;
import static io.quarkiverse.mqttx.api.PacketType.PUBCOMP;
import static io.quarkiverse.mqttx.api.PacketType.PUBREC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.model.FlowOptions;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

class OutboundMessagesTest {

    private final SessionHarness session = new SessionHarness();

    @Test
    void aQos0MessageIsDoneWhenItWasHandedToTheSocket() {
        session.connect();
        session.publish("a", 0);
        assertThat(session.sent()).containsExactly("PUBLISH 0");
        assertThat(session.outcomes).containsExactly("a ok");
    }

    @Test
    void aQos1MessageIsDoneWhenPubAckArrivesAndNotBefore() {
        session.connect();
        session.publish("a", 1);
        assertThat(session.sent()).containsExactly("PUBLISH 1");
        assertThat(session.outcomes).isEmpty();
        session.receive(PUBACK, 1);
        assertThat(session.outcomes).containsExactly("a ok");
        assertThat(session.session.inflight()).isZero();
    }

    @Test
    void aQos2MessageIsDoneWhenPubCompArrives() {
        session.connect();
        session.publish("a", 2);
        session.receive(PUBREC, 1);
        assertThat(session.sent()).containsExactly("PUBLISH 1", "PUBREL 1");
        assertThat(session.outcomes).isEmpty();
        session.receive(PUBCOMP, 1);
        assertThat(session.outcomes).containsExactly("a ok");
    }

    @Test
    void messagesWaitInOrderWhileThereIsNoConnection() {
        session.publish("a", 1);
        session.publish("b", 0);
        session.publish("c", 2);
        assertThat(session.session.queued()).isEqualTo(3);
        session.open();
        session.sent();
        session.receive(new io.quarkiverse.mqttx.session.packet.ConnAck(false, 0, Properties.EMPTY));
        assertThat(session.sent()).containsExactly("PUBLISH 1", "PUBLISH 0", "PUBLISH 2");
        assertThat(session.session.queued()).isZero();
    }

    @Test
    void moreThanTheBrokersReceiveMaximumIsNeverUnderway() {
        session.connect(false, Properties.builder().add(Property.RECEIVE_MAXIMUM, 2).build());
        session.publish("a", 1);
        session.publish("b", 2);
        session.publish("c", 1);
        assertThat(session.sent()).containsExactly("PUBLISH 1", "PUBLISH 2");
        session.receive(PUBREC, 2);
        assertThat(session.sent()).as("PUBREC does not free the window").containsExactly("PUBREL 2");
        session.receive(PUBACK, 1);
        assertThat(session.sent()).containsExactly("PUBLISH 3");
    }

    @Test
    void beforeMqtt5WhereTheBrokerTellsNoLimitQos2HasAWindowOfItsOwn() {
        SessionHarness old = new SessionHarness(settings -> {
            settings.versions = EnumSet.of(ProtocolVersion.V3_1_1);
            settings.flow = new FlowOptions(0, 0, 1, 2, false);
            return settings;
        });
        old.connect();
        old.publish("a", 2);
        old.publish("b", 1);
        old.publish("c", 2);
        old.publish("d", 2);
        assertThat(old.sent()).containsExactly("PUBLISH 1", "PUBLISH 2", "PUBLISH 3");
        old.receive(PUBACK, 2);
        old.receive(PUBREC, 1);
        assertThat(old.sent()).as("PUBREC does not free the window").containsExactly("PUBREL 1");
        old.receive(PUBCOMP, 1);
        assertThat(old.sent()).containsExactly("PUBLISH 4");

        old.session.connectionClosed(false, 0);
        old.open();
        old.sent();
        old.receive(new ConnAck(true, 0, Properties.EMPTY));
        assertThat(old.sent()).containsExactly("PUBLISH 3 dup", "PUBLISH 4 dup");
    }

    @Test
    void aRefusedMessageFailsWithTheBrokersReasonCode() {
        session.connect();
        session.publish("a", 1);
        session.publish("b", 2);
        session.receive(new Ack(PUBACK, 1, ReasonCode.QUOTA_EXCEEDED));
        session.receive(new Ack(PUBREC, 2, ReasonCode.NOT_AUTHORIZED));
        assertThat(session.outcomes).containsExactly(
                "a The broker refused the message to 't/a' with PUBACK 0x97 Quota exceeded",
                "b The broker refused the message to 't/b' with PUBREC 0x87 Not authorized");
        assertThat(session.sent()).as("a refused QoS 2 message has no PUBREL").containsExactly("PUBLISH 1", "PUBLISH 2");
        assertThat(session.session.inflight()).isZero();
    }

    @Test
    void whatTheBrokerDoesNotOfferIsRefusedBeforeItIsSent() {
        session.connect(false,
                Properties.builder().add(Property.MAXIMUM_QOS, 1).add(Property.MAXIMUM_PACKET_SIZE, 20L).build());
        session.publish("a", 2);
        session.publish("a-message-that-is-too-long", 1);
        assertThat(session.sent()).isEmpty();
        assertThat(session.outcomes).containsExactly(
                "a The broker takes messages up to QoS 1 only; the message to 't/a' has QoS 2",
                "a-message-that-is-too-long The broker takes packets of 20 bytes at most; "
                        + "the message to 't/a-message-that-is-too-long' makes 61");
        session.publish("b", 1);
        assertThat(session.sent()).as("the next message goes out").containsExactly("PUBLISH 1");
    }

    @Test
    void aResumedSessionSendsPubRelFirstAndThenThePublishesAsDuplicatesInTheirOrder() {
        session.connect();
        session.publish("a", 1);
        session.publish("b", 2);
        session.publish("c", 2);
        session.publish("d", 1);
        session.receive(PUBREC, 3);
        session.reconnect(true);
        assertThat(session.sent()).containsExactly("PUBREL 3", "PUBLISH 1 dup", "PUBLISH 2 dup", "PUBLISH 4 dup");
    }

    @Test
    void whatIsResentGoesBeforeWhatIsNewAndRespectsTheWindowOfTheNewConnection() {
        session.connect();
        session.publish("a", 1);
        session.publish("b", 1);
        session.loseConnection();
        session.publish("c", 1);
        session.open();
        session.sent();
        session.receive(new io.quarkiverse.mqttx.session.packet.ConnAck(true, 0,
                Properties.builder().add(Property.RECEIVE_MAXIMUM, 1).build()));
        assertThat(session.sent()).containsExactly("PUBLISH 1 dup");
        session.receive(PUBACK, 1);
        assertThat(session.sent()).containsExactly("PUBLISH 2 dup");
        session.receive(PUBACK, 2);
        assertThat(session.sent()).containsExactly("PUBLISH 3");
    }

    @Test
    void aLostSessionHasItsMessagesPublishedAnewAndNeverThoseTheBrokerHasTaken() {
        session.connect();
        session.publish("a", 1);
        session.publish("b", 2);
        session.receive(PUBREC, 2);
        session.reconnect(false);
        assertThat(session.sent()).containsExactly("PUBLISH 1");
        assertThat(session.outcomes).as("PUBREC was the broker's word").containsExactly("b ok");
    }

    @Test
    void aPacketIdentifierInUseIsNotGivenOutAgain() {
        session.connect();
        session.publish("first", 1);
        for (int i = 2; i <= 65_535; i++) {
            session.publish("x", 1);
            session.receive(PUBACK, i);
        }
        session.sent();
        session.publish("after the wrap", 1);
        assertThat(session.sent()).as("1 is still taken").containsExactly("PUBLISH 2");
    }

    @Test
    void pubRecForAnIdentifierNobodyKnowsIsAnsweredSoThatTheBrokerCanForgetIt() {
        session.connect();
        session.receive(PUBREC, 9);
        assertThat(session.sent()).containsExactly("PUBREL 9 0x92");
    }

    @Test
    void acknowledgementsForUnknownIdentifiersAreHarmless() {
        session.connect();
        session.receive(PUBACK, 9);
        session.receive(PUBCOMP, 9);
        assertThat(session.closed).isEmpty();
    }

    @Test
    void aMissingAcknowledgementEndsTheConnectionAndTheMessageIsSentAgain() {
        session.connect();
        session.publish("a", 1);
        session.now = session.session.nextDeadline();
        assertThat(session.now).isEqualTo(30_000);
        session.session.tick(session.now);
        assertThat(session.closed).singleElement().asString().contains("no PUBACK for packet 1", "ack-timeout-seconds");
        session.reconnect(true);
        assertThat(session.sent()).containsExactly("PUBLISH 1 dup");
    }

    @Test
    void nothingIsSentWhileTheSocketTakesNoMore() {
        session.connect();
        session.session.writable(false, 0);
        session.publish("a", 0);
        session.publish("b", 1);
        assertThat(session.sent()).isEmpty();
        session.session.writable(true, 0);
        assertThat(session.sent()).containsExactly("PUBLISH 0", "PUBLISH 1");
    }

    @Test
    void aCompletionMayPublishTheNextMessage() {
        session.connect();
        session.session.outbound().publish(SessionHarness.message("a", 0), new PublishCompletion() {
            @Override
            public void succeeded(int packetId, int reasonCode, Properties answer) {
                session.publish("b", 0);
            }

            @Override
            public void failed(Throwable cause) {
                throw new AssertionError(cause);
            }
        }, new PublisherQueue("test"), 0);
        assertThat(session.sent()).containsExactly("PUBLISH 0", "PUBLISH 0");
        assertThat(session.outcomes).containsExactly("b ok");
    }

    @Test
    void abandoningFailsWhatWaitsAndWhatIsInFlight() {
        session.connect(false, Properties.builder().add(Property.RECEIVE_MAXIMUM, 2).build());
        session.publish("a", 1);
        session.publish("b", 2);
        session.publish("c", 1);
        session.receive(PUBREC, 2);
        IllegalStateException end = new IllegalStateException("closed");
        session.session.abandon(end, end, sequence -> true);
        assertThat(session.outcomes).containsExactlyInAnyOrder("a closed", "b closed", "c closed");
        assertThat(session.session.inflight()).isZero();
        assertThat(session.session.queued()).isZero();
    }
}
