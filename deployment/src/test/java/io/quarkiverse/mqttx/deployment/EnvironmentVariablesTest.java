package io.quarkiverse.mqttx.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.quarkus.test.ProdBuildResults;
import io.quarkus.test.ProdModeTestResults;
import io.quarkus.test.QuarkusProdModeTest;
import io.smallrye.common.annotation.Identifier;

/**
 * The environment of a process sets attributes of a channel and of a client with dashes in their names; that there is such a
 * channel, the code alone says.
 */
@Tag("slow")
class EnvironmentVariablesTest {

    @RegisterExtension
    static final QuarkusProdModeTest APPLICATION = new QuarkusProdModeTest()
            .withApplicationRoot(jar -> jar.addClass(Desk.class))
            .overrideConfigKey("mp.messaging.client.front-desk.version", "5");

    @ProdBuildResults
    ProdModeTestResults built;

    @Test
    void reachThePackagedApplication(@TempDir Path directory) throws Exception {
        try (TestBroker broker = new ArtemisBroker().start();
                ReferenceClient outside = ReferenceClient.connect(broker).subscribe("answers/#", 1)) {
            outside.publish("plant/1/state", "ready".getBytes(UTF_8), 2, true);

            Map<String, String> environment = Map.of(
                    "MP_MESSAGING_CONNECTOR_SMALLRYE_MQTT_X_HOST", broker.host(),
                    "MP_MESSAGING_CONNECTOR_SMALLRYE_MQTT_X_PORT", Integer.toString(broker.port()),
                    "MP_MESSAGING_INCOMING_ABC_DEF_TOPIC", "plant/+/state",
                    "MP_MESSAGING_INCOMING_ABC_DEF_QOS", "1",
                    "MP_MESSAGING_CLIENT_FRONT_DESK_CLIENT_ID", "the-desk");
            try (ApplicationProcess application = ApplicationProcess.start(built, directory, environment)) {
                assertThat(outside.awaitReceived(1)).extracting(ReceivedMessage::topic)
                        .containsExactly("answers/the-desk/plant/1/state/1");
            }
        }
    }

    @ApplicationScoped
    static class Desk {

        private final MqttClient desk;

        Desk(@Identifier("front-desk") MqttClient desk) {
            this.desk = desk;
        }

        /** Says in the topic of the answer what the environment has set. */
        @Incoming("abc-def")
        void answer(String state, IncomingMqttMetadata mqtt) {
            String clientId = desk.connectAndAwait().negotiated().orElseThrow().clientId();
            desk.publishAndAwait("answers/" + clientId + "/" + mqtt.getTopic() + "/" + mqtt.getQos(), state, 1);
        }
    }
}
