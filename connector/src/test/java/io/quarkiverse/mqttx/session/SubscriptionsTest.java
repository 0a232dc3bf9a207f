package io.quarkiverse.mqttx.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.UnsubscribeException;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.UnsubAck;
import io.quarkiverse.mqttx.session.packet.Unsubscribe;

class SubscriptionsTest {

    private final SessionHarness session = new SessionHarness();
    private final List<String> fates = new ArrayList<>();

    /** With identifiers each filter would have a SUBSCRIBE of its own. */
    @BeforeEach
    void withoutIdentifiers() {
        session.connAck = Properties.builder().add(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0).build();
    }

    private void subscribe(String filter) {
        session.session.subscribe(Subscription.of(filter, 1), new SubscriptionListener() {
            @Override
            public void granted(int qos) {
                fates.add(filter + " granted " + qos);
            }

            @Override
            public void refused(int reasonCode, String reason) {
                fates.add(filter + " refused: " + reason);
            }
        }, session.now);
    }

    private void subAck(int packetId, int... codes) {
        session.receive(new SubAck(packetId, codes, Properties.EMPTY));
    }

    /** The filters of each SUBSCRIBE (+) and UNSUBSCRIBE (-) since the last look. */
    private List<String> asked() {
        List<String> result = new ArrayList<>();
        for (Packet packet : session.sent) {
            if (packet instanceof Subscribe subscribe) {
                result.add("+" + subscribe.subscriptions().stream().map(Subscription::filter).toList());
            } else if (packet instanceof Unsubscribe unsubscribe) {
                result.add("-" + unsubscribe.filters());
            }
        }
        session.sent.clear();
        return result;
    }

    @Test
    void whatIsWantedBeforeTheConnectionIsAskedForAfterConnAck() {
        subscribe("a");
        subscribe("b/#");
        session.reconnect(false);
        assertThat(asked()).containsExactly("+[a, b/#]");
        subAck(1, 1, 0);
        assertThat(fates).containsExactly("a granted 1", "b/# granted 0");
    }

    @Test
    void aRefusedSubscriptionIsAFailureWithTheBrokersReason() {
        session.connect();
        subscribe("a");
        session.receive(new SubAck(1, new int[] { 0x87 },
                Properties.builder().add(Property.REASON_STRING, "not yours").build()));
        assertThat(fates).containsExactly("a refused: SUBACK 0x87 Not authorized: not yours");
    }

    @Test
    void codesBelongToTheFiltersInTheOrderOfTheSubscribe() {
        subscribe("z");
        subscribe("a");
        subscribe("m");
        session.reconnect(false);
        subAck(1, 0, 0x80, 1);
        assertThat(fates).containsExactly("z granted 0", "a refused: SUBACK 0x80 Unspecified error", "m granted 1");
    }

    @Test
    void whereNothingIsWantedNothingIsAskedFor() {
        session.reconnect(false);
        session.reconnect(true);
        assertThat(asked()).isEmpty();
    }

    @Test
    void withTheSessionPresentExactlyWhatIsMissingIsAskedForAgain() {
        subscribe("granted");
        subscribe("refused");
        session.reconnect(false);
        subAck(1, 1, 0x97);
        subscribe("unanswered");
        session.loseConnection();
        subscribe("new");
        fates.clear();
        session.reconnect(true);
        assertThat(asked()).containsExactly("+[refused, unanswered, new]");
        assertThat(fates).containsExactly("granted granted 1");
    }

    @Test
    void withoutTheSessionEverythingIsAskedForAgain() {
        subscribe("a");
        session.reconnect(false);
        subAck(1, 1);
        session.reconnect(false);
        assertThat(asked()).containsExactly("+[a]");
    }

    @Test
    void manyFiltersGoOutInPacketsOfEight() {
        for (int i = 0; i < 10; i++) {
            subscribe("f" + i);
        }
        session.reconnect(false);
        assertThat(asked()).containsExactly("+[f0, f1, f2, f3, f4, f5, f6, f7]", "+[f8, f9]");
    }

    @Test
    void unsubscribingIsDoneWhenTheBrokerHasConfirmed() {
        session.connect();
        subscribe("a");
        subAck(1, 1);
        session.session.unsubscribe("a", this::ended, 0);
        assertThat(asked()).containsExactly("+[a]", "-[a]");
        assertThat(fates).doesNotContain("done");
        session.receive(new UnsubAck(2, new int[] { 0 }, Properties.EMPTY));
        assertThat(fates).contains("done");
        session.reconnect(false);
        assertThat(asked()).isEmpty();
    }

    @Test
    void anUnsubscriptionThatTheBrokerRefusesFailsWithItsReason() {
        session.connect();
        subscribe("a");
        subAck(1, 1);
        session.session.unsubscribe("a", this::ended, 0);
        session.receive(new UnsubAck(2, new int[] { ReasonCode.NOT_AUTHORIZED },
                Properties.builder().add(Property.REASON_STRING, "stay").build()));
        assertThat(fates)
                .contains("the broker does not end the subscription of 'a': UNSUBACK 0x87 Not authorized: stay");
        assertThat(session.notices).isEmpty();
    }

    @Test
    void tellsTheOperatorWhatTheBrokerKeepsOfAnEarlierConnection() {
        session.connect();
        subscribe("a");
        subAck(1, 1);
        session.loseConnection();
        session.session.unsubscribe("a", this::ended, 0);
        session.reconnect(true);
        session.receive(new UnsubAck(lastPacketId(), new int[] { ReasonCode.NOT_AUTHORIZED }, Properties.EMPTY));
        assertThat(session.notices).containsExactly(
                "the broker does not end the subscription of 'a': UNSUBACK 0x87 Not authorized");
    }

    private int lastPacketId() {
        return ((Unsubscribe) session.sent.get(session.sent.size() - 1)).packetId();
    }

    private void ended(UnsubscribeException refusal) {
        fates.add(refusal == null ? "done" : refusal.getMessage());
    }

    @Test
    void unsubscribingWithoutAConnectionIsMadeUpForWhenTheSessionIsStillThere() {
        session.connect();
        subscribe("a");
        subAck(1, 1);
        session.loseConnection();
        session.session.unsubscribe("a", this::ended, 0);
        assertThat(fates).contains("done");
        session.reconnect(true);
        assertThat(asked()).containsExactly("-[a]");
    }

    @Test
    void whatTheBrokerDoesNotOfferIsNotAskedFor() {
        subscribe("$share/g/a");
        subscribe("a/+");
        subscribe("a");
        session.open();
        session.receive(new io.quarkiverse.mqttx.session.packet.ConnAck(false, 0,
                Properties.builder().add(Property.SHARED_SUBSCRIPTION_AVAILABLE, 0)
                        .add(Property.WILDCARD_SUBSCRIPTION_AVAILABLE, 0).build()));
        assertThat(asked()).containsExactly("+[a]");
        assertThat(fates).containsExactly("$share/g/a refused: the broker offers no shared subscriptions",
                "a/+ refused: the broker offers no wildcard subscriptions");
    }

    @Test
    void aSubAckWithACodeTooManyGrantsWhatWasAsked() {
        session.connect();
        subscribe("a");
        subAck(1, 1, 1);
        assertThat(session.closed).isEmpty();
        assertThat(fates).containsExactly("a granted 1");
    }

    @Test
    void aMissingSubAckEndsTheConnection() {
        session.connect();
        subscribe("a");
        session.session.tick(session.session.nextDeadline());
        assertThat(session.closed).singleElement().asString().contains("no SUBACK", "ack-timeout-seconds");
    }
}
