package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;

/** What a processor makes of a message goes to a topic that the access control of mosquitto denies. */
@Tag("broker")
class DeniedResultOnMosquittoTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @BeforeAll
    static void require() {
        MosquittoBroker.assumeInstalled();
    }

    /** At QoS 0 mosquitto 2.0 ends the connection with the refusal, and reads no acknowledgement that stands behind it. */
    @ParameterizedTest
    @ValueSource(ints = { 0, 1 })
    void keepsNoMessageForEver(int qos, @TempDir Path directory) throws Exception {
        Path acl = Files.writeString(directory.resolve("acl"), "topic readwrite in/#\ntopic readwrite allowed/#\n");
        try (MosquittoBroker broker = new MosquittoBroker().set("acl_file", acl).start();
                TestApplication application = new TestApplication(broker);
                ReferenceClient outside = ReferenceClient.connect(broker).subscribe("allowed/#", 1);
                LogCapture log = new LogCapture(Level.WARNING)) {
            application.beans(Forwarder.class)
                    .connector("client-id", "forwarder").connector("auto-clean-session", "false")
                    .connector("session-expiry-seconds", "600").connector("reconnect-interval-seconds", "0")
                    .incoming("in", "topic", "in/#", "qos", "1", "failure-strategy", "ignore")
                    .outgoing("out", "qos", "" + qos)
                    .start();
            await().atMost(PATIENCE).until(() -> application.connector().getReadiness().isOk());

            outside.publish("in/1", bytes("denied/1"), 1, false);
            outside.publish("in/1", bytes("allowed/1"), 1, false);

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(outside.received()).isNotEmpty());
            assertThat(broker.denials("forwarder")).isBetween(1, 3);
            assertThat(outside.received()).as("what stood behind it comes again at most with a connection that has ended so")
                    .hasSizeLessThanOrEqualTo(3);
            assertThat(log.lines("WARN")).filteredOn(line -> line.contains("lost the connection"))
                    .hasSizeLessThanOrEqualTo(3);
            await().atMost(PATIENCE).until(() -> application.connector().getReadiness().isOk());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The payload says where it goes. */
    @ApplicationScoped
    static class Forwarder {

        @Incoming("in")
        @Outgoing("out")
        Message<byte[]> forward(Message<byte[]> message) {
            String topic = new String(message.getPayload(), StandardCharsets.UTF_8);
            return message.addMetadata(OutgoingMqttMetadata.builder().withTopic(topic).build());
        }
    }
}
