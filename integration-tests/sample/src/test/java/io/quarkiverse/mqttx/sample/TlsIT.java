package io.quarkiverse.mqttx.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.Brokers;
import io.quarkiverse.mqttx.testing.Certificates;
import io.quarkiverse.mqttx.testing.Certificates.Identity;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.vertx.core.json.JsonObject;

/** The packaged application with TLS, of which it learns when it starts. */
class TlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Identity identity = Certificates.localhost();

    static Stream<Arguments> brokersAndStores() {
        return Arrays.stream(Stores.values())
                .flatMap(stores -> Stream.<TestBroker> of(new ArtemisBroker(), new MosquittoBroker())
                        .map(broker -> Arguments.of(broker, stores)));
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void trustsTheBrokersCertificate(TestBroker broker) {
        broker.tls(identity).start();
        try (PackagedApplication application = onTlsPort(broker).properties(Stores.PEM.trust(identity)).start()) {
            exchangesMessages(application, broker);
        }
    }

    @ParameterizedTest
    @MethodSource("brokersAndStores")
    void showsItsOwnCertificate(TestBroker broker, Stores stores) {
        broker.mutualTls(identity).start();
        try (PackagedApplication application = onTlsPort(broker).properties(stores.trust(identity))
                .properties(stores.key(identity)).start()) {
            exchangesMessages(application, broker);
        }
    }

    @Test
    void trustsWhomThePlatformTrusts() {
        try (TestBroker broker = new ArtemisBroker().tls(identity).start();
                PackagedApplication application = onTlsPort(broker).connector("ssl", true)
                        .property("javax.net.ssl.trustStore", identity.clientTrustPkcs12())
                        .property("javax.net.ssl.trustStorePassword", Certificates.PASSWORD).start()) {
            exchangesMessages(application, broker);
        }
    }

    @Test
    void trustsNobodyItWasNotToldTo() {
        assertThat(reasonForNotBeingReady(identity, Stores.PEM.trust(Certificates.elsewhere())))
                .contains("TLS handshake with mqtts://localhost").contains("unable to find valid certification path");
    }

    @Test
    void insistsOnTheNameInTheCertificate() {
        Identity elsewhere = Certificates.elsewhere();

        assertThat(reasonForNotBeingReady(elsewhere, Stores.PEM.trust(elsewhere)))
                .contains("TLS handshake with mqtts://localhost")
                .contains("No subject alternative DNS name matching localhost found");
    }

    @Test
    void saysWhichStoreCannotBeOpened() {
        try (PackagedApplication application = new PackagedApplication().connector("ssl", true)
                .connector("ssl.truststore.location", "no-such-store.p12")
                .connector("ssl.truststore.password", "a-secret").start()) {
            assertThat(application.awaitEnd()).isEqualTo(1);
            assertThat(application.output()).contains("attribute 'ssl.truststore.location', value 'no-such-store.p12'",
                    "the trust store cannot be opened", "check the path").doesNotContain("a-secret");
        }
    }

    private static PackagedApplication onTlsPort(TestBroker broker) {
        return PackagedApplication.on(broker).connector("port", broker.tlsPort());
    }

    private static void exchangesMessages(PackagedApplication application, TestBroker broker) {
        House house = application.house();
        house.awaitReadiness();
        assertThat(house.connection().getBoolean("tls")).isTrue();
        try (ReferenceClient outsider = ReferenceClient.connect(broker).subscribe("averages/hall", 1)) {
            JsonObject reading = new JsonObject().put("sensor", "hall").put("celsius", 19);
            outsider.publish("sensors/hall/temperature", reading.encode(), 1);

            ReceivedMessage average = outsider.awaitReceived(1, PATIENCE).get(0);
            assertThat(new JsonObject(average.text()).getDouble("celsius")).isEqualTo(19);
        }
    }

    private static String reasonForNotBeingReady(Identity server, Map<String, ?> trust) {
        try (TestBroker broker = new ArtemisBroker().tls(server).start();
                PackagedApplication application = onTlsPort(broker).properties(trust).start()) {
            House house = application.house();
            await("a refused handshake").atMost(PATIENCE).untilAsserted(
                    () -> assertThat(house.connection().getString("reason")).contains("TLS handshake"));
            assertThat(house.get("/q/health/ready").statusCode()).isEqualTo(503);
            return house.connection().getString("reason");
        }
    }
}
