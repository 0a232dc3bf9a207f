package io.quarkiverse.mqttx.connector.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.Ports;

/** Who switches off what makes TLS safe is told so at each start, with the channels, the attribute and the remedy. */
class UnverifiedTlsTest {

    @ApplicationScoped
    static class Consumer {

        @Incoming("a")
        void a(byte[] payload) {
        }

        @Incoming("b")
        void b(byte[] payload) {
        }
    }

    /** No broker is there: the attempts are enough. */
    private static List<String> warnings(String... attributes) {
        try (LogCapture log = new LogCapture();
                TestApplication application = new TestApplication("localhost", Ports.free()).beans(Consumer.class)) {
            for (int i = 0; i < attributes.length; i += 2) {
                application.connector(attributes[i], attributes[i + 1]);
            }
            application.connector("client-id", "me").connector("reconnect-interval-seconds", "0").incoming("a").incoming("b")
                    .start();
            await().until(() -> log.lines().stream().filter(line -> line.contains("no connection")).count() > 2);
            return log.lines("WARN").stream().filter(line -> line.contains(": TLS ")).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({ "trust-all, true, trust-all=true, ssl.truststore.location",
            "ssl.hostname-verification-algorithm, NONE, ssl.hostname-verification-algorithm=NONE, leave the verification on" })
    void warnsOnceOfWhatIsSwitchedOff(String attribute, String value, String said, String remedy) {
        assertThat(warnings("ssl", "true", attribute, value)).singleElement().asString().contains("'me' (channels ", said,
                remedy);
    }

    @Test
    void saysNothingWhereTlsIsVerifiedOrNotUsed() {
        assertThat(warnings("ssl", "true")).isEmpty();
        assertThat(warnings("trust-all", "true")).isEmpty();
    }
}
