package io.quarkiverse.mqttx.deployment.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.mqttx.deployment.ApplicationProcess;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.Certificates;
import io.quarkiverse.mqttx.testing.Certificates.Identity;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.quarkus.test.ProdBuildResults;
import io.quarkus.test.ProdModeTestResults;
import io.quarkus.test.QuarkusProdModeTest;

/**
 * What the guide configures of session, will, servers and presence does what it says in a packaged application that is killed;
 * only hosts and ports are others.
 */
@Tag("slow")
class GuideConnectionTest {

    private static final String STATE = "services/billing/state";
    private static final String STATUS = "plant/billing/status";
    private static final String MOTION = "house/hall/motion";

    @RegisterExtension
    static final QuarkusProdModeTest APPLICATION = new QuarkusProdModeTest()
            .withApplicationRoot(jar -> jar.addClass(Billing.class));

    @ProdBuildResults
    ProdModeTestResults built;

    @TempDir
    Path directory;

    @Test
    void theWillSaysThatTheApplicationWasKilledAndTheSessionKeepsItsOrders() throws Exception {
        try (TestBroker broker = new MosquittoBroker().start()) {
            survivesItsEnd(broker, Map.of());
        }
    }

    /** With the delay that docs/brokers.md wants for it. */
    @Test
    void theSameComesTrueAtArtemisWithAWillDelay() throws Exception {
        try (TestBroker broker = new ArtemisBroker().start()) {
            survivesItsEnd(broker, Map.of("MP_MESSAGING_CONNECTOR_SMALLRYE_MQTT_X_WILL_DELAY_SECONDS", "1"));
        }
    }

    private void survivesItsEnd(TestBroker broker, Map<String, String> more) throws Exception {
        configure(guide("will-topic") + guide("auto-clean-session"));
        Map<String, String> environment = new HashMap<>(more);
        environment.put("HOSTNAME", "pod-0");
        try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe(STATE, 1)) {
            try (ApplicationProcess application = start(broker.port(), environment)) {
                untilAnswered(outside, "orders/1", "first");
            }
            awaitNext(outside, "offline");
            assertThat(retained(broker, STATE)).isEqualTo("offline");

            outside.publish("orders/2", "while away", 1);
            try (ApplicationProcess application = start(broker.port(), environment)) {
                awaitNext(outside, "while away", application);
            }
        }
    }

    @Test
    void presenceTellsWhetherTheApplicationIsThere() throws Exception {
        configure(Examples.properties(Snippet.CONNECTION, "presence-topic"));
        try (TestBroker broker = new ArtemisBroker().start();
                ReferenceClient outside = ReferenceClient.connect(broker).subscribe(STATUS, 1)) {
            try (ApplicationProcess application = start(broker.port(), Map.of())) {
                awaitNext(outside, "online", application);
            }
            awaitNext(outside, "offline");
            try (ApplicationProcess application = start(broker.port(), Map.of())) {
                awaitNext(outside, "online", application);
                application.end();
            }
            awaitNext(outside, "offline");
            assertThat(retained(broker, STATUS)).isEqualTo("offline");
        }
    }

    @Test
    void theSecondServerTakesOverFromTheFirst() throws Exception {
        Identity localhost = Certificates.localhost();
        try (TestBroker first = new ArtemisBroker().tls(localhost).start();
                TestBroker second = new ArtemisBroker().tls(localhost).start();
                ReferenceClient atFirst = ReferenceClient.connect(first).subscribe("moved", 1);
                ReferenceClient atSecond = ReferenceClient.connect(second).subscribe("moved", 1)) {
            configure(guide("servers=").replace("a.example.org", "localhost:" + first.tlsPort())
                    .replace("b.example.org:8884", "localhost:" + second.tlsPort()));
            atFirst.publish(MOTION, "at the first".getBytes(UTF_8), 1, true);
            atSecond.publish(MOTION, "at the second".getBytes(UTF_8), 1, true);
            // The guide's servers have certificates that the platform trusts
            Map<String, String> trust = Map.of("JAVA_TOOL_OPTIONS",
                    "-Djavax.net.ssl.trustStore=" + localhost.clientTrustPkcs12() + " -Djavax.net.ssl.trustStorePassword="
                            + Certificates.PASSWORD);
            try (ApplicationProcess application = ApplicationProcess.start(built, directory, trust)) {
                awaitNext(atFirst, "at the first", application);
                assertThat(atSecond.received()).isEmpty();

                first.stop();

                awaitNext(atSecond, "at the second", application);
            }
        }
    }

    private static String guide(String text) {
        return Examples.properties(Snippet.GUIDE, text);
    }

    private void configure(String properties) throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve("config")).resolve("application.properties"), properties);
    }

    private ApplicationProcess start(int port, Map<String, String> environment) throws IOException {
        Map<String, String> complete = new HashMap<>(environment);
        complete.put("MP_MESSAGING_CONNECTOR_SMALLRYE_MQTT_X_HOST", "localhost");
        complete.put("MP_MESSAGING_CONNECTOR_SMALLRYE_MQTT_X_PORT", Integer.toString(port));
        return ApplicationProcess.start(built, directory, complete);
    }

    private static void awaitNext(ReferenceClient client, String text, ApplicationProcess application) {
        awaitNext(client, text, () -> "received while the application printed\n" + application.output());
    }

    private static void awaitNext(ReferenceClient client, String text) {
        awaitNext(client, text, () -> "received");
    }

    /** Waits for what comes next, and forgets it. */
    private static void awaitNext(ReferenceClient client, String text, Supplier<String> description) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(client.receivedTexts()).as(description).contains(text));
        client.clear();
    }

    /** Publishes until the application, which may not have subscribed yet, has answered. */
    private static void untilAnswered(ReferenceClient client, String topic, String text) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(500)).until(() -> {
            client.publish(topic, text, 1);
            return client.receivedTexts().contains(text);
        });
        client.clear();
    }

    private static String retained(TestBroker broker, String topic) {
        try (ReferenceClient late = ReferenceClient.connect(broker).subscribe(topic, 1)) {
            return late.awaitReceived(1).get(0).text();
        }
    }

    /** Has the channels of the examples, and hands on what it receives. */
    @ApplicationScoped
    static class Billing {

        @Incoming("orders")
        @Outgoing("state")
        String take(String order) {
            return order;
        }

        @Incoming("motions")
        @Outgoing("moved")
        String see(String motion) {
            return motion;
        }
    }
}
