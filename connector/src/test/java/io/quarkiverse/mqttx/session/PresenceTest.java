package io.quarkiverse.mqttx.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.Presence;
import io.quarkiverse.mqttx.session.model.ShutdownOptions;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;

/** The retained messages that say whether the client is there. */
class PresenceTest {

    private SessionHarness session = withPresence(1);

    private static SessionHarness withPresence(int qos) {
        return new SessionHarness(settings -> {
            Presence presence = new Presence("status", bytes("online"), bytes("offline"), qos);
            settings.options = new ConnectOptions(false, null, presence, ShutdownOptions.DEFAULT);
            settings.will = presence.will(Properties.EMPTY);
            return settings;
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The payloads published since the last look, and the types of other packets. */
    private List<String> said() {
        List<String> said = session.sent.stream().map(PresenceTest::describe).toList();
        session.sent.clear();
        return said;
    }

    private static String describe(Packet packet) {
        if (packet instanceof Publish publish) {
            return new String(publish.payload(), StandardCharsets.UTF_8) + (publish.duplicate() ? " again" : "");
        }
        return packet instanceof Disconnect disconnect ? "DISCONNECT " + disconnect.reasonCode() : packet.type().toString();
    }

    private void open(boolean sessionPresent) {
        session.open();
        session.sent.clear();
        session.receive(new ConnAck(sessionPresent, 0, Properties.EMPTY));
    }

    private void acknowledge(int packetId) {
        session.receive(PacketType.PUBACK, packetId);
    }

    @Test
    void saysOnlineFirstAtEachConnectionAndLeavesOfflineToTheWill() {
        session.publish("waiting", 1);
        session.open();

        assertThat(((Connect) session.sent.get(0)).will()).satisfies(will -> {
            assertThat(will.topic()).isEqualTo("status");
            assertThat(will.payload()).asString().isEqualTo("offline");
            assertThat(will.retain()).isTrue();
            assertThat(will.qos()).isEqualTo(1);
        });
        session.sent.clear();
        session.receive(new ConnAck(false, 0, Properties.EMPTY));
        assertThat(session.sent).first().isInstanceOfSatisfying(Publish.class, online -> {
            assertThat(online.topic()).isEqualTo("status");
            assertThat(online.retain()).isTrue();
        });
        assertThat(said()).containsExactly("online", "waiting");
        acknowledge(1);
        acknowledge(2);
        session.loseConnection();
        open(true);
        assertThat(said()).containsExactly("online");
    }

    @Test
    void anOnlineThatIsInFlightIsSentAgainAndNotTwice() {
        open(false);
        assertThat(said()).containsExactly("online");
        session.loseConnection();
        session.publish("x", 1);
        open(true);
        assertThat(said()).containsExactly("online again", "x");
        session.loseConnection();
        open(false);
        assertThat(said()).containsExactly("online", "x");
    }

    @Test
    void atQos2AnOnlineThatTheBrokerMayHavePublishedBeforeTheWillIsSaidAnew() {
        session = withPresence(2);
        open(false);
        assertThat(said()).containsExactly("online");
        session.loseConnection();
        open(true);
        assertThat(said()).containsExactly("online again", "online");
    }

    @Test
    void anOnlineThatCouldNotBeSentWaitsOnlyOnce() {
        session = withPresence(0);
        session.open();
        session.session.writable(false, 0);
        session.sent.clear();
        session.receive(new ConnAck(false, 0, Properties.EMPTY));
        assertThat(said()).isEmpty();
        session.loseConnection();
        open(true);
        assertThat(said()).containsExactly("online");
    }

    @Test
    void saysOfflineBeforeItGoes() {
        open(false);
        acknowledge(1);
        said();

        assertThat(session.session.announceOffline(0)).as("something is to wait for").isTrue();
        assertThat(said()).containsExactly("offline");
        assertThat(session.session.announceOffline(0)).as("said once").isFalse();
        acknowledge(2);
        session.session.disconnect(ReasonCode.SUCCESS, 0);
        assertThat(said()).containsExactly("DISCONNECT 0");
    }

    @Test
    void leavesTheLastWordToTheWillWhenTheBrokerHasNotTakenOffline() {
        open(false);
        acknowledge(1);
        session.session.announceOffline(0);
        said();
        session.session.disconnect(ReasonCode.SUCCESS, 0);
        assertThat(said()).containsExactly("DISCONNECT 4");

        session = withPresence(1);
        open(false);
        said();
        session.session.disconnect(ReasonCode.SUCCESS, 0);
        assertThat(said()).containsExactly("DISCONNECT 4");
    }

    @Test
    void theEndOfTheApplicationIsNoReasonForTheWillOnceOfflineIsTaken() {
        open(false);
        acknowledge(1);
        session.session.announceOffline(0);
        acknowledge(2);
        said();
        session.session.leave(0);
        assertThat(said()).containsExactly("DISCONNECT 0");

        session = withPresence(1);
        open(false);
        said();
        session.session.leave(0);
        assertThat(said()).containsExactly("DISCONNECT 4");
    }

    @Test
    void inMqtt3AMereCloseLeavesTheLastWordToTheWill() {
        session = new SessionHarness(settings -> {
            settings.versions = EnumSet.of(ProtocolVersion.V3_1_1);
            Presence presence = new Presence("status", bytes("online"), bytes("offline"), 1);
            settings.options = new ConnectOptions(false, null, presence, ShutdownOptions.DEFAULT);
            return settings;
        });
        open(false);
        assertThat(said()).containsExactly("online");
        session.session.disconnect(ReasonCode.SUCCESS, 0);
        assertThat(said()).isEmpty();
        assertThat(session.closed).hasSize(1);
    }

    @Test
    void tellsTheOperatorWhenTheBrokerRefusesThePresence() {
        open(false);
        session.receive(new Ack(PacketType.PUBACK, 1, ReasonCode.NOT_AUTHORIZED));

        assertThat(session.notices).singleElement().asString().contains("the presence was not announced", "0x87",
                "'status'");
        session.session.announceOffline(0);
        session.receive(new Ack(PacketType.PUBACK, 1, ReasonCode.NOT_AUTHORIZED));
        said();
        session.session.disconnect(ReasonCode.SUCCESS, 0);
        assertThat(said()).containsExactly("DISCONNECT 4");
    }
}
