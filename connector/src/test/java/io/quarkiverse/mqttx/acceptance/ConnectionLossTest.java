package io.quarkiverse.mqttx.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

import io.quarkiverse.mqttx.acceptance.TwoWayTraffic.Flow;
import io.quarkiverse.mqttx.testing.Brokers;
import io.quarkiverse.mqttx.testing.ChaosProxy;
import io.quarkiverse.mqttx.testing.TestBroker;

/**
 * The application's connection breaks again and again while messages flow each way: none is lost, and at QoS 2 none comes
 * twice, with one exception. Artemis gives a message that it sends again after a lost connection another packet identifier,
 * and no DUP flag, so that no client can know it for the same.
 */
@Tag("broker")
class ConnectionLossTest {

    private static final int LOSSES = 5;

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void theConnectionBreaksAgainAndAgain(TestBroker broker) throws Exception {
        broker.persistent().start();
        try (ChaosProxy network = ChaosProxy.to(broker);
                TwoWayTraffic traffic = new TwoWayTraffic(broker, network.port(), LOSSES)) {
            traffic.start();
            for (int i = 0; i < LOSSES; i++) {
                traffic.interrupt(i % 2 == 0 ? network::cutAll : network::resetAll);
            }
            traffic.finish();
            System.out.println(broker.name() + ", connection lost " + LOSSES + " times: " + traffic.summary());

            assertThat(network.connections()).as("connections").isGreaterThan(LOSSES);
            assertThat(traffic.lost()).isEmpty();
            assertThat(traffic.refused()).isZero();
            if (!broker.name().equals("artemis")) {
                assertThat(traffic.duplicated(Flow.IN2)).isEmpty();
            }
            assertThat(traffic.duplicated(Flow.OUT2)).isEmpty();
            Patience.assertReady(traffic.application());
        }
    }
}
