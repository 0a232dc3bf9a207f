package io.quarkiverse.mqttx.deployment.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.deployment.ApplicationProcess;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.Certificates;
import io.quarkiverse.mqttx.testing.Certificates.Identity;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.quarkus.test.ProdBuildResults;
import io.quarkus.test.ProdModeTestResults;
import io.quarkus.test.QuarkusProdModeTest;
import io.smallrye.common.annotation.Identifier;

/** What the guide configures of TLS is what a packaged application needs; only the host and the paths of files are others. */
@Tag("slow")
class GuideTlsTest {

    private static final Identity LOCALHOST = Certificates.localhost();
    private static final String MOTION = "house/hall/motion";

    @RegisterExtension
    static final QuarkusProdModeTest APPLICATION = new QuarkusProdModeTest()
            .withApplicationRoot(jar -> jar.addClass(House.class));

    @ProdBuildResults
    ProdModeTestResults built;

    @TempDir
    Path directory;

    @Test
    void pemFilesConnectToABrokerThatWantsAClientCertificate() throws Exception {
        try (TestBroker broker = new ArtemisBroker().mutualTls(LOCALHOST).start();
                ReferenceClient outside = ReferenceClient.connect(broker)) {
            hearsMotions(outside, broker.tlsPort(), "ssl.keystore.location");
        }
    }

    @Test
    void aTrustStoreAndAPasswordConnectToABrokerThatKnowsItsUsers() throws Exception {
        try (TestBroker broker = new ArtemisBroker().user("billing", "secret").tls(LOCALHOST).start();
                ReferenceClient outside = ReferenceClient.of(broker).user("billing", "secret").connect()) {
            hearsMotions(outside, broker.tlsPort(), "${TRUST_STORE_PASSWORD}");
        }
    }

    @Test
    void theTlsRegistrySwitchesTlsOn() throws Exception {
        try (TestBroker broker = new ArtemisBroker().tls(LOCALHOST).start();
                ReferenceClient outside = ReferenceClient.connect(broker)) {
            hearsMotions(outside, broker.tlsPort(), "tls-configuration-name");
        }
    }

    private void hearsMotions(ReferenceClient outside, int port, String text) throws Exception {
        outside.subscribe("seen/#", 1).publish(MOTION, "moved".getBytes(UTF_8), 1, true);
        configure(Examples.properties(Snippet.GUIDE, text));
        try (ApplicationProcess application = start(port)) {
            assertThat(outside.awaitReceived(1)).extracting(ReceivedMessage::text).containsExactly("moved");
        }
    }

    private void configure(String properties) throws IOException {
        String here = properties.replace("broker.example.org", "localhost")
                .replace("/etc/tls/ca.pem", LOCALHOST.clientTrustPem().toString())
                .replace("/etc/tls/client.pem", LOCALHOST.clientPem().toString())
                .replace("/etc/tls/client.key", LOCALHOST.clientKeyPem().toString())
                .replace("/etc/tls/trust.p12", LOCALHOST.clientTrustPkcs12().toString());
        Files.writeString(Files.createDirectories(directory.resolve("config")).resolve("application.properties"), here);
    }

    private ApplicationProcess start(int port) throws IOException {
        return ApplicationProcess.start(built, directory, Map.of(
                "MP_MESSAGING_CONNECTOR_SMALLRYE_MQTT_X_PORT", Integer.toString(port),
                "TRUST_STORE_PASSWORD", Certificates.PASSWORD, "MQTT_PASSWORD", "secret"));
    }

    /** Has the channel of the examples, and says what it has received. */
    @ApplicationScoped
    static class House {

        private final MqttClient client;

        House(@Identifier("motions") MqttClient client) {
            this.client = client;
        }

        @Incoming("motions")
        void move(String motion) {
            client.publishAndAwait("seen/motions", motion, 1);
        }
    }
}
