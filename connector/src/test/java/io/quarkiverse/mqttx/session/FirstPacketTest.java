package io.quarkiverse.mqttx.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.model.AuthenticationMethod;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.ShutdownOptions;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

/** What may go out before CONNACK (MQTT-5.0 §3.1, §3.1.2.11.9). */
class FirstPacketTest {

    @ParameterizedTest
    @EnumSource
    void connectIsTheFirstPacketWhateverWaits(ProtocolVersion version) {
        SessionHarness session = new SessionHarness(settings -> {
            settings.versions = EnumSet.of(version);
            return settings;
        });
        Requests.everything(session, "before");
        session.open();
        Requests.everything(session, "in between");
        assertThat(session.sent()).containsExactly("CONNECT");

        session.receive(new ConnAck(false, 0, Properties.EMPTY));
        assertThat(session.sent()).contains("PUBLISH 0", "SUBSCRIBE").doesNotContain("CONNECT");
    }

    @Test
    void nothingButAuthAndDisconnectGoesOutBeforeConnAck() {
        SessionHarness session = new SessionHarness(settings -> {
            settings.options = new ConnectOptions(false, new AuthenticationMethod("PUZZLE", false), null,
                    ShutdownOptions.DEFAULT);
            return settings;
        });
        Requests.everything(session, "before");
        session.open();
        session.receive(new Auth(0x18,
                Properties.builder().add(Property.AUTHENTICATION_METHOD, "PUZZLE").build()));
        Requests.everything(session, "in between");
        session.session.authenticate(new byte[1], 0);
        Requests.everything(session, "after the answer");
        session.session.disconnect(ReasonCode.SUCCESS, 0);
        assertThat(session.sent()).containsExactly("CONNECT", "AUTH", "DISCONNECT");
    }
}
