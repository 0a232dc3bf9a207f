package io.quarkiverse.mqttx.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.acceptance.TwoWayTraffic.Flow;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.MosquittoLog;
import io.quarkiverse.mqttx.testing.TestBroker;

/**
 * The broker restarts twice while messages flow each way with persistent sessions: none is lost, and at QoS 2 none comes twice.
 */
@Tag("broker")
class BrokerRestartTest {

    private static final int MESSAGES = TwoWayTraffic.MESSAGES + 1;

    /** What mosquitto itself has sent twice, according to its log, is all that may come twice. */
    @Test
    void mosquittoRestarts() throws Exception {
        try (MosquittoBroker broker = new MosquittoBroker()) {
            broker.persistent().start();
            try (TwoWayTraffic traffic = new TwoWayTraffic(broker, broker.port(), 2)) {
                restartInBetween(broker, traffic);

                assertThat(MosquittoLog.receivedTwice(broker.log(), "application", Flow.OUT2.topic(), 0))
                        .as("messages in the log, to be sure that it is understood").isGreaterThan(MESSAGES / 2);
                assertThat(MosquittoLog.receivedTwice(broker.log(), "application", Flow.OUT2.topic(), MESSAGES))
                        .as("sent twice by us").isZero();
                assertNoneTwice(traffic, Flow.IN2, broker, "application");
                assertNoneTwice(traffic, Flow.OUT2, broker, "outside");
            }
        }
    }

    private static void assertNoneTwice(TwoWayTraffic traffic, Flow flow, MosquittoBroker broker, String receiver) {
        int brokersOwn = MosquittoLog.sentTwice(broker.log(), receiver, flow.topic(), MESSAGES);
        System.out.printf("%s: %d arrived more than once, %d were sent twice by mosquitto%n", flow,
                traffic.duplicated(flow).size(), brokersOwn);
        assertThat(traffic.duplicated(flow)).hasSizeLessThanOrEqualTo(brokersOwn);
    }

    /**
     * Artemis keeps the identifiers of QoS 2 messages that it has received in memory only, and so publishes some of them twice
     * after a restart, whatever the client does. That it loses none is what can be shown.
     */
    @Test
    void artemisRestarts() throws Exception {
        try (TestBroker broker = new ArtemisBroker().persistent().start();
                TwoWayTraffic traffic = new TwoWayTraffic(broker, broker.port(), 2).subscribedOutsideAtQos1()) {
            restartInBetween(broker, traffic);
        }
    }

    private static void restartInBetween(TestBroker broker, TwoWayTraffic traffic) throws Exception {
        traffic.start();
        traffic.interrupt(broker::restart);
        traffic.interrupt(broker::restart);
        traffic.finish();
        System.out.println(broker.name() + " restarted twice: " + traffic.summary());

        assertThat(traffic.lost()).isEmpty();
        assertThat(traffic.refused()).isZero();
        Patience.assertAlive(traffic.application());
        Patience.assertReady(traffic.application());
    }
}
