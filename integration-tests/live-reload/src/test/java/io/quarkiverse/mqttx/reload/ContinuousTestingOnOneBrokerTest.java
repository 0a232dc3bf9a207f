package io.quarkiverse.mqttx.reload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.testing.Ports;
import io.quarkus.test.ContinuousTestingTestUtils;
import io.quarkus.test.QuarkusDevModeTest;

/** Tests that run beside the application in development, both with the same client id at the same broker. */
class ContinuousTestingOnOneBrokerTest {

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = DevMode.application("""
            quarkus.http.test-port=0
            mp.messaging.connector.smallrye-mqtt-x.host=localhost
            mp.messaging.connector.smallrye-mqtt-x.port=%d
            """.formatted(Ports.free()) + ContinuousTestingTestUtils.appProperties())
            .withTestArchive(jar -> jar.addClass(MeterET.class));

    @Test
    void warnsThatTheTwoTakeTheConnectionFromEachOther() {
        assertThat(new ContinuousTestingTestUtils().waitForNextCompletion().getTestsPassed()).isEqualTo(1);

        assertThat(DevMode.log(APPLICATION)).filteredOn(line -> line.startsWith("client-id=meter")).hasSize(1)
                .allMatch(line -> line.contains("%test"));
    }
}
