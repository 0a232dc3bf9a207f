package io.quarkiverse.mqttx.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.MoquetteBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.ScriptedBroker.Script;

/**
 * With {@code version=auto} a broker that does not speak MQTT 5 is connected to all the same, and one line of the log says so.
 */
@Tag("broker")
class VersionFallBackTest {

    private final LogCapture log = new LogCapture(Level.INFO);
    private TestApplication application;

    @BeforeEach
    void forget() {
        Echo.received.clear();
    }

    @AfterEach
    void end() {
        application.close();
        log.close();
    }

    @ApplicationScoped
    static class Echo {
        static final List<String> received = new CopyOnWriteArrayList<>();

        @Incoming("in")
        @Outgoing("out")
        String echo(String payload) {
            received.add(payload);
            return "echo of " + payload;
        }
    }

    private void start(String host, int port) {
        application = new TestApplication(host, port).beans(Echo.class).incoming("in", "qos", "2").outgoing("out", "qos", "2")
                .connector("reconnect-interval-seconds", "0").connector("reconnect-max-interval-seconds", "1").start();
        Patience.awaitReady(application);
    }

    @Test
    void moquetteSpeaks311Only() {
        try (MoquetteBroker broker = new MoquetteBroker()) {
            broker.start();
            start(broker.host(), broker.port());
            try (ReferenceClient outside = ReferenceClient.of(broker).version(ProtocolVersion.V3_1_1).connect()) {
                outside.subscribe("out", 2);
                outside.publish("in", "a", 2);
                outside.awaitReceived(1);

                assertThat(outside.receivedTexts()).containsExactly("echo of a");
            }
            assertOneLineSaysSo();
            application.close();
        }
    }

    /** As mosquitto 2.1 with {@code accept_protocol_versions}, as NATS and Aedes, and as Moquette refuse MQTT 5. */
    @ParameterizedTest
    @ValueSource(strings = { "20 03 00 84 00", "20 02 00 01", "20 03 00 01 00" })
    void theBrokerRefuses(String connAck) {
        Script refusal = conversation -> {
            conversation.expect("CONNECT");
            conversation.send(connAck).close();
        };
        fallsBack(refusal, VersionFallBackTest::converse);
    }

    /** As Artemis, HiveMQ, ActiveMQ and RabbitMQ refuse a version. One close may be the network, two are a refusal. */
    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void theBrokerClosesOrResets(boolean reset) {
        Script refusal = conversation -> {
            conversation.expect("CONNECT");
            if (reset) {
                conversation.reset();
            } else {
                conversation.close();
            }
        };
        fallsBack(refusal, refusal, VersionFallBackTest::converse);
    }

    private void fallsBack(Script... scripts) {
        try (ScriptedBroker broker = ScriptedBroker.start(scripts)) {
            start(broker.host(), broker.port());
            assertThat(broker.awaitReceived("PUBLISH", 1)).singleElement()
                    .satisfies(packet -> assertThat(packet.payload()).asString().isEqualTo("echo of a"));
            assertThat(Echo.received).containsExactly("a");
            assertThat(broker.connections()).isEqualTo(scripts.length);
            assertOneLineSaysSo();
            application.close();
        }
    }

    private static void converse(Conversation conversation) throws Exception {
        conversation.accept();
        assertThat(conversation.version()).isEqualTo(ProtocolVersion.V3_1_1);
        conversation.grant(2);
        conversation.publish("in", 2, 1, "a");
        conversation.serve();
    }

    private void assertOneLineSaysSo() {
        assertThat(log.lines().stream().filter(line -> line.contains("The broker does not accept MQTT 5"))).singleElement()
                .asString().startsWith("INFO").endsWith("connected with MQTT 3.1.1");
        assertThat(log.lines("ERROR")).isEmpty();
        assertThat(log.lines("WARN")).filteredOn(line -> line.contains("does not accept")).isEmpty();
    }
}
