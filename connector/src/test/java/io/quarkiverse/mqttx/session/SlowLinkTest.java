package io.quarkiverse.mqttx.session;

import static io.quarkiverse.mqttx.api.PacketType.PUBACK;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Ping;
import io.quarkiverse.mqttx.session.packet.Publish;

/** Time-outs on a network that takes longer than they last. */
class SlowLinkTest {

    private SessionHarness session = harness(4);

    private static SessionHarness harness(int keepAliveSeconds) {
        return new SessionHarness(settings -> {
            settings.keepAliveSeconds = keepAliveSeconds;
            settings.ackTimeoutMillis = 5_000;
            return settings;
        }).connect();
    }

    private void goOn(long millis) {
        for (long end = session.now + millis; session.now < end; session.now += 250) {
            session.session.tick(session.now);
        }
    }

    /** Packet 2, behind CONNECT; the socket lags behind from now on. */
    private void publishLarge() {
        session.publish(Publish.of("dl/file", new byte[2_000_000], 1, false), "large");
        session.session.written(1, false, session.now);
        session.sent();
    }

    @Test
    void bytesOfALargeMessageAreLife() {
        for (int i = 0; i < 100; i++) {
            session.session.bytesReceived(true, session.now);
            goOn(1_000);
        }
        assertThat(session.closed).isEmpty();
    }

    @Test
    void aSocketThatTakesBytesIsLife() {
        publishLarge();
        for (int i = 0; i < 100; i++) {
            session.session.written(1, false, session.now);
            goOn(1_000);
        }
        assertThat(session.closed).isEmpty();
    }

    @Test
    void aSocketThatTakesNoMoreIsGivenUpAfterOneAndAHalfOfTheKeepAlive() {
        publishLarge();
        session.session.written(1, false, session.now);
        goOn(5_750);
        assertThat(session.closed).isEmpty();
        goOn(750);
        assertThat(session.closed).singleElement().asString().contains("takes no more bytes", "keep-alive-seconds");
    }

    @Test
    void theTimeForAnAcknowledgementBeginsWhenTheMessageHasLeftTheSocket() {
        publishLarge();
        for (int i = 0; i < 20; i++) {
            session.session.written(1, false, session.now);
            goOn(1_000);
        }
        session.session.written(session.sent.size() + 2, true, session.now);
        for (int i = 0; i < 34; i++) {
            session.receive(Ping.RESPONSE);
            goOn(1_000);
        }
        assertThat(session.closed).as("the system still holds a part of it").isEmpty();
        for (int i = 0; i < 4; i++) {
            session.receive(Ping.RESPONSE);
            goOn(1_000);
        }
        assertThat(session.closed).singleElement().asString().contains("no PUBACK", "ack-timeout-seconds");
    }

    @Test
    void noAnswerIsAwaitedToWhatWaitsBeforeTheSocket() {
        session.holds = true;
        session.publish("a", 1);
        Packet held = session.sent.get(0);
        goOn(20_000);
        assertThat(session.closed).isEmpty();
        session.session.released(held, session.now);
        for (int i = 0; i < 5; i++) {
            session.receive(Ping.RESPONSE);
            goOn(950);
        }
        assertThat(session.closed).isEmpty();
        goOn(750);
        assertThat(session.closed).singleElement().asString().contains("no PUBACK", "ack-timeout-seconds");
    }

    @Test
    void aPingThatWaitsBeforeTheSocketIsAwaitedFromItsReleaseOn() {
        goOn(3_000);
        session.holds = true;
        goOn(20_000);
        Packet held = session.sent.get(0);
        assertThat(held).isEqualTo(Ping.REQUEST);
        assertThat(session.closed).isEmpty();
        session.session.released(held, session.now);
        goOn(1_750);
        assertThat(session.closed).isEmpty();
        goOn(750);
        assertThat(session.closed).singleElement().asString().contains("PINGREQ", "keep-alive-seconds");
    }

    @Test
    void connAckIsAwaitedFromTheReleaseOfConnectOn() {
        session = new SessionHarness();
        session.holds = true;
        session.open();
        goOn(20_000);
        assertThat(session.closed).isEmpty();
        session.session.released(session.sent.get(0), session.now);
        goOn(9_500);
        assertThat(session.closed).isEmpty();
        goOn(1_000);
        assertThat(session.closed).singleElement().asString().contains("no CONNACK");
    }

    @Test
    void whatWaitedBeforeTheSocketAndThenInItIsAwaitedWhenItHasLeft() {
        session.holds = true;
        session.publish("a", 1);
        Packet held = session.sent.get(0);
        goOn(10_000);
        session.session.released(held, session.now);
        session.session.written(1, false, session.now);
        goOn(4_000);
        session.session.written(2, true, session.now);
        session.receive(Ping.RESPONSE);
        goOn(3_000);
        session.receive(Ping.RESPONSE);
        goOn(1_750);
        assertThat(session.closed).isEmpty();
        goOn(500);
        assertThat(session.closed).singleElement().asString().contains("no PUBACK");
    }

    @Test
    void messagesBehindADelayedOneHaveTheirOwnTime() {
        publishLarge();
        session.session.written(1, false, session.now);
        goOn(2_000);
        session.session.written(2, true, session.now);
        session.receive(PUBACK, 1);
        session.publish("small", 1);
        for (int i = 0; i < 6; i++) {
            session.receive(Ping.RESPONSE);
            goOn(1_000);
        }
        assertThat(session.closed).singleElement().asString().contains("no PUBACK for packet 2");
    }

    @Test
    void anAnswerMayStandBehindALargeMessage() {
        session = harness(60);
        session.publish("a", 1);
        for (int i = 0; i < 20; i++) {
            session.session.bytesReceived(true, session.now);
            goOn(1_000);
        }
        assertThat(session.closed).isEmpty();
        session.receive(SessionHarness.incoming("large", 0, 0, false));
        goOn(4_750);
        assertThat(session.closed).isEmpty();
        goOn(1_000);
        assertThat(session.closed).singleElement().asString().contains("no PUBACK");
    }

    @Test
    void whatTakesLongIsMeasuredByTheTimeOut() {
        session = new SessionHarness(settings -> {
            settings.ackTimeoutMillis = 1_000;
            return settings;
        }).connect();
        session.publish("a", 1);
        goOn(500);
        for (int i = 0; i < 40; i++) {
            session.session.bytesReceived(true, session.now);
            goOn(250);
        }
        assertThat(session.closed).isEmpty();
    }

    @Test
    void aStreamOfMessagesDoesNotHideAMissingAnswer() {
        session.publish("a", 1);
        for (int i = 0; i < 60 && session.closed.isEmpty(); i++) {
            session.session.bytesReceived(true, session.now);
            session.receive(SessionHarness.incoming("b", 0, 0, false));
            goOn(250);
        }
        assertThat(session.closed).singleElement().asString().contains("no PUBACK");
        assertThat(session.now).isLessThan(6_000);
    }

    @Test
    void aBusySocketDoesNotHideAMissingAnswer() {
        session.publish("a", 1);
        for (int i = 0; i < 120 && session.closed.isEmpty(); i++) {
            session.publish("b", 0);
            session.session.written(i + 2, false, session.now);
            session.receive(Ping.RESPONSE);
            goOn(250);
        }
        assertThat(session.closed).singleElement().asString().contains("no PUBACK");
    }
}
