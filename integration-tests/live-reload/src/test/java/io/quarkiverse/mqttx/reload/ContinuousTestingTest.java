package io.quarkiverse.mqttx.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.testing.Ports;
import io.quarkus.test.ContinuousTestingTestUtils;
import io.quarkus.test.QuarkusDevModeTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** Tests that run beside the application in development, both with the same client id. */
class ContinuousTestingTest {

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = DevMode.application(EmbeddedBroker.PROPERTIES + """
            quarkus.http.test-port=0
            quarkus.mqtt-x.devservices.port=%d
            """.formatted(Ports.free()) + ContinuousTestingTestUtils.appProperties())
            .withTestArchive(jar -> jar.addClass(MeterET.class));

    @TestHTTPResource("/meter")
    URL url;

    @Test
    void hasABrokerOfItsOwn() {
        try (EmbeddedBroker broker = EmbeddedBroker.of(url)) {
            assertThat(new ContinuousTestingTestUtils().waitForNextCompletion().getTestsPassed()).isEqualTo(1);

            assertThat(DevMode.log(APPLICATION)).filteredOn(line -> line.startsWith(MeterET.TESTED))
                    .hasSize(1).doesNotContain(MeterET.TESTED + broker.port());
            broker.checkThatNoConnectionWasLost(APPLICATION);
            assertThat(DevMode.log(APPLICATION)).noneMatch(line -> line.startsWith("client-id=meter"));
        }
    }
}
