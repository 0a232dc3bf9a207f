package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.testing.Certificates;
import io.vertx.core.net.JksOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;

/** {@code ssl.keystore.*} and {@code ssl.truststore.*}: what they mean, and that a wrong one shows at the start. */
class TlsStoresTest {

    private static final Certificates.Identity IDENTITY = Certificates.localhost();
    private static final String PASSWORD = Certificates.PASSWORD;

    @Test
    void areOfTypePkcs12UnlessSaid() {
        NetClientOptions options = keyStore(null, IDENTITY.clientPkcs12(), PASSWORD, null, IDENTITY.clientTrustPkcs12(),
                PASSWORD).client().transport().options();

        assertThat(options.getKeyCertOptions()).isEqualTo(
                new PfxOptions().setPath(IDENTITY.clientPkcs12().toString()).setPassword(PASSWORD));
        assertThat(options.getTrustOptions()).isEqualTo(
                new PfxOptions().setPath(IDENTITY.clientTrustPkcs12().toString()).setPassword(PASSWORD));
    }

    @Test
    void mayBeOfTypeJks() {
        NetClientOptions options = keyStore("jks", IDENTITY.clientJks(), PASSWORD, "JKS", IDENTITY.clientTrustJks(), PASSWORD)
                .client().transport().options();

        assertThat(options.getKeyCertOptions()).isEqualTo(
                new JksOptions().setPath(IDENTITY.clientJks().toString()).setPassword(PASSWORD));
        assertThat(options.getTrustOptions()).isEqualTo(
                new JksOptions().setPath(IDENTITY.clientTrustJks().toString()).setPassword(PASSWORD));
    }

    @Test
    void ofTypePemAreCertificateAndKeyAndTheAuthorities() {
        NetClientOptions options = keyStore("pem", IDENTITY.clientPem(), IDENTITY.clientKeyPem().toString(), "pem",
                IDENTITY.clientTrustPem(), null).client().transport().options();

        assertThat(options.getKeyCertOptions()).isEqualTo(new PemKeyCertOptions().setCertPath(IDENTITY.clientPem().toString())
                .setKeyPath(IDENTITY.clientKeyPem().toString()));
        assertThat(options.getTrustOptions())
                .isEqualTo(new PemTrustOptions().addCertPath(IDENTITY.clientTrustPem().toString()));
    }

    @Test
    void severalAuthoritiesMayBeTrusted() {
        String paths = IDENTITY.clientTrustPem() + ", " + IDENTITY.serverTrustPem();

        assertThat(tls("ssl.truststore.type", "pem", "ssl.truststore.location", paths).client().transport().options()
                .getTrustOptions()).isEqualTo(new PemTrustOptions().addCertPath(IDENTITY.clientTrustPem().toString())
                        .addCertPath(IDENTITY.serverTrustPem().toString()));
    }

    private static TestConfiguration keyStore(String keyType, Path keyStore, String keyPassword, String trustType,
            Path trustStore, String trustPassword) {
        TestConfiguration configuration = tls("ssl.keystore.location", keyStore.toString(), "ssl.keystore.password",
                keyPassword, "ssl.truststore.location", trustStore.toString());
        if (keyType != null) {
            configuration.connector("ssl.keystore.type", keyType).connector("ssl.truststore.type", trustType);
        }
        return trustPassword == null ? configuration : configuration.connector("ssl.truststore.password", trustPassword);
    }

    private static TestConfiguration tls(String... attributes) {
        return TestConfiguration.incoming(attributes).connector("ssl", "true");
    }

    static Stream<Arguments> wrong() {
        String keys = IDENTITY.clientPkcs12().toString();
        String trust = IDENTITY.clientTrustPkcs12().toString();
        String noTrust = "check the path, ssl.truststore.password and ssl.truststore.type";
        String noKeys = "check the path, ssl.keystore.password and ssl.keystore.type";
        return Stream.of(
                Arguments.of("a missing key store", "'ssl.keystore.location', value '/no/such/file': the key store cannot be"
                        + " opened (", noKeys,
                        tls("ssl.keystore.location", "/no/such/file", "ssl.keystore.password", "x")),
                Arguments.of("a wrong password", "'ssl.keystore.location', value '" + keys, noKeys,
                        tls("ssl.keystore.location", keys, "ssl.keystore.password", "wrong")),
                Arguments.of("no password", "'ssl.keystore.password': ",
                        "set it to the password of the key store ssl.keystore.location", tls("ssl.keystore.location", keys)),
                Arguments.of("no key", "'ssl.keystore.password': ", "set it to the path of the private key that belongs to the"
                        + " certificate ssl.keystore.location",
                        tls("ssl.keystore.type", "pem", "ssl.keystore.location", IDENTITY.clientPem().toString())),
                Arguments.of("a password without a store", "'ssl.keystore.location': ",
                        "set it, because ssl.keystore.password is set", tls("ssl.keystore.password", "x")),
                Arguments.of("no PEM", "'ssl.keystore.location', value '" + keys, "ssl.keystore.password the path of its key",
                        tls("ssl.keystore.type", "pem", "ssl.keystore.location", keys, "ssl.keystore.password", keys)),
                Arguments.of("a missing trust store", "'ssl.truststore.location', value '/no/such/file': the trust store"
                        + " cannot be opened (", noTrust,
                        tls("ssl.truststore.location", "/no/such/file", "ssl.truststore.password", "x")),
                Arguments.of("a wrong trust store password", "'ssl.truststore.location', value '" + trust, noTrust,
                        tls("ssl.truststore.location", trust, "ssl.truststore.password", "wrong")),
                Arguments.of("no trust store password", "'ssl.truststore.location', value '" + trust, noTrust,
                        tls("ssl.truststore.location", trust)),
                Arguments.of("a trust store without a location", "'ssl.truststore.location': ",
                        "set it, because ssl.truststore.password is set", tls("ssl.truststore.password", "x")),
                Arguments.of("a missing authority", "'ssl.truststore.location', value '/no/such.pem'",
                        "check that each is the path of a certificate",
                        tls("ssl.truststore.type", "pem", "ssl.truststore.location", "/no/such.pem")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void thatAreWrongPreventTheStart(String what, String begin, String end, TestConfiguration configuration) {
        assertThat(configuration.problems()).singleElement().asString().startsWith("channel 'in', attribute " + begin)
                .endsWith(end);
    }
}
