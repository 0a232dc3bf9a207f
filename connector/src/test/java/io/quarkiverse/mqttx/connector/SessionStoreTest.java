package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.mqttx.client.MessageKeptException;
import io.quarkiverse.mqttx.client.SessionStore;
import io.quarkiverse.mqttx.client.SessionStoreException;
import io.quarkiverse.mqttx.session.SessionChange;
import io.quarkiverse.mqttx.session.SessionState;
import io.quarkiverse.mqttx.testing.Ports;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.common.annotation.Identifier;

class SessionStoreTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;
    private TestApplication application;

    @ApplicationScoped
    static class Sender {

        @Inject
        @Channel("out")
        Emitter<String> out;

        boolean hasRequests() {
            return out.hasRequests();
        }

        CompletionStage<Void> send(String payload) {
            return out.send(payload);
        }
    }

    /** A store of the application's own: what it keeps outlives the application, though not the test. */
    @ApplicationScoped
    @Identifier("map")
    static class MapStores implements SessionStore.Factory {

        static final Map<String, SessionState.Builder> kept = new ConcurrentHashMap<>();

        @Override
        public SessionStore open(SessionStore.Request request) {
            SessionState.Builder session = kept.computeIfAbsent(request.clientId(), id -> new SessionState.Builder());
            return new SessionStore() {
                @Override
                public SessionState load() {
                    return session.build();
                }

                @Override
                public void commit(List<SessionChange> changes) {
                    changes.forEach(session::apply);
                }

                @Override
                public void close() {
                }
            };
        }
    }

    @AfterEach
    void close() {
        if (application != null) {
            application.close();
        }
        MapStores.kept.clear();
    }

    @Test
    void aMessageIsAckedWhenItIsStoredAndGoesOutInTheNextRun() throws Exception {
        int port = Ports.free();
        start(port, "file", "ack-strategy", "on-store");
        done(send("one"));
        done(send("two"));
        application.close();

        assertGoesOut("file", "one", "two");
    }

    @Test
    void aStoreOfTheApplicationsOwnDoesAsWell() throws Exception {
        start(Ports.free(), "map", "ack-strategy", "on-store");
        done(send("one"));
        application.close();

        assertGoesOut("map", "one");
    }

    @Test
    void whatIsNotSentAtTheEndIsNackedAsKeptAndGoesOutInTheNextRun() throws Exception {
        start(Ports.free(), "file");
        CompletableFuture<Void> sent = send("one");
        application.close();

        assertThatThrownBy(() -> done(sent)).hasCauseInstanceOf(MessageKeptException.class)
                .hasMessageContaining("goes out when the application starts again");
        assertGoesOut("file", "one");
    }

    @Test
    void whatAnEarlierRunHasLeftTakesThePlacesOfTheChannel() throws Exception {
        start(Ports.free(), "file", "ack-strategy", "on-store", "max-inflight-queue", "2");
        done(send("one"));
        done(send("two"));
        application.close();

        start(Ports.free(), "file", "ack-strategy", "on-store", "max-inflight-queue", "2");
        assertThat(application.get(Sender.class).hasRequests()).isFalse();
    }

    @Test
    void aFileThatCannotBeReadKeepsTheApplicationFromStarting() throws IOException {
        start(Ports.free(), "file");
        application.close();
        Path file;
        try (var files = Files.list(directory)) {
            file = files.findFirst().orElseThrow();
        }
        byte[] damaged = new byte[5000];
        Files.write(file, damaged);

        assertThatThrownBy(() -> start(Ports.free(), "file")).satisfies(failure -> {
            Throwable cause = failure;
            while (cause != null && !(cause instanceof SessionStoreException)) {
                cause = cause.getCause();
            }
            assertThat(cause).as("%s", failure).isNotNull().hasMessageContainingAll("channel 'out'", "session-store=file",
                    file.toString());
        });
        assertThat(file).hasBinaryContent(damaged);
    }

    private void assertGoesOut(String store, String... payloads) {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept(true);
            connection.serve();
        })) {
            start(broker.port(), store);
            List<RawPacket> packets = broker.awaitReceived("PUBLISH", payloads.length);
            assertThat(packets.stream().map(packet -> new String(packet.payload()))).containsExactly(payloads);
            application.close();
        }
    }

    private CompletableFuture<Void> send(String payload) {
        await().atMost(PATIENCE).until(application.get(Sender.class)::hasRequests);
        return application.get(Sender.class).send(payload).toCompletableFuture();
    }

    private static void done(CompletableFuture<Void> sent) throws Exception {
        sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void start(int port, String store, String... attributes) {
        application = new TestApplication("localhost", port).beans(Sender.class, MapStores.class)
                .outgoing("out", attributes).connector("qos", "1").connector("session-store", store)
                .connector("session-store-path", directory.toString()).connector("client-id", "me")
                .connector("auto-clean-session", "false").connector("shutdown-timeout-seconds", "0")
                .connector("reconnect-interval-seconds", "0").start();
    }
}
