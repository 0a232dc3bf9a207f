package io.quarkiverse.mqttx.reload;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** A test of the application, which runs beside it; of no use by itself. */
@QuarkusTest
class MeterET {

    static final String TESTED = "Tested on the broker at port ";

    @Inject
    Meter meter;

    @Test
    void runsOnABroker() {
        assertThat(meter.brokerPort()).isPositive();
        Logger.getLogger(getClass()).info(TESTED + meter.brokerPort());
    }
}
