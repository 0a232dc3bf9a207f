package io.quarkiverse.mqttx.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.vertx.Contexts;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;

/** Each failure of TLS names what is wrong and the attribute to look at. */
@Tag("broker")
class TlsMessagesTest {

    @TempDir
    static Path directory;
    private static Vertx vertx;
    private static TestCertificate certificate;

    @BeforeAll
    static void begin() throws Exception {
        vertx = Vertx.vertx();
        certificate = TestCertificate.create(directory, "server", "dns:localhost,ip:127.0.0.1");
    }

    @AfterAll
    static void end() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private static NetServerOptions server(TestCertificate identity) {
        return new NetServerOptions().setSsl(true).setHost("127.0.0.1").setKeyCertOptions(identity.key());
    }

    private static int listen(NetServerOptions options) throws Exception {
        NetServer server = vertx.createNetServer(options).connectHandler(socket -> socket.handler(bytes -> {
        }));
        return server.listen(0).toCompletionStage().toCompletableFuture().get().actualPort();
    }

    /** Why there is no connection, or why it ends. */
    private static String failure(int port, boolean tls, NetClientOptions options) throws Exception {
        AtomicReference<String> reason = new AtomicReference<>();
        TransportListener listener = new TransportListener() {
            @Override
            public void packetReceived(Packet packet) {
            }

            @Override
            public void bytesReceived(boolean incomplete) {
            }

            @Override
            public void written(long packets, boolean all) {
            }

            @Override
            public void malformed(int reasonCode, String text) {
                reason.compareAndSet(null, text);
            }

            @Override
            public void writabilityChanged(boolean writable) {
            }

            @Override
            public void closed(Throwable cause) {
                reason.compareAndSet(null, cause == null ? "closed" : cause.getMessage());
            }
        };
        TransportConnector connector = new TransportConnector(vertx,
                new TransportSettings(options, null, 65_536, new TransportSettings.TcpKeepAlive(false, -1, -1, -1)));
        try {
            connector
                    .connect(new ServerAddress("localhost", port, tls), Contexts.newEventLoopContext(vertx),
                            listener)
                    .onFailure(cause -> reason.compareAndSet(null, cause.getMessage()))
                    .onSuccess(transport -> transport.send(new Connect(ProtocolVersion.V5, "c", true, 60, null, null, null,
                            Properties.EMPTY)));
            await().atMost(Duration.ofSeconds(20)).until(() -> reason.get() != null);
            return reason.get();
        } finally {
            connector.close();
        }
    }

    private static NetClientOptions trusting() {
        return new NetClientOptions().setTrustOptions(certificate.trust());
    }

    @Test
    void tlsOnAPlainPortThatCloses() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> conversation.close())) {
            assertThat(failure(broker.port(), true, trusting()))
                    .contains("TLS handshake with mqtts://localhost", "speaks no TLS",
                            "check port")
                    .doesNotContain("null");
        }
    }

    @Test
    void tlsOnAPlainPortThatAnswers() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> conversation.send("20 02 00 01 00 00 00 00"))) {
            assertThat(failure(broker.port(), true, trusting())).contains("answers without TLS", "check port", "ssl");
        }
    }

    @Test
    void anAnswerOfTlsOnAPlainConnection() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.expect("CONNECT");
            conversation.send("15 03 01 00 02 02 46");
        })) {
            assertThat(failure(broker.port(), false, new NetClientOptions())).contains("the port expects TLS", "ssl=true");
        }
    }

    @Test
    void anUnknownAuthority() throws Exception {
        assertThat(failure(listen(server(certificate)), true, new NetClientOptions())).contains("no trusted authority",
                "ssl.truststore.location", "tls-configuration-name");
    }

    @Test
    void aCertificateForAnotherName() throws Exception {
        TestCertificate elsewhere = TestCertificate.create(directory, "elsewhere", "dns:elsewhere.example");
        assertThat(failure(listen(server(elsewhere)), true, new NetClientOptions().setTrustOptions(elsewhere.trust())))
                .contains("another name than 'localhost'", "set host");
    }

    @Test
    void anExpiredCertificate() throws Exception {
        TestCertificate expired = TestCertificate.expired(directory, "expired", "dns:localhost");
        assertThat(failure(listen(server(expired)), true, new NetClientOptions().setTrustOptions(expired.trust())))
                .contains("has expired", "renewed");
    }

    @Test
    void aCertificateOfTheClientThatIsMissing() throws Exception {
        for (String version : new String[] { "TLSv1.2", "TLSv1.3" }) {
            NetServerOptions options = server(certificate).setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(certificate.trust()).setEnabledSecureTransportProtocols(Set.of(version));
            assertThat(failure(listen(options), true, trusting())).as(version).contains("certificate", "ssl.keystore.location");
        }
    }

    @Test
    void aCertificateOfTheClientThatTheBrokerDoesNotTrust() throws Exception {
        TestCertificate client = TestCertificate.create(directory, "client", "dns:client");
        NetServerOptions options = server(certificate).setClientAuth(ClientAuth.REQUIRED).setTrustOptions(certificate.trust());
        assertThat(failure(listen(options), true, trusting().setKeyCertOptions(client.key()))).contains(
                "the broker does not accept the client's certificate", "ssl.keystore.location");
    }

    @Test
    void noCipherSuiteInCommon() throws Exception {
        NetServerOptions options = server(certificate).setEnabledSecureTransportProtocols(Set.of("TLSv1.2"))
                .addEnabledCipherSuite("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        assertThat(failure(listen(options), true, trusting().setEnabledSecureTransportProtocols(Set.of("TLSv1.2"))
                .addEnabledCipherSuite("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")))
                .contains("cipher suite in common", "tls-configuration-name");
    }

    @Test
    void aCipherSuiteThatDoesNotGoWithTheVersion() throws Exception {
        assertThat(failure(listen(server(certificate)), true, trusting().setEnabledSecureTransportProtocols(Set.of("TLSv1.2"))
                .addEnabledCipherSuite("TLS_AES_128_GCM_SHA256"))).contains("cipher suite", "tls-configuration-name");
    }

    @Test
    void aNameThatTheBrokerDoesNotKnow() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> conversation.send("15 03 03 00 02 02 70"))) {
            assertThat(failure(broker.port(), true, trusting())).contains("the broker does not know the name in SNI",
                    "check host and server-name");
        }
    }

    /** Of itself Vert.x would end the handshake after 10 seconds. */
    @Test
    void aHandshakeHasAsLongAsTheConnection() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> conversation.silence())) {
            assertThat(failure(broker.port(), true, trusting().setConnectTimeout(700))).contains("700");
        }
    }

    @Test
    void noVersionInCommon() throws Exception {
        NetServerOptions options = server(certificate).setEnabledSecureTransportProtocols(Set.of("TLSv1.2"));
        assertThat(failure(listen(options), true, trusting().setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))))
                .contains("no version of TLS in common", "tls-configuration-name");
    }
}
