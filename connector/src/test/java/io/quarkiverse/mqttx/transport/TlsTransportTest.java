package io.quarkiverse.mqttx.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutionException;

import javax.net.ssl.SSLException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.transport.TransportSettings.TcpKeepAlive;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;

class TlsTransportTest extends ConnectionFixture {

    @TempDir
    static Path directory;
    private static TestCertificate localhost;
    private static TestCertificate elsewhere;

    @BeforeAll
    static void createCertificates() throws Exception {
        localhost = TestCertificate.create(directory, "localhost", "dns:localhost");
        elsewhere = TestCertificate.create(directory, "elsewhere", "dns:broker.elsewhere.test");
    }

    @Test
    void connectsToAServerItTrusts() throws Exception {
        openTo(localhost, new NetClientOptions().setTrustOptions(localhost.trust()), null);

        peer.send("20020000");

        await().until(() -> listener.packets.size() == 1);
        assertThat(listener.contexts).containsOnly(context);
    }

    @Test
    void carriesLargePayloadsBothWaysAndLeaksNothing() throws Exception {
        openTo(localhost, new NetClientOptions().setTrustOptions(localhost.trust()), null);
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
        byte[] payload = new byte[5_000_000];
        new Random(5).nextBytes(payload);

        onContext(() -> {
            transport.channel().config().setAllocator(allocator);
            transport.send(Publish.of("large", payload, 0, false));
        });
        await().until(() -> peer.receivedBytes() >= payload.length + 12);
        peer.socket().write(peer.received());

        await().until(() -> listener.packets.size() == 1);
        assertThat(((Publish) listener.packets.get(0)).payload()).isEqualTo(payload);
        onContext(() -> transport.close());
        await().until(listener::isClosed);
        await().untilAsserted(() -> assertThat(allocator.metric().usedDirectMemory()).isZero());
    }

    @Test
    void sendsWhatWasGivenBeforeItCloses() throws Exception {
        openTo(localhost, new NetClientOptions().setTrustOptions(localhost.trust()), null);

        onContext(() -> {
            transport.send(Publish.of("t", new byte[1_000_000], 0, false));
            transport.send(new Disconnect(0));
            transport.close();
        });

        await().until(listener::isClosed);
        await().until(() -> peer.receivedBytes() == 1 + 3 + 4 + 1_000_000 + 2);
        assertThat(listener.cause).isNull();
    }

    @Test
    void refusesACertificateForAnotherName() {
        assertThatThrownBy(() -> openTo(elsewhere, new NetClientOptions().setTrustOptions(elsewhere.trust()), null))
                .isInstanceOf(ExecutionException.class).cause().isInstanceOf(SSLException.class)
                .hasMessageContaining("mqtts://localhost").hasMessageContaining("matching localhost found");
        assertThat(listener.closedCalls).hasValue(0);
    }

    @Test
    void takesACertificateForAnotherNameWhenVerificationIsOff() throws Exception {
        openTo(elsewhere, new NetClientOptions().setTrustOptions(elsewhere.trust()).setHostnameVerificationAlgorithm(""), null);

        peer.send("20020000");

        await().until(() -> listener.packets.size() == 1);
    }

    @Test
    void refusesAnUnknownAuthority() {
        assertThatThrownBy(() -> openTo(localhost, new NetClientOptions().setTrustOptions(elsewhere.trust()), null))
                .cause().isInstanceOf(SSLException.class).hasMessageContaining("unable to find valid certification path");
    }

    @Test
    void namesTheServerItWants() throws Exception {
        openTo(elsewhere, new NetClientOptions().setTrustOptions(elsewhere.trust()), "broker.elsewhere.test");

        assertThat(peer.socket().indicatedServerName()).isEqualTo("broker.elsewhere.test");
    }

    @Test
    void saysWhyWhenTheServerWantsACertificateOfOurs() throws Exception {
        peer = new Peer(vertx, new NetServerOptions().setSsl(true).setKeyCertOptions(localhost.key())
                .setTrustOptions(localhost.trust()).setClientAuth(ClientAuth.REQUIRED), socket -> {
                });
        TransportConnector connector = new TransportConnector(vertx,
                settings(new NetClientOptions().setTrustOptions(localhost.trust()), null));

        // In TLS 1.3 the handshake is complete for us before the server says no
        var connecting = connector.connect(new ServerAddress("localhost", peer.port(), true), context, listener);

        await().until(() -> connecting.failed() || listener.isClosed());
        Throwable cause = connecting.failed() ? connecting.cause() : listener.cause;
        assertThat(cause).isInstanceOf(SSLException.class).hasMessageContaining("certificate");
    }

    @Test
    void connectsWithACertificateOfOurs() throws Exception {
        peer = new Peer(vertx, new NetServerOptions().setSsl(true).setKeyCertOptions(localhost.key())
                .setTrustOptions(elsewhere.trust()).setClientAuth(ClientAuth.REQUIRED), socket -> {
                });

        open(settings(new NetClientOptions().setTrustOptions(localhost.trust()).setKeyCertOptions(elsewhere.key()), null),
                true);
        peer.send("20020000");

        await().until(() -> listener.packets.size() == 1);
    }

    @Test
    void failsWhenTheServerSpeaksNoTls() throws Exception {
        peer = new Peer(vertx, new NetServerOptions(), socket -> socket.write("no TLS here\r\n\r\n\r\n"));

        assertThatThrownBy(() -> open(settings(new NetClientOptions().setTrustOptions(localhost.trust()), null), true)).cause()
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("TLS handshake with mqtts://localhost");
    }

    private void openTo(TestCertificate server, NetClientOptions options, String serverName) throws Exception {
        peer = new Peer(vertx, new NetServerOptions().setSsl(true).setSni(true).setKeyCertOptions(server.key()), socket -> {
        });
        open(settings(options, serverName), true);
    }

    private static TransportSettings settings(NetClientOptions options, String serverName) {
        return new TransportSettings(options, serverName, 16 << 20, new TcpKeepAlive(false, -1, -1, -1));
    }
}
