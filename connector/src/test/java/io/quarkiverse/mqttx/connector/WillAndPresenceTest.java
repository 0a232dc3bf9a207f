package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.testing.Certificates;
import io.quarkiverse.mqttx.testing.ChaosProxy;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;

/** What the broker says of an application that has gone, and what the application says of itself. On mosquitto. */
@Tag("broker")
class WillAndPresenceTest {

    private final MosquittoBroker broker = new MosquittoBroker();
    private TestApplication application;

    @ApplicationScoped
    static class Producer {
        @Inject
        @Channel("out")
        Emitter<String> emitter;
    }

    @BeforeEach
    void skipWithoutMosquitto() {
        MosquittoBroker.assumeInstalled();
    }

    @AfterEach
    void end() {
        if (application != null) {
            application.close();
        }
        broker.close();
    }

    private TestApplication application(int port) {
        application = new TestApplication("localhost", port).beans(Producer.class).outgoing("out");
        return application;
    }

    private void awaitConnection() {
        await().atMost(Duration.ofSeconds(30)).until(() -> application.connector().getReadiness().isOk());
    }

    @Test
    void aLostConnectionLeavesTheWillWithAllItsProperties() {
        broker.start();
        try (ChaosProxy proxy = ChaosProxy.to(broker);
                ReferenceClient outside = ReferenceClient.connect(broker).subscribe("plant/#", 1)) {
            application(proxy.port()).connector("auto-reconnect", "false").connector("will-topic", "plant/gone")
                    .connector("will-payload", "{\"reason\":\"lost\"}").connector("will-qos", "1")
                    .connector("will-properties", "message-expiry-seconds=3600, content-type=application/json,"
                            + "payload-utf8=true,response-topic=plant/ask,correlation-data=line 4,"
                            + "user.site=north\\, hall 2, user.line=4, user.site=again")
                    .start();
            awaitConnection();
            proxy.resetAll();

            ReceivedMessage will = outside.awaitReceived(1).get(0);
            assertThat(will.topic()).isEqualTo("plant/gone");
            assertThat(will.text()).isEqualTo("{\"reason\":\"lost\"}");
            assertThat(will.qos()).isEqualTo(1);
            assertThat(will.properties().getContentType()).isEqualTo("application/json");
            assertThat(will.properties().getPayloadFormat()).isTrue();
            assertThat(will.properties().getResponseTopic()).isEqualTo("plant/ask");
            assertThat(will.properties().getCorrelationData()).asString().isEqualTo("line 4");
            assertThat(will.properties().getMessageExpiryInterval()).isBetween(3590L, 3600L);
            assertThat(will.properties().getUserProperties()).extracting(pair -> pair.getKey() + "=" + pair.getValue())
                    .containsExactly("site=north, hall 2", "line=4", "site=again");
        }
    }

    @Test
    void aWillWithADelayWaitsForTheClientToComeBack() {
        broker.start();
        try (ChaosProxy proxy = ChaosProxy.to(broker);
                ReferenceClient outside = ReferenceClient.connect(broker).subscribe("plant/#", 1)) {
            application(proxy.port()).connector("client-id", "me").connector("session-expiry-seconds", "3600")
                    .connector("reconnect-interval-seconds", "0").connector("will-topic", "plant/gone")
                    .connector("will-qos", "1").connector("will-delay-seconds", "3600").start();
            awaitConnection();
            proxy.resetAll();
            MqttConnections connections = application.get(MqttConnections.class);
            await().until(() -> connections.all().get(0).status().reconnects() == 1);
            outside.publish("plant/marker", "it is back", 1);

            assertThat(outside.awaitReceived(1)).extracting(ReceivedMessage::topic).containsExactly("plant/marker");
        }
    }

    @Test
    void aWillWithADelayIsPublishedWhenTheClientStaysAway() {
        broker.start();
        try (ChaosProxy proxy = ChaosProxy.to(broker);
                ReferenceClient outside = ReferenceClient.connect(broker).subscribe("plant/#", 1)) {
            application(proxy.port()).connector("client-id", "me").connector("session-expiry-seconds", "3600")
                    .connector("auto-reconnect", "false").connector("will-topic", "plant/gone")
                    .connector("will-delay-seconds", "1").start();
            awaitConnection();
            proxy.resetAll();

            assertThat(outside.awaitReceived(1)).extracting(ReceivedMessage::topic).containsExactly("plant/gone");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "auto", "3.1.1", "3.1" })
    void saysOnlineAtEachConnectionAndOfflineAtTheEnd(String version) {
        broker.start();
        try (ChaosProxy proxy = ChaosProxy.to(broker);
                ReferenceClient outside = ReferenceClient.connect(broker).subscribe("plant/status", 1)) {
            application(proxy.port()).connector("version", version).connector("presence-topic", "plant/status")
                    .connector("reconnect-interval-seconds", "0").start();
            awaitConnection();
            outside.awaitReceived(1);
            proxy.resetAll();
            outside.awaitReceived(3);
            application.stop();
            outside.awaitReceived(4);

            assertThat(outside.receivedTexts()).containsExactly("online", "offline", "online", "offline");
            assertThat(retained("plant/status")).isEqualTo("offline");
        }
    }

    @Test
    void thePresenceIsRetainedForThoseWhoComeLater() {
        Certificates.Identity identity = Certificates.localhost();
        broker.tls(identity).start();
        application(broker.tlsPort()).connector("ssl", "true").connector("ssl.truststore.type", "pem")
                .connector("ssl.truststore.location", identity.clientTrustPem().toString())
                .connector("presence-topic", "plant/status").connector("presence-online", "up")
                .connector("presence-offline", "down").start();
        awaitConnection();
        await().until(() -> "up".equals(retained("plant/status")));

        application.stop();
        assertThat(retained("plant/status")).isEqualTo("down");
    }

    private String retained(String topic) {
        try (ReferenceClient later = ReferenceClient.connect(broker).subscribe(topic + "/#", 1)) {
            // what is retained comes before what is published after it
            later.publish(topic + "/end", "none", 1);
            return later.awaitReceived(1).get(0).text();
        }
    }
}
