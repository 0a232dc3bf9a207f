package io.quarkiverse.mqttx.session;

import static io.quarkiverse.mqttx.api.PacketType.PUBACK;
import static io.quarkiverse.mqttx.api.PacketType.PUBREC;
import static io.quarkiverse.mqttx.api.PacketType.PUBREL;
import static io.quarkiverse.mqttx.session.SessionHarness.incoming;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

/** The broker's Receive Maximum is the send quota (MQTT-5.0 §3.3.4, §4.9). */
class SendQuotaTest {

    private final SessionHarness session = new SessionHarness();

    private static Properties receiveMaximum(int maximum) {
        return Properties.builder().add(Property.RECEIVE_MAXIMUM, maximum).build();
    }

    @Test
    void withoutAReceiveMaximumItIs65535() {
        session.connect();
        assertThat(session.connections.get(0).receiveMaximum()).isEqualTo(65_535);
        session.connAck = receiveMaximum(7);
        session.reconnect(true);
        assertThat(session.connections.get(1).receiveMaximum()).isEqualTo(7);
    }

    @Test
    void aRefusedMessageFreesItsPlace() {
        session.connect(false, receiveMaximum(1));
        session.publish("a", 1);
        session.publish("b", 2);
        session.publish("c", 1);
        assertThat(session.sent()).containsExactly("PUBLISH 1");
        session.receive(new Ack(PUBACK, 1, ReasonCode.QUOTA_EXCEEDED));
        assertThat(session.sent()).containsExactly("PUBLISH 2");
        session.receive(new Ack(PUBREC, 2, ReasonCode.NOT_AUTHORIZED));
        assertThat(session.sent()).containsExactly("PUBLISH 3");
    }

    @Test
    void aResumedSessionKeepsToTheReceiveMaximumOfTheNewConnection() {
        session.connect();
        for (int i = 0; i < 5; i++) {
            session.publish("m" + i, 1);
        }
        session.sent();
        session.connAck = receiveMaximum(2);
        session.reconnect(true);
        assertThat(session.sent()).containsExactly("PUBLISH 1 dup", "PUBLISH 2 dup");
        session.receive(PUBACK, 2);
        assertThat(session.sent()).containsExactly("PUBLISH 3 dup");
        session.receive(PUBACK, 1);
        session.receive(PUBACK, 3);
        assertThat(session.sent()).containsExactly("PUBLISH 4 dup", "PUBLISH 5 dup");
    }

    @Test
    void aFullWindowDelaysNothingButPublish() {
        session.connect(false, receiveMaximum(1));
        session.publish("fills the window", 2);
        session.publish("waits", 1);
        assertThat(session.sent()).containsExactly("PUBLISH 1");

        session.receive(PUBREC, 1);
        Requests.subscribe(session, "a");
        Requests.unsubscribe(session, "b");
        Requests.ping(session);
        session.acknowledgeAtOnce = true;
        session.receive(incoming("in", 1, 5, false));
        session.receive(incoming("in", 2, 6, false));
        session.receive(PUBREL, 6);
        assertThat(session.sent()).containsExactly("PUBREL 1", "SUBSCRIBE", "UNSUBSCRIBE", "PINGREQ", "PUBACK 5", "PUBREC 6",
                "PUBCOMP 6");
        session.session.disconnect(ReasonCode.SUCCESS, 0);
        assertThat(session.sent()).containsExactly("DISCONNECT");
    }
}
