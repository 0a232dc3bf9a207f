package io.quarkiverse.mqttx.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.ShutdownOptions;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

class HandshakeTest {

    private SessionHarness session = auto("c");

    private static SessionHarness auto(String clientId) {
        return new SessionHarness(settings -> {
            settings.versions = EnumSet.allOf(ProtocolVersion.class);
            settings.clientId = clientId;
            return settings;
        });
    }

    /** The version of the CONNECT that the next connection brings. */
    private String open() {
        session.sent.clear();
        session.open();
        return ((Connect) session.sent.get(0)).version().toString();
    }

    private void answer(int code) {
        session.receive(new ConnAck(false, code, Properties.EMPTY));
        session.session.connectionClosed(false, session.now);
    }

    private void accept() {
        session.receive(new ConnAck(false, 0, Properties.EMPTY));
    }

    private void closeSilently() {
        session.session.connectionClosed(true, session.now);
    }

    @Test
    void asksForMqtt5First() {
        assertThat(open()).isEqualTo("5");
    }

    private static SessionHarness withOptions(ConnectOptions options) {
        return new SessionHarness(settings -> {
            settings.options = options;
            return settings;
        });
    }

    @Test
    void asksForResponseInformation() {
        session = withOptions(new ConnectOptions(true, null, null, ShutdownOptions.DEFAULT));
        open();

        Properties properties = ((Connect) session.sent.get(0)).properties();
        assertThat(properties.number(Property.REQUEST_RESPONSE_INFORMATION, 0)).isEqualTo(1);
        session.receive(new ConnAck(false, 0, Properties.builder().add(Property.RESPONSE_INFORMATION, "replies/c/").build()));
        assertThat(session.connections.get(0).responseInformation()).isEqualTo("replies/c/");
    }

    @Test
    void asksForNothingUnlessItIsTold() {
        open();

        Properties properties = ((Connect) session.sent.get(0)).properties();
        assertThat(properties.has(Property.REQUEST_RESPONSE_INFORMATION)).isFalse();
        assertThat(properties.has(Property.REQUEST_PROBLEM_INFORMATION)).isFalse();
        accept();
        assertThat(session.connections.get(0).responseInformation()).isNull();
    }

    @Test
    void changesTheSessionExpiryWhenTheApplicationEnds() {
        session = withOptions(new ConnectOptions(false, null, null, new ShutdownOptions(false, 5)));
        session.connect();
        session.session.leave(0);

        assertThat(((Disconnect) session.sent.get(0)).properties().number(Property.SESSION_EXPIRY_INTERVAL, -1)).isEqualTo(5);
    }

    @Test
    void fallsBackAtOnceWhenTheBrokerRefusesTheVersionInTheFormOfMqtt5() {
        open();
        answer(0x84);
        assertThat(session.refusals).singleElement().satisfies(refusal -> assertThat(refusal.retryAtOnce()).isTrue());
        assertThat(open()).isEqualTo("3.1.1");
    }

    @Test
    void fallsBackToTheLastVersionWhenTheBrokerRefusesInTheFormOfMqtt3() {
        open();
        answer(1);
        assertThat(open()).isEqualTo("3.1.1");
        answer(1);
        assertThat(open()).isEqualTo("3.1");
        accept();
        assertThat(session.notices).singleElement().asString().contains("does not accept MQTT 5", "connected with MQTT 3.1");
    }

    @Test
    void fallsBackWhenTheAnswerIsNoConnAck() {
        open();
        session.session.malformed(ReasonCode.MALFORMED_PACKET, "length", 0);
        session.session.connectionClosed(false, 0);
        assertThat(open()).isEqualTo("3.1.1");
    }

    @Test
    void oneSilentCloseMayBeTheNetworkAndTwoAreARefusal() {
        open();
        closeSilently();
        assertThat(session.refusals).isEmpty();
        assertThat(open()).isEqualTo("5");
        closeSilently();
        assertThat(session.refusals).singleElement().satisfies(refusal -> assertThat(refusal.retryAtOnce()).isTrue());
        assertThat(open()).isEqualTo("3.1.1");
        accept();
        assertThat(session.notices).singleElement().asString().contains("closed the connection without CONNACK");
    }

    @Test
    void aBrokerThatClosesOnEveryVersionIsDownAndNotOld() {
        open();
        closeSilently();
        open();
        closeSilently();
        open();
        closeSilently();
        assertThat(open()).isEqualTo("3.1");
        closeSilently();
        assertThat(session.refusals).as("the steps down; the last close is a failure like any other").hasSize(2);
        assertThat(open()).isEqualTo("5");
    }

    @Test
    void aNetworkFailureIsNoRefusal() {
        for (int i = 0; i < 10; i++) {
            assertThat(open()).isEqualTo("5");
            session.session.connectionClosed(false, 0);
        }
        assertThat(session.refusals).isEmpty();
    }

    @Test
    void keepsWhatWasNegotiatedForTheNextConnection() {
        open();
        answer(0x84);
        open();
        accept();
        closeSilently();
        assertThat(open()).isEqualTo("3.1.1");
        accept();
        assertThat(session.notices).as("said once").hasSize(1);
    }

    @Test
    void asksAnewWhenTheBrokerStopsAcceptingWhatWasNegotiated() {
        open();
        answer(0x84);
        open();
        accept();
        closeSilently();
        open();
        answer(1);
        assertThat(open()).isEqualTo("5");
        accept();
    }

    @Test
    void aPinnedVersionIsNotLeft() {
        session = new SessionHarness();
        open();
        answer(0x84);
        assertThat(session.refusals).singleElement().satisfies(refusal -> assertThat(refusal.retryAtOnce()).isFalse());
        assertThat(open()).isEqualTo("5");
    }

    @Test
    void aClientIdThatMqtt31DoesNotAllowKeepsItFromBeingTried() {
        session = auto("a-client-id-of-25-letters");
        open();
        answer(1);
        open();
        answer(1);
        assertThat(session.refusals.get(1).retryAtOnce()).isFalse();
        assertThat(session.refusals.get(1).reason()).contains("client-id is longer than 23");
        assertThat(open()).isEqualTo("5");
    }

    @Test
    void translatesTheReturnCodesOfMqtt3() {
        open();
        answer(5);
        assertThat(session.refusals).singleElement().satisfies(refusal -> {
            assertThat(refusal.reasonCode()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
            assertThat(refusal.reason()).contains("0x87 Not authorized");
            assertThat(refusal.retryAtOnce()).isFalse();
        });
    }

    @Test
    void takesOverWhatTheBrokerHasDecided() {
        session = auto(null);
        open();
        session.receive(new ConnAck(false, 0, Properties.builder().add(Property.ASSIGNED_CLIENT_IDENTIFIER, "given")
                .add(Property.SERVER_KEEP_ALIVE, 5).add(Property.RECEIVE_MAXIMUM, 20).build()));
        assertThat(session.connections).singleElement().satisfies(negotiated -> {
            assertThat(negotiated.clientId()).isEqualTo("given");
            assertThat(negotiated.keepAliveSeconds()).isEqualTo(5);
            assertThat(negotiated.receiveMaximum()).isEqualTo(20);
        });
        closeSilently();
        open();
        assertThat(((Connect) session.sent.get(0)).clientId()).as("the session is found again").isEqualTo("given");
    }

    @Test
    void aMissingConnAckEndsTheAttempt() {
        open();
        session.now = session.session.nextDeadline();
        session.session.tick(session.now);
        assertThat(session.closed).singleElement().asString().contains("no CONNACK within 10000 ms", "connect-timeout-seconds");
        assertThat(session.faults).as("a broker that is slow at first breaks no rule").isEmpty();
    }

    @Test
    void aSessionThatShouldHaveBeenDiscardedIsNotTakenUp() {
        session = new SessionHarness(settings -> {
            settings.cleanStart = true;
            return settings;
        });
        open();
        session.receive(new ConnAck(true, 0, Properties.EMPTY));
        assertThat(session.connections).isEmpty();
        assertThat(session.closed).singleElement().asString().contains("clean start");
    }

    @Test
    void aCleanStartWithAnExpiryDoesNotDiscardTheSessionOverALostConnection() {
        session = new SessionHarness(settings -> {
            settings.cleanStart = true;
            return settings;
        });
        open();
        assertThat(((Connect) session.sent.get(0)).cleanStart()).isTrue();
        accept();
        closeSilently();
        open();
        assertThat(((Connect) session.sent.get(0)).cleanStart()).isFalse();
    }

    @Test
    void credentialsAreNotPrinted() {
        session = new SessionHarness(settings -> {
            settings.username = "u";
            settings.password = "secret";
            return settings;
        });
        open();
        assertThat(session.sent.get(0).toString()).doesNotContain("secret");
    }
}
