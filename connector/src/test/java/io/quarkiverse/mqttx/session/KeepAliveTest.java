package io.quarkiverse.mqttx.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.session.packet.Ping;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

class KeepAliveTest {

    private final SessionHarness session = new SessionHarness(settings -> {
        settings.ackTimeoutMillis = 0;
        return settings;
    });

    private void advanceTo(long now) {
        while (session.session.nextDeadline() <= now) {
            session.now = session.session.nextDeadline();
            session.session.tick(session.now);
        }
        session.now = now;
    }

    @Test
    void pingsAfterTheIntervalWithoutTraffic() {
        session.connect();
        advanceTo(59_999);
        assertThat(session.sent()).isEmpty();
        advanceTo(60_000);
        assertThat(session.sent()).containsExactly("PINGREQ");
    }

    @Test
    void aBrokerThatDoesNotAnswerIsLeft() {
        session.connect();
        advanceTo(90_000);
        assertThat(session.closed).singleElement().asString().contains("PINGREQ", "keep-alive-seconds", "0x80");
        assertThat(session.faults).as("shown with the last packets").isEqualTo(session.closed);
    }

    @Test
    void aBrokerThatAnswersIsKept() {
        session.connect();
        advanceTo(60_000);
        session.receive(Ping.RESPONSE);
        advanceTo(119_999);
        assertThat(session.closed).isEmpty();
        assertThat(session.sent()).containsExactly("PINGREQ");
    }

    @Test
    void aClientThatWritesAllTheTimeStillFindsADeadBroker() {
        session.connect();
        for (int second = 1; second < 100 && session.closed.isEmpty(); second++) {
            advanceTo(second * 1000L);
            session.publish("a", 0);
        }
        assertThat(session.now).isEqualTo(90_000);
        assertThat(session.closed).hasSize(1);
    }

    @Test
    void aClientThatOnlyReceivesStillTellsTheBrokerThatItLives() {
        session.connect();
        for (int second = 1; second <= 60; second++) {
            advanceTo(second * 1000L);
            session.receive(SessionHarness.incoming("a", 0, 0, false));
        }
        assertThat(session.sent()).containsExactly("PINGREQ");
    }

    @Test
    void theBrokersKeepAliveCounts() {
        session.connect(false, Properties.builder().add(Property.SERVER_KEEP_ALIVE, 7).build());
        advanceTo(7_000);
        assertThat(session.sent()).containsExactly("PINGREQ");
    }

    @Test
    void zeroDisablesIt() {
        session.connect(false, Properties.builder().add(Property.SERVER_KEEP_ALIVE, 0).build());
        assertThat(session.session.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }
}
