package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.connector.ConnectorFixture.Consumer;
import io.quarkiverse.mqttx.testing.ChaosProxy;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;

/** What an application says of its session, and what mosquitto makes of it. */
@Tag("broker")
class SessionOnMosquittoTest {

    private final MosquittoBroker broker = new MosquittoBroker();
    private TestApplication application;

    @BeforeEach
    void start() {
        MosquittoBroker.assumeInstalled();
        Consumer.received.clear();
        broker.start();
    }

    @AfterEach
    void end() {
        if (application != null) {
            application.close();
        }
        broker.close();
    }

    private TestApplication application(int port) {
        application = new TestApplication("localhost", port).beans(Consumer.class).incoming("in", "qos", "1")
                .connector("version", "5").connector("reconnect-interval-seconds", "0");
        return application;
    }

    private NegotiatedSettings awaitConnection(int reconnects) {
        MqttConnections connections = application.get(MqttConnections.class);
        await().atMost(Duration.ofSeconds(30)).until(() -> application.connector().getReadiness().isOk()
                && connections.all().get(0).status().reconnects() == reconnects);
        return connections.all().get(0).status().negotiated();
    }

    @Test
    void theClientIdThatTheBrokerHasAssignedIsVisibleAndStaysOverReconnections() {
        try (ChaosProxy proxy = ChaosProxy.to(broker);
                ReferenceClient outside = ReferenceClient.connect(broker)) {
            application(proxy.port()).connector("auto-clean-session", "false").start();
            String assigned = awaitConnection(0).clientId();
            assertThat(assigned).isNotEmpty();

            proxy.resetAll();
            NegotiatedSettings again = awaitConnection(1);
            assertThat(again.clientId()).isEqualTo(assigned);
            assertThat(again.sessionPresent()).as("the session is kept under it").isTrue();
            outside.publish("in", "x", 1);
            await().until(() -> Consumer.received.equals(List.of("x")));
        }
    }

    @Test
    void aSessionThatOutlivesALostConnectionMayEndWithTheApplication() {
        String[] attributes = { "client-id", "me", "session-expiry-seconds", "3600", "auto-clean-session", "false" };
        assertThat(sessionIsThereAfterAStop("0", attributes)).isFalse();
        assertThat(sessionIsThereAfterAStop(null, attributes)).isTrue();
        assertThat(sessionIsThereAfterAStop("60", attributes)).isTrue();
    }

    /** Whether the second of two runs finds the session of the first. */
    private boolean sessionIsThereAfterAStop(String onShutdown, String... attributes) {
        run(onShutdown, attributes);
        return run(onShutdown, attributes);
    }

    /** Whether there was a session. */
    private boolean run(String onShutdown, String... attributes) {
        application(broker.port());
        for (int i = 0; i < attributes.length; i += 2) {
            application.connector(attributes[i], attributes[i + 1]);
        }
        if (onShutdown != null) {
            application.connector("session-on-shutdown", onShutdown);
        }
        application.start();
        boolean present = awaitConnection(0).sessionPresent();
        application.close();
        return present;
    }
}
