package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.testing.Certificates;
import io.quarkiverse.mqttx.testing.MosquittoBroker;

/** What an operator reads when TLS does not work at a real broker: the cause and the attribute. */
@Tag("broker")
class TlsErrorsOnMosquittoTest {

    private final MosquittoBroker broker = new MosquittoBroker();

    @ApplicationScoped
    static class Consumer {

        @Incoming("in")
        void take(byte[] payload) {
        }
    }

    @BeforeEach
    void require() {
        MosquittoBroker.assumeInstalled();
    }

    @AfterEach
    void end() {
        broker.close();
    }

    private void assertSays(int port, String text, String remedy, String... attributes) {
        try (LogCapture log = new LogCapture();
                TestApplication application = new TestApplication("localhost", port).beans(Consumer.class)) {
            application.connector("reconnect-interval-seconds", "0").connector("version", "5").incoming("in", attributes)
                    .start();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(log.lines("WARN"))
                    .anyMatch(line -> line.contains("(channel in): ") && line.contains(text) && line.contains(remedy)));
            assertThat(log.lines()).noneMatch(line -> line.contains(": null"));
        }
    }

    @Test
    void tlsOnAPlainPort() {
        broker.start();
        assertSays(broker.port(), "speaks no TLS", "check port", "ssl", "true");
    }

    @Test
    void noTlsOnATlsPort() {
        broker.tls(Certificates.localhost()).start();
        assertSays(broker.tlsPort(), "TLS", "set ssl=true");
    }

    @Test
    void anUnknownAuthority() {
        broker.tls(Certificates.localhost()).start();
        assertSays(broker.tlsPort(), "no trusted authority", "ssl.truststore.location", "ssl", "true");
    }

    @Test
    void aCertificateForAnotherName() {
        broker.tls(Certificates.elsewhere()).start();
        assertSays(broker.tlsPort(), "another name than 'localhost'", "set host", "ssl", "true", "ssl.truststore.location",
                Certificates.elsewhere().clientTrustPem().toString());
    }

    @Test
    void aMissingCertificateOfTheClient() {
        broker.mutualTls(Certificates.localhost()).start();
        assertSays(broker.tlsPort(), "certificate", "ssl.keystore.location", "ssl", "true", "ssl.truststore.location",
                Certificates.localhost().clientTrustPem().toString());
    }
}
