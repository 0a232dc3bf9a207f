package io.quarkiverse.mqttx.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.session.model.AuthenticationMethod;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.ShutdownOptions;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

/** AUTH packets in turn (MQTT-5.0 §4.12), without a mechanism behind them. */
class AuthenticationTest {

    private static final String METHOD = "PUZZLE";

    /** What the session has asked the mechanism. */
    private final List<String> asked = new ArrayList<>();
    /** What the mechanism says of the broker's proof. */
    private String problem;
    private SessionHarness session = with(new AuthenticationMethod(METHOD, false));

    private SessionHarness with(AuthenticationMethod method) {
        return new SessionHarness(settings -> {
            settings.username = "ann";
            settings.password = "secret";
            settings.options = new ConnectOptions(false, method, null, ShutdownOptions.DEFAULT);
            return settings;
        }) {

            @Override
            public void challenged(byte[] data) {
                asked.add("answer " + new String(data, StandardCharsets.UTF_8));
            }

            @Override
            public String authenticated(byte[] data) {
                asked.add("verify " + (data == null ? "nothing" : new String(data, StandardCharsets.UTF_8)));
                return problem;
            }
        };
    }

    private void open(String data) {
        session.session.connectionOpened(session.settings.configured(SessionHarness.SERVER), bytes(data), session,
                session.now);
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static Properties properties(String method, String data) {
        Properties.Builder properties = Properties.builder();
        if (method != null) {
            properties.add(Property.AUTHENTICATION_METHOD, method);
        }
        if (data != null) {
            properties.add(Property.AUTHENTICATION_DATA, bytes(data));
        }
        return properties.build();
    }

    private void auth(int reasonCode, String data) {
        session.receive(new Auth(reasonCode, properties(METHOD, data)));
    }

    private void accept(String data) {
        session.receive(new ConnAck(false, 0, properties(METHOD, data)));
    }

    /** What was sent since the last look, in short. */
    private List<String> said() {
        List<String> said = session.sent.stream().map(AuthenticationTest::describe).toList();
        session.sent.clear();
        return said;
    }

    private static String describe(Packet packet) {
        if (packet instanceof Connect connect) {
            return "CONNECT " + describe(connect.properties());
        }
        if (packet instanceof Auth auth) {
            return "AUTH " + auth.reasonCode() + " " + describe(auth.properties());
        }
        return packet instanceof Disconnect disconnect ? "DISCONNECT " + disconnect.reasonCode() : packet.type().toString();
    }

    private static String describe(Properties properties) {
        byte[] data = properties.binary(Property.AUTHENTICATION_DATA);
        return properties.string(Property.AUTHENTICATION_METHOD) + " "
                + (data == null ? "nothing" : new String(data, StandardCharsets.UTF_8));
    }

    @Test
    void goesToAndFroUntilTheBrokerAccepts() {
        open("one");
        assertThat(((Connect) session.sent.get(0)).username()).as("the mechanism speaks for itself").isNull();
        assertThat(((Connect) session.sent.get(0)).password()).isNull();
        assertThat(said()).containsExactly("CONNECT PUZZLE one");
        auth(0x18, "two");
        assertThat(asked).containsExactly("answer two");
        session.session.authenticate(bytes("three"), 0);
        assertThat(said()).containsExactly("AUTH 24 PUZZLE three");
        auth(0x18, null);
        session.session.authenticate(null, 0);
        assertThat(said()).containsExactly("AUTH 24 PUZZLE nothing");
        assertThat(session.connections).isEmpty();
        accept("last");
        assertThat(asked).containsExactly("answer two", "answer ", "verify last");
        assertThat(session.connections).hasSize(1);
    }

    @Test
    void sendsCredentialsWhereTheMechanismWantsThem() {
        session = with(new AuthenticationMethod(METHOD, true));
        open(null);
        assertThat(((Connect) session.sent.get(0)).username()).isEqualTo("ann");
        assertThat(((Connect) session.sent.get(0)).password()).asString().isEqualTo("secret");
    }

    @Test
    void doesNotBelieveABrokerThatHasNotProvedItself() {
        problem = "the proof is wrong";
        session.publish("secret", 1);
        open("one");
        said();
        accept("bad proof");

        assertThat(session.connections).isEmpty();
        assertThat(said()).as("nothing but the end").containsExactly("DISCONNECT 131");
        assertThat(session.closed).singleElement().asString().contains("the proof is wrong");
    }

    @Test
    void anAcceptanceWithoutTheMethodIsNone() {
        open("one");
        said();
        session.receive(new ConnAck(false, 0, Properties.EMPTY));

        assertThat(said()).containsExactly("DISCONNECT 130");
        assertThat(session.closed).singleElement().asString().contains(
                "with the authentication method none instead of 'PUZZLE'",
                "Protocol Error");
        assertThat(session.connections).isEmpty();
    }

    @Test
    void anAcceptanceInTheMiddleIsNone() {
        open("one");
        auth(0x18, "two");
        accept("last");
        assertThat(session.connections).isEmpty();
        assertThat(session.closed).singleElement().asString().contains("in the middle of the authentication");
    }

    @Test
    void authWithoutAMethodOfOursBreaksTheProtocol() {
        session = with(null);
        session.open();
        said();
        auth(0x18, "two");
        assertThat(said()).containsExactly("DISCONNECT 130");
        assertThat(session.closed).singleElement().asString().contains("no authentication method was asked for");

        session = with(null);
        session.connect();
        auth(0x18, "two");
        assertThat(said()).containsExactly("DISCONNECT 130");
    }

    @Test
    void authOutOfTurnBreaksTheProtocol() {
        open("one");
        auth(0x18, "two");
        auth(0x18, "again");
        assertThat(session.closed).singleElement().asString().contains("out of turn");

        session = with(new AuthenticationMethod(METHOD, false));
        open("one");
        auth(0x00, "done");
        assertThat(session.closed).singleElement().asString().contains("AUTH 0x00 Success");

        session = with(new AuthenticationMethod(METHOD, false));
        open("one");
        session.receive(new Auth(0x18, properties("OTHER", "two")));
        assertThat(session.closed).singleElement().asString().contains("'OTHER' instead of 'PUZZLE'");
    }

    @Test
    void whatTheMechanismCannotDoEndsTheAttempt() {
        open("one");
        auth(0x18, "two");
        said();
        session.session.authenticationFailed("no token", 0);
        assertThat(said()).containsExactly("DISCONNECT 131");
        assertThat(session.closed).singleElement().asString().contains("no token");
    }

    @Test
    void anAnswerForAnEarlierConnectionIsNotSentInTheNext() {
        open("one");
        auth(0x18, "two");
        session.loseConnection();
        open("one");
        said();
        session.session.authenticate(bytes("late"), 0);
        assertThat(said()).isEmpty();
    }

    @Test
    void anAnswerThatComesAfterTheEndIsNotSent() {
        open("one");
        auth(0x18, "two");
        session.session.tick(session.now + 10_000);
        assertThat(session.closed).singleElement().asString().contains("no CONNACK");
        said();
        session.session.authenticate(bytes("late"), session.now + 10_000);
        session.session.authenticationFailed("late as well", session.now + 10_000);
        assertThat(said()).isEmpty();
    }

    @Test
    void authenticatesAgainWithinTheConnection() {
        connect();
        assertThat(session.session.reauthenticate(bytes("again"), 0)).isTrue();
        assertThat(session.session.reauthenticate(bytes("again"), 0)).as("one at a time").isFalse();
        assertThat(said()).containsExactly("AUTH 25 PUZZLE again");
        auth(0x18, "riddle");
        session.session.authenticate(bytes("answer"), 0);
        assertThat(said()).containsExactly("AUTH 24 PUZZLE answer");
        auth(0x00, "done");
        assertThat(asked).endsWith("answer riddle", "verify done");
        assertThat(session.session.reauthenticate(null, 0)).as("the next one").isTrue();
        assertThat(session.closed).isEmpty();
    }

    @Test
    void aConnectionWhoseBrokerFailsTheSecondTimeIsEnded() {
        connect();
        session.session.reauthenticate(bytes("again"), 0);
        problem = "the proof is wrong";
        said();
        auth(0x00, "bad");
        assertThat(said()).containsExactly("DISCONNECT 131");
    }

    @Test
    void doesNotWaitForEverForTheSecondTime() {
        connect();
        session.session.reauthenticate(bytes("again"), session.now);
        said();
        assertThat(session.session.nextDeadline()).isEqualTo(session.now + 10_000);
        session.session.tick(session.now + 10_000);
        assertThat(said()).containsExactly("DISCONNECT 131");
        assertThat(session.closed).singleElement().asString().contains("connect-timeout-seconds");
    }

    @Test
    void doesNotAuthenticateAgainWithoutConnectionOrMethod() {
        assertThat(session.session.reauthenticate(null, 0)).isFalse();
        session = with(null);
        session.connect();
        assertThat(session.session.reauthenticate(null, 0)).isFalse();
    }

    private void connect() {
        open("one");
        accept(null);
        said();
    }
}
