package io.quarkiverse.mqttx.session;

import static io.quarkiverse.mqttx.api.PacketType.PUBREC;
import static io.quarkiverse.mqttx.api.PacketType.PUBREL;
import static io.quarkiverse.mqttx.session.SessionHarness.incoming;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

/** The end of a connection (MQTT-5.0 §3.14, §4.13, MQTT-3.1.1 §3.14). */
class DisconnectTest {

    /** Those of table 3-10 that are not the server's alone. */
    private static final Set<Integer> CODES_OF_A_CLIENT = Set.of(0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x90, 0x93, 0x94, 0x95,
            0x96, 0x97, 0x98, 0x99);

    private SessionHarness session = new SessionHarness();

    private static SessionHarness of(ProtocolVersion version) {
        return new SessionHarness(settings -> {
            settings.versions = EnumSet.of(version);
            return settings;
        });
    }

    private void goOn(long millis) {
        session.now += millis;
        session.session.tick(session.now);
    }

    private Map<String, Consumer<SessionHarness>> ends() {
        Map<String, Consumer<SessionHarness>> ends = new TreeMap<>();
        ends.put("the application", any -> session.session.disconnect(ReasonCode.SUCCESS, 0));
        ends.put("the application, with the will", any -> session.session.disconnect(ReasonCode.DISCONNECT_WITH_WILL, 0));
        ends.put("keep-alive", any -> {
            goOn(60_000);
            goOn(30_000);
        });
        ends.put("no PINGRESP", any -> {
            Requests.ping(session);
            goOn(30_000);
        });
        ends.put("no PUBACK", any -> {
            session.publish("a", 1);
            goOn(30_000);
        });
        ends.put("no SUBACK", any -> {
            Requests.subscribe(session, "a");
            goOn(30_000);
        });
        ends.put("malformed", any -> session.session.malformed(ReasonCode.MALFORMED_PACKET, "bytes", 0));
        ends.put("an alias", any -> session
                .receive(new Publish("t", new byte[0], 0, false, false, 0, Properties.EMPTY, 1)));
        ends.put("a second CONNACK", any -> session.receive(new ConnAck(false, 0, Properties.EMPTY)));
        ends.put("AUTH for nothing", any -> session.receive(new Auth(0x18, Properties.EMPTY)));
        ends.put("PUBREL without PUBREC", any -> {
            session.receive(incoming("a", 2, 1, false));
            session.receive(PUBREL, 1);
        });
        ends.put("PUBREC at QoS 1", any -> {
            session.publish("a", 1);
            session.receive(PUBREC, 1);
        });
        ends.put("an identifier in use", any -> {
            session.receive(incoming("a", 1, 1, false));
            session.receive(incoming("b", 1, 1, false));
        });
        ends.put("the mechanism of authentication", any -> session.session.authenticationFailed("no token", 0));
        return ends;
    }

    @Test
    void noEndOfOursUsesACodeThatOnlyTheServerMay() {
        ends().forEach((what, end) -> {
            session = new SessionHarness().connect();
            end.accept(session);
            assertThat(session.closed).as(what).hasSize(1);
            assertThat(session.sent).as(what).last().isInstanceOfSatisfying(Disconnect.class,
                    disconnect -> assertThat(disconnect.reasonCode()).as(what).isIn(CODES_OF_A_CLIENT));
        });
    }

    @Test
    void afterDisconnectNothingMoreIsSent() {
        ends().forEach((what, end) -> {
            session = new SessionHarness().connect();
            session.receive(incoming("unanswered", 1, 8, false));
            end.accept(session);
            session.sent();
            Requests.everything(session, "late");
            session.receive(incoming("late", 1, 9, false));
            session.receive(PUBREL, 3);
            goOn(1_000_000);
            session.session.disconnect(ReasonCode.SUCCESS, session.now);
            session.session.malformed(ReasonCode.MALFORMED_PACKET, "late", session.now);
            assertThat(session.sent()).as(what).isEmpty();
            assertThat(session.closed).as(what).hasSize(1);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = { 1023, 1024, 268_435_455 })
    void leavesTheReasonOutWhereTheBrokerTakesSmallPacketsOnly(long maximum) {
        session.connect(false, Properties.builder().add(Property.MAXIMUM_PACKET_SIZE, maximum).build());
        session.receive(new ConnAck(false, 0, Properties.EMPTY));
        Properties said = ((Disconnect) session.sent.get(0)).properties();
        assertThat(said.has(Property.REASON_STRING)).isEqualTo(maximum > 1023);
        assertThat(said.userProperties()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "V5, 135", "V5, 151", "V3_1_1, 2", "V3_1_1, 5", "V3_1, 4" })
    void aRefusedConnectionIsClosedWithoutAnotherPacket(ProtocolVersion version, int code) {
        session = of(version);
        session.publish("waits", 1);
        session.open();
        session.receive(new ConnAck(false, code, Properties.EMPTY));
        assertThat(session.closed).hasSize(1);
        assertThat(session.sent()).containsExactly("CONNECT");
    }

    @Test
    void aDisconnectBeforeConnAckEndsTheAttempt() {
        session.open();
        session.receive(new Disconnect(ReasonCode.SERVER_BUSY));
        assertThat(session.closed).singleElement().asString().contains("DISCONNECT before CONNACK");
        assertThat(session.sent()).containsExactly("CONNECT");
    }

    /** The only DISCONNECT there is says that all is well, and discards the will. */
    @Test
    void beforeMqtt5OnlyTheGracefulEndSendsDisconnect() {
        session = of(ProtocolVersion.V3_1_1).connect();
        session.receive(new ConnAck(false, 0, Properties.EMPTY));
        assertThat(session.sent()).isEmpty();
        assertThat(session.closed).hasSize(1);

        session = of(ProtocolVersion.V3_1_1).connect();
        session.session.disconnect(ReasonCode.DISCONNECT_WITH_WILL, 0);
        assertThat(session.sent()).isEmpty();

        session = of(ProtocolVersion.V3_1_1).connect();
        session.session.disconnect(ReasonCode.SUCCESS, 0);
        assertThat(session.sent()).containsExactly("DISCONNECT");
    }
}
