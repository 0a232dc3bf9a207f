package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.connector.ConnectorFixture.Consumer;
import io.quarkiverse.mqttx.testing.BrokersAndVersions;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;

/** What real brokers make of the end of an application: of its will and of its session. */
@Tag("broker")
class StopOnBrokersTest {

    private TestApplication application;

    @BeforeEach
    void forget() {
        Consumer.received.clear();
    }

    @AfterEach
    void end() {
        if (application != null) {
            application.close();
        }
    }

    @ParameterizedTest
    @ArgumentsSource(BrokersAndVersions.class)
    void willAndSessionAreWhatTheyWereToldToBe(TestBroker broker, ProtocolVersion version) {
        try (broker; ReferenceClient outside = ReferenceClient.connect(broker.start()).subscribe("plant/#", 1)) {
            run(broker, version, "session-on-shutdown", "end", "will-on-shutdown", "true");
            application.close();
            // Artemis publishes no will on DISCONNECT 0x04
            if (!(broker.name().equals("artemis") && version.is5())) {
                outside.awaitReceived(1);
                assertThat(outside.receivedTexts()).containsExactly("gone");
            }
            outside.publish("in", "for a session that has ended", 1);

            run(broker, version);
            outside.publish("in", "for one that is there", 1);
            await().atMost(Duration.ofSeconds(30)).until(() -> !Consumer.received.isEmpty());
            outside.clear();
            application.close();
            outside.publish("in", "for one that is kept", 1);
            outside.publish("plant/marker", "marker", 1);
            outside.awaitReceived(1);
            assertThat(outside.receivedTexts()).as("no will").containsExactly("marker");

            run(broker, version);
            await().atMost(Duration.ofSeconds(30)).until(() -> Consumer.received.size() > 1);
            assertThat(Consumer.received).containsExactly("for one that is there", "for one that is kept");
            application.close();
        }
    }

    private void run(TestBroker broker, ProtocolVersion version, String... attributes) {
        application = new TestApplication(broker).beans(Consumer.class).incoming("in", "qos", "1", "client-id", "stopped")
                .connector("version", version.toString()).connector("auto-clean-session", "false")
                .connector("will-topic", "plant/gone").connector("will-payload", "gone").connector("will-qos", "1");
        for (int i = 0; i < attributes.length; i += 2) {
            application.connector(attributes[i], attributes[i + 1]);
        }
        application.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> application.connector().getReadiness().isOk());
    }
}
