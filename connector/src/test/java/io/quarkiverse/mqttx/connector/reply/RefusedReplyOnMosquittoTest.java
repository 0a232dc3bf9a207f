package io.quarkiverse.mqttx.connector.reply;

import static io.quarkiverse.mqttx.connector.reply.Calculator.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;

import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.connector.reply.Calculator.Adder;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;

/** A reply that the access control of mosquitto denies. */
@Tag("broker")
class RefusedReplyOnMosquittoTest {

    private static final byte[] QUESTION = "{\"a\":1,\"b\":2}".getBytes(StandardCharsets.UTF_8);

    @BeforeAll
    static void require() {
        MosquittoBroker.assumeInstalled();
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2 })
    void keepsNoRequestForEver(int qos, @TempDir Path directory) throws Exception {
        Path acl = Files.writeString(directory.resolve("acl"), "topic readwrite sum/#\ntopic readwrite to/#\n");
        try (MosquittoBroker broker = new MosquittoBroker().set("acl_file", acl).start();
                TestApplication application = new TestApplication(broker);
                ReferenceClient outside = ReferenceClient.connect(broker).subscribe("to/#", 1);
                LogCapture log = new LogCapture(Level.WARNING)) {
            answering(application, Adder.class, "client-id", "replier", "auto-clean-session", "false",
                    "session-expiry-seconds", "600", "reconnect-interval-seconds", "0")
                    .outgoing("answers", "qos", "" + qos).start();
            await().atMost(Calculator.PATIENCE).until(() -> application.connector().getReadiness().isOk());

            for (String topic : List.of("denied", "to/me")) {
                MqttProperties properties = new MqttProperties();
                properties.setResponseTopic(topic);
                outside.publish("sum", QUESTION, 1, false, properties);
            }

            await().atMost(Calculator.PATIENCE).untilAsserted(() -> assertThat(outside.received()).isNotEmpty());
            assertThat(broker.denials("replier")).isBetween(1, 4);
            assertThat(outside.received()).as("an answered request comes again at most with a connection that has ended so")
                    .hasSizeLessThanOrEqualTo(4);
            assertThat(log.lines("WARN")).filteredOn(line -> line.contains("lost the connection"))
                    .hasSizeLessThanOrEqualTo(4);
            await().atMost(Calculator.PATIENCE).until(() -> application.connector().getReadiness().isOk());
        }
    }
}
