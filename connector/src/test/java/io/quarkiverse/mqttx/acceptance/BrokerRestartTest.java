package io.quarkiverse.mqttx.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.acceptance.TwoWayTraffic.Flow;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.TestBroker;

/**
 * The broker restarts twice while messages flow each way with persistent sessions: none is lost, and at QoS 2 none comes twice.
 */
class BrokerRestartTest {

    @Test
    void mosquittoRestarts() throws Exception {
        try (TestBroker broker = new MosquittoBroker().persistent().start();
                TwoWayTraffic traffic = new TwoWayTraffic(broker, broker.port(), 2)) {
            restartInBetween(broker, traffic);

            assertThat(traffic.duplicated(Flow.IN2)).isEmpty();
            assertThat(traffic.duplicated(Flow.OUT2)).isEmpty();
        }
    }

    /**
     * Artemis keeps the identifiers of QoS 2 messages that it has received in memory only, and so publishes some of them twice
     * after a restart, whatever the client does. That it loses none is what can be shown.
     */
    @Test
    void artemisRestarts() throws Exception {
        try (TestBroker broker = new ArtemisBroker().persistent().start();
                TwoWayTraffic traffic = new TwoWayTraffic(broker, broker.port(), 2)) {
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
