package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.Certificates;
import io.quarkus.test.QuarkusUnitTest;

/** A configuration of the TLS registry may switch off what makes TLS safe; each connection with it says so once. */
@Tag("slow")
class UnverifiedTlsRegistryTest {

    private static final PatternFormatter TEXT = new PatternFormatter("%s");

    /** The test runs in another class loader than what surrounds it, so they talk in system properties. */
    private static final String PORT = "mqttx.test.unverified.port";
    private static final String AUTHORITY = "mqttx.test.unverified.authority";

    private static ArtemisBroker broker;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Consumer.class))
            .setBeforeAllCustomizer(UnverifiedTlsRegistryTest::startBroker)
            .setAfterAllCustomizer(() -> broker.close())
            .overrideConfigKey("quarkus.log.category.\"org.apache.activemq\".level", "WARN")
            .overrideConfigKey("quarkus.tls.everybody.trust-all", "true")
            .overrideConfigKey("quarkus.tls.any-name.trust-store.pem.certs", "${" + AUTHORITY + "}")
            .overrideConfigKey("quarkus.tls.any-name.hostname-verification-algorithm", "NONE")
            .overrideConfigKey("quarkus.tls.safe.trust-store.pem.certs", "${" + AUTHORITY + "}")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.host", "localhost")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.port", "${" + PORT + "}")
            .overrideConfigKey("mp.messaging.incoming.a.tls-configuration-name", "everybody")
            .overrideConfigKey("mp.messaging.incoming.a.client-id", "one")
            .overrideConfigKey("mp.messaging.incoming.b.tls-configuration-name", "any-name")
            .overrideConfigKey("mp.messaging.incoming.b.client-id", "two")
            .overrideConfigKey("mp.messaging.incoming.c.tls-configuration-name", "safe")
            .overrideConfigKey("mp.messaging.incoming.c.client-id", "three")
            .setLogRecordPredicate(record -> TEXT.format(record).contains(": TLS "))
            .assertLogRecords(records -> assertThat(records).extracting(TEXT::format).satisfiesExactlyInAnyOrder(
                    text -> assertThat(text).contains("'one'", "(channel a)",
                            "trusts every certificate (tls-configuration-name)",
                            "trust store of the TLS configuration"),
                    text -> assertThat(text).contains("'two'", "(channel b)",
                            "does not compare the host name with the certificate (tls-configuration-name)")));

    @Inject
    MqttConnections connections;

    @Test
    void isSaidOnceForEachConnection() {
        await().untilAsserted(() -> assertThat(connections.all()).hasSize(3)
                .allMatch(connection -> connection.status().isConnected()));
    }

    private static void startBroker() {
        broker = new ArtemisBroker();
        broker.tls(Certificates.localhost());
        broker.start();
        System.setProperty(PORT, Integer.toString(broker.tlsPort()));
        System.setProperty(AUTHORITY, Certificates.localhost().serverPem().toAbsolutePath().toString());
    }

    static class Consumer {

        @Incoming("a")
        void a(String payload) {
        }

        @Incoming("b")
        void b(String payload) {
        }

        @Incoming("c")
        void c(String payload) {
        }
    }
}
