package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;

@Tag("slow")
class TlsRegistryTest {

    private static final String STORE = "target/tls-registry-test.p12";
    private static final String PASSWORD = "changeit";

    /** The test runs in another class loader than what surrounds it, so they talk in system properties. */
    private static final String PORT = "mqttx.test.tls.port";
    private static final String FIRST_BYTE = "mqttx.test.tls.first-byte";

    private static Vertx vertx;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Consumer.class))
            .setBeforeAllCustomizer(TlsRegistryTest::startServer)
            .setAfterAllCustomizer(() -> vertx.close())
            .overrideConfigKey("quarkus.tls.plant.trust-store.p12.path", STORE)
            .overrideConfigKey("quarkus.tls.plant.trust-store.p12.password", PASSWORD)
            .overrideConfigKey("mp.messaging.incoming.readings.host", "localhost")
            .overrideConfigKey("mp.messaging.incoming.readings.port", "${" + PORT + "}")
            .overrideConfigKey("mp.messaging.incoming.readings.tls-configuration-name", "plant");

    @Test
    void givesTheConnectionItsTrustStore() {
        await().atMost(Duration.ofSeconds(20)).until(() -> System.getProperty(FIRST_BYTE) != null);
        assertThat(System.getProperty(FIRST_BYTE)).as("CONNECT, decrypted").isEqualTo("16");
    }

    private static void startServer() {
        System.clearProperty(FIRST_BYTE);
        createStore();
        vertx = Vertx.vertx();
        int port = vertx.createNetServer(new NetServerOptions().setSsl(true)
                .setKeyCertOptions(new PfxOptions().setPath(STORE).setPassword(PASSWORD)))
                .connectHandler(socket -> socket.handler(bytes -> {
                    System.setProperty(FIRST_BYTE, Integer.toString(bytes.getUnsignedByte(0)));
                    socket.close();
                }))
                .listen(0, "localhost").toCompletionStage().toCompletableFuture().join().actualPort();
        System.setProperty(PORT, Integer.toString(port));
    }

    private static void createStore() {
        try {
            Files.deleteIfExists(Path.of(STORE));
            Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair", "-alias", "broker", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost",
                    "-storetype", "PKCS12", "-keystore", STORE, "-storepass", PASSWORD).inheritIO().start();
            assertThat(keytool.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static class Consumer {

        @Incoming("readings")
        void consume(String reading) {
        }
    }
}
