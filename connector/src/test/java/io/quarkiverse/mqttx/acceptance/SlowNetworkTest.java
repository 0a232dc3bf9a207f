package io.quarkiverse.mqttx.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.Certificates;
import io.quarkiverse.mqttx.testing.ChaosProxy;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.Toxics;

/** A network on which one message takes longer than the keep-alive. */
@Tag("broker")
class SlowNetworkTest {

    /** The are 2,000,000 bytes at 100,000 bytes a second with 4 s; here less, for the time it takes. */
    private static final int SIZE = Integer.getInteger("slow.size", 1_000_000);
    private static final int BYTES_PER_SECOND = Integer.getInteger("slow.rate", 200_000);
    private static final String KEEP_ALIVE = System.getProperty("slow.keepalive", "2");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final MosquittoBroker broker = new MosquittoBroker();
    private ChaosProxy proxy;
    private TestApplication application;

    @BeforeEach
    void forget() {
        MosquittoBroker.assumeInstalled();
        Files.received.clear();
    }

    @AfterEach
    void end() {
        if (proxy != null) {
            proxy.heal();
        }
        if (application != null) {
            application.close();
        }
        if (proxy != null) {
            proxy.close();
        }
        broker.close();
    }

    @ApplicationScoped
    static class Files {
        static final List<byte[]> received = new CopyOnWriteArrayList<>();

        @Incoming("in")
        void consume(byte[] payload) {
            received.add(payload);
        }
    }

    @ApplicationScoped
    static class Sender {
        @Inject
        @Channel("out")
        Emitter<byte[]> emitter;

        CompletableFuture<Void> send(byte[] payload) {
            return emitter.send(payload).toCompletableFuture();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aMessageComesInThatTakesLongerThanTheKeepAlive(boolean tls) {
        start(tls);
        byte[] file = file();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            proxy.toxics(Toxics.throttle(BYTES_PER_SECOND));
            outside.publish("dl/file", file, 1, false);
            await().atMost(PATIENCE).until(() -> !Files.received.isEmpty());
        }
        assertThat(Files.received).singleElement().isEqualTo(file);
        assertThat(proxy.connections()).as("connections").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aMessageGoesOutThatTakesLongerThanTheKeepAlive(boolean tls) {
        start(tls);
        byte[] file = file();
        try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe("ul/file", 1)) {
            proxy.toxics(Toxics.throttle(BYTES_PER_SECOND));
            var sent = application.get(Sender.class).send(file);
            await().atMost(PATIENCE).until(sent::isDone);
            assertThat(sent).isCompleted();
            assertThat(outside.awaitReceived(1).get(0).payload()).isEqualTo(file);
        }
        assertThat(proxy.connections()).as("connections").isEqualTo(1);
    }

    @Test
    void aNetworkThatDiesInTheMiddleOfAMessageIsFoundOut() {
        start(false);
        proxy.toxics(Toxics.throttle(BYTES_PER_SECOND));
        application.get(Sender.class).send(new byte[3_000_000]);
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        proxy.blackHole();
        await().atMost(PATIENCE).until(() -> !application.connector().getReadiness().isOk());
    }

    private void start(boolean tls) {
        Certificates.Identity server = Certificates.localhost();
        if (tls) {
            broker.tls(server);
        }
        broker.start();
        proxy = ChaosProxy.to(tls ? broker.tlsPort() : broker.port());
        application = new TestApplication("localhost", proxy.port()).beans(Files.class, Sender.class)
                .connector("keep-alive-seconds", KEEP_ALIVE)
                .incoming("in", "topic", "dl/file", "qos", "1", "client-id", "slow", "auto-clean-session", "false")
                .outgoing("out", "topic", "ul/file", "qos", "1", "client-id", "slow", "auto-clean-session", "false");
        if (tls) {
            application.connector("ssl", "true").connector("ssl.truststore.type", "pem")
                    .connector("ssl.truststore.location", server.clientTrustPem().toString());
        }
        application.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> application.connector().getReadiness().isOk());
    }

    private static byte[] file() {
        byte[] file = new byte[SIZE];
        for (int i = 0; i < file.length; i++) {
            file[i] = (byte) (i * 31 + (i >> 8));
        }
        return file;
    }
}
