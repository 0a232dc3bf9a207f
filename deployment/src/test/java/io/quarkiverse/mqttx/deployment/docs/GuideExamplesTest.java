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

/** Examples of the guide that do not name each other's channels: they are built together, start, and find their broker. */
@Tag("slow")
class GuideExamplesTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = Examples.configure(
            Examples.ofGuide("Temperatures", "Parking", "Doors", "Alarms", "Network", "Tuning", "Panel"), Snippet.GUIDE,
            "outgoing.commands.topic")
            .overrideConfigKey("mp.messaging.incoming.readings.failure-strategy", "park");

    @Inject
    @Connector(MqttConnector.NAME)
    MqttConnector connector;

    @Test
    void areAnApplicationThatIsReady() {
        await().atMost(Duration.ofSeconds(30)).until(() -> connector.getReadiness().isOk());
    }
}
