package io.quarkiverse.mqttx.reload;

import java.net.URL;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.ContinuousTestingTestUtils;
import io.quarkus.test.QuarkusDevModeTest;
import io.quarkus.test.common.http.TestHTTPResource;

class ContinuousTestingTest {

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = DevMode.application(EmbeddedBroker.PROPERTIES + """
            quarkus.http.test-port=0
            """ + ContinuousTestingTestUtils.appProperties())
            .withTestArchive(jar -> jar.addClass(MeterET.class));

    @TestHTTPResource("/meter")
    URL url;

    @Test
    void x() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.of(url)) {
            var status = new ContinuousTestingTestUtils().waitForNextCompletion();
            System.out.println("### " + status);
            DevMode.log(APPLICATION).forEach(l -> System.out.println("LOG " + l));
            broker.checkThatNoConnectionWasLost();
        }
    }
}
