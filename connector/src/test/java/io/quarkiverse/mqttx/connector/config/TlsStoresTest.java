package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509KeyManager;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.testing.Certificates;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.JksOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
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

    @Test
    void aPemFileIsRecognisedByWhatIsInIt() {
        for (String said : new String[] { null, "pkcs12", "jks" }) {
            NetClientOptions options = keyStore(said, IDENTITY.clientPem(), IDENTITY.clientKeyPem().toString(), said,
                    IDENTITY.clientTrustPem(), null).client().transport().options();
            assertThat(options.getKeyCertOptions()).isInstanceOf(PemKeyCertOptions.class);
            assertThat(options.getTrustOptions()).isInstanceOf(PemTrustOptions.class);
        }
    }

    /** A legal one, for which no key store of the JDK's own tools can be made. */
    @Test
    void mayHaveTheEmptyPassword(@TempDir Path directory) throws Exception {
        String empty = withPassword(directory, IDENTITY.clientPkcs12(), "").toString();

        NetClientOptions options = tls("ssl.keystore.location", empty, "ssl.keystore.password", "", "ssl.truststore.location",
                empty, "ssl.truststore.password", "").client().transport().options();

        assertThat(options.getKeyCertOptions()).isEqualTo(new PfxOptions().setPath(empty).setPassword(""));
        assertThat(options.getTrustOptions()).isEqualTo(new PfxOptions().setPath(empty).setPassword(""));
    }

    @Test
    void anEmptyDefaultOfAnExpressionIsNoPassword(@TempDir Path directory) throws Exception {
        String empty = withPassword(directory, IDENTITY.clientPkcs12(), "").toString();

        assertThat(tls("ssl.keystore.location", empty, "ssl.keystore.password", "${NO_SUCH_PASSWORD:}").problems())
                .singleElement().asString().contains("set it to the password of the key store");
    }

    private static Path withPassword(Path directory, Path store, String password) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        String alias = keys.aliases().nextElement();
        KeyStore other = KeyStore.getInstance("PKCS12");
        other.load(null, null);
        other.setKeyEntry(alias, keys.getKey(alias, PASSWORD.toCharArray()), password.toCharArray(),
                keys.getCertificateChain(alias));
        other.setCertificateEntry("authority", keys.getCertificate(alias));
        Path file = directory.resolve("empty.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            other.store(out, password.toCharArray());
        }
        return file;
    }

    @Test
    void aKeyOfEd25519IsTakenByABroker(@TempDir Path directory) throws Exception {
        Path store = directory.resolve("ed25519.p12");
        keytool("-genkeypair", "-alias", "client", "-keyalg", "Ed25519", "-dname", "CN=client", "-validity", "2", "-keystore",
                store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD);
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Path certificate = pem(directory.resolve("client.pem"), "CERTIFICATE", keys.getCertificate("client").getEncoded());
        Path key = pem(directory.resolve("client.key"), "PRIVATE KEY",
                keys.getKey("client", PASSWORD.toCharArray()).getEncoded());

        NetClientOptions options = tls("ssl.keystore.location", certificate.toString(), "ssl.keystore.password", key.toString(),
                "ssl.truststore.location", IDENTITY.clientTrustPem().toString()).client().transport().options();

        Vertx vertx = Vertx.vertx();
        try {
            X509KeyManager manager = (X509KeyManager) options.getKeyCertOptions().getKeyManagerFactory(vertx)
                    .getKeyManagers()[0];
            String alias = manager.getClientAliases("EdDSA", null)[0];
            assertThat(manager.getPrivateKey(alias).getAlgorithm()).isEqualTo("EdDSA");
            assertThat(manager.getCertificateChain(alias)).hasSize(1);

            Promise<Principal> taken = Promise.promise();
            NetServer server = vertx.createNetServer(new NetServerOptions().setSsl(true).setClientAuth(ClientAuth.REQUIRED)
                    .setKeyCertOptions(new PfxOptions().setPath(IDENTITY.serverPkcs12().toString()).setPassword(PASSWORD))
                    .setTrustOptions(new PemTrustOptions().addCertPath(certificate.toString())))
                    .connectHandler(socket -> taken.complete(peer(socket)));
            int port = get(server.listen(0, "localhost")).actualPort();
            get(vertx.createNetClient(options.setSsl(true).setHostnameVerificationAlgorithm("HTTPS"))
                    .connect(port, "localhost"));
            assertThat(get(taken.future()).getName()).isEqualTo("CN=client");
        } finally {
            get(vertx.close());
        }
    }

    private static Principal peer(NetSocket socket) {
        try {
            return socket.sslSession().getPeerPrincipal();
        } catch (SSLPeerUnverifiedException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void anEncryptedKeyIsRefusedWithTheWayOut(@TempDir Path directory) throws Exception {
        Path key = pem(directory.resolve("client.key"), "ENCRYPTED PRIVATE KEY", new byte[100]);
        assertThat(tls("ssl.keystore.location", IDENTITY.clientPem().toString(), "ssl.keystore.password", key.toString())
                .problems()).singleElement().asString().contains("its private key is encrypted", "openssl pkcs12 -export",
                        "ssl.keystore.password to its password");
    }

    private static Path pem(Path file, String kind, byte[] bytes) throws IOException {
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes)
                + "\n-----END " + kind + "-----\n");
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
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
                Arguments.of("a wrong password", "'ssl.keystore.password': does not open the key store ssl.keystore.location",
                        "set it to the password of the store, which must be that of the key as well",
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
                Arguments.of("a wrong password of JKS", "'ssl.keystore.password': does not open the key store",
                        "that of the key as well", tls("ssl.keystore.type", "jks", "ssl.keystore.location",
                                IDENTITY.clientJks().toString(), "ssl.keystore.password", "wrong")),
                Arguments.of("the empty password", "'ssl.keystore.password': does not open the key store",
                        "that of the key as well", tls("ssl.keystore.location", keys, "ssl.keystore.password", "")),
                Arguments.of("a wrong trust store password",
                        "'ssl.truststore.password': does not open the trust store ssl.truststore.location",
                        "set it to the password of the store",
                        tls("ssl.truststore.location", trust, "ssl.truststore.password", "wrong")),
                Arguments.of("a wrong trust store password of JKS", "'ssl.truststore.password': does not open the trust store",
                        "set it to the password of the store", tls("ssl.truststore.type", "jks", "ssl.truststore.location",
                                IDENTITY.clientTrustJks().toString(), "ssl.truststore.password", "wrong")),
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
