package io.quarkiverse.mqttx.session;

import static io.quarkiverse.mqttx.api.PacketType.PUBCOMP;
import static io.quarkiverse.mqttx.api.PacketType.PUBREC;
import static io.quarkiverse.mqttx.session.SessionHarness.incoming;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.SubAck;

/** When Session Present says nothing, or nothing that can be relied on. */
class SessionOfTheBrokerTest {

    private SessionHarness session = new SessionHarness();

    private void subscribe() {
        session.session.subscribe(Subscription.of("a", 1), new SubscriptionListener() {
            @Override
            public void granted(int qos) {
            }

            @Override
            public void refused(int reasonCode, String reason) {
            }
        }, session.now);
        session.receive(new SubAck(1, new int[] { 1 }, Properties.EMPTY));
    }

    private void connectWithoutAnAnswer() {
        session.loseConnection();
        session.open();
    }

    @Test
    void mqtt31HasNoSessionPresentSoAPersistentSessionIsTakenUpAnyway() {
        session = new SessionHarness(settings -> {
            settings.versions = EnumSet.of(ProtocolVersion.V3_1);
            return settings;
        }).connect();
        session.publish("a", 1);
        session.publish("b", 2);
        session.receive(PUBCOMP, 2); // an earlier process may have used the identifier, see InheritedSessionTest
        session.receive(PUBREC, 2);
        session.receive(incoming("in", 1, 7, false));
        session.sent();
        session.reconnect(false);
        assertThat(session.sent()).containsExactly("PUBREL 2", "PUBLISH 1 dup");
        session.receive(incoming("in", 1, 7, true));
        assertThat(session.delivered).as("still being processed").hasSize(1);
    }

    @Test
    void inMqtt31AMessageOfQos2WithoutDupIsNewAlsoWithTheContentOfOneThatIsStillInProcess() {
        session = new SessionHarness(settings -> {
            settings.versions = EnumSet.of(ProtocolVersion.V3_1);
            return settings;
        }).connect();
        session.receive(incoming("a", 2, 1, false));
        session.reconnect(false);
        session.sent();
        session.receive(incoming("a", 2, 1, false));
        assertThat(session.delivered).as("the broker has lost its session").hasSize(2);
        session.session.inbound().acknowledge(session.delivered.get(0), session.now);
        assertThat(session.sent()).isEmpty();
        session.session.inbound().acknowledge(session.delivered.get(1), session.now);
        assertThat(session.sent()).containsExactly("PUBREC 1");
    }

    @Test
    void inMqtt31AMessageOfQos2ThatIsInProcessIsKnownByDup() {
        session = new SessionHarness(settings -> {
            settings.versions = EnumSet.of(ProtocolVersion.V3_1);
            return settings;
        }).connect();
        session.receive(incoming("a", 2, 1, false));
        session.reconnect(false);
        session.receive(incoming("a", 2, 1, true));
        assertThat(session.delivered).hasSize(1);
    }

    @Test
    void mqtt31AsksForEverySubscriptionAgain() {
        session = new SessionHarness(settings -> {
            settings.versions = EnumSet.of(ProtocolVersion.V3_1);
            return settings;
        }).connect();
        subscribe();
        session.reconnect(false);
        assertThat(session.sent()).containsExactly("SUBSCRIBE");
    }

    @Test
    void aCleanSessionOfMqtt31BeginsAnew() {
        session = new SessionHarness(settings -> {
            settings.versions = EnumSet.of(ProtocolVersion.V3_1);
            settings.cleanStart = true;
            return settings;
        }).connect();
        session.publish("a", 1);
        session.reconnect(false);
        assertThat(session.sent()).containsExactly("PUBLISH 1");
    }

    @Test
    void afterAMissedConnAckTheSessionPresentMayBeANewOneSoSubscriptionsAreAskedForAgain() {
        session.connect();
        subscribe();
        connectWithoutAnAnswer();
        session.reconnect(true);
        assertThat(session.sent()).containsExactly("SUBSCRIBE");
        session.receive(new SubAck(2, new int[] { 1 }, Properties.EMPTY));
        session.reconnect(true);
        assertThat(session.sent()).as("this one is certain").isEmpty();
    }

    @Test
    void afterAMissedConnAckTheDupFlagTellsANewQos2MessageFromARedelivery() {
        session.connect();
        session.acknowledgeAtOnce = true;
        session.receive(incoming("a", 2, 1, false));
        session.receive(incoming("b", 2, 2, false));
        connectWithoutAnAnswer();
        session.reconnect(true);
        session.sent();
        session.receive(incoming("a", 2, 1, true));
        assertThat(session.delivered).hasSize(2);
        session.receive(incoming("c", 2, 2, false));
        assertThat(session.delivered).hasSize(3);
        assertThat(session.sent()).containsExactly("PUBREC 1", "PUBREC 2");
    }

    @Test
    void aMessageLeftUnackedBetweenTwoConnectionsIsDeliveredInTheNext() {
        session.connect();
        session.receive(incoming("a", 1, 1, false));
        session.loseConnection();
        session.session.inbound().leaveUnacked(session.delivered.get(0), session.now);
        session.open();
        session.receive(new ConnAck(true, 0, Properties.EMPTY));
        session.receive(incoming("a", 1, 1, true));
        assertThat(session.delivered).hasSize(2);
    }
}
