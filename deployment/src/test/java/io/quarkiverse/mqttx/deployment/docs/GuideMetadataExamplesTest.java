package io.quarkiverse.mqttx.deployment.docs;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkus.test.QuarkusUnitTest;

/** The examples of the guide about metadata and about what the broker said. */
@Tag("slow")
class GuideMetadataExamplesTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = Examples.ofGuide("Motions", "Commands");

    @Inject
    @Connector(MqttConnector.NAME)
    MqttConnector connector;

    @Test
    void areAnApplicationThatIsReady() {
        await().atMost(Duration.ofSeconds(30)).until(() -> connector.getReadiness().isOk());
    }
}
