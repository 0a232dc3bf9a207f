package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.mqttx.api.MessageDroppedException;
import io.quarkiverse.mqttx.api.MessageKeptException;
import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.SendQueueFullException;
import io.quarkiverse.mqttx.api.SendQueueStatus;
import io.quarkiverse.mqttx.api.SessionStoreException;
import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.session.model.SendQueueOverflow;
import io.quarkiverse.mqttx.spi.SessionStore;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.Ports;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.common.annotation.Identifier;

@Tag("broker")
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

        static final Map<String, Map<String, byte[]>> kept = new ConcurrentHashMap<>();

        @Override
        public SessionStore open(SessionStore.Request request) {
            Map<String, byte[]> entries = kept.computeIfAbsent(request.clientId(), id -> new ConcurrentHashMap<>());
            return new SessionStore() {
                @Override
                public Map<String, byte[]> load() {
                    return Map.copyOf(entries);
                }

                @Override
                public void commit(List<Change> changes) {
                    for (Change change : changes) {
                        if (change instanceof Put put) {
                            entries.put(put.key(), put.value());
                        } else {
                            entries.remove(change.key());
                        }
                    }
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

        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept(true);
            connection.serve();
        })) {
            start(broker.port(), "map");
            assertThat(payloads(broker, 1)).containsExactly("one");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(MapStores.kept.get("me")).isEmpty());
        }
    }

    @Test
    void anEntryOfTheApplicationsStoreThatIsDamagedKeepsTheApplicationFromStarting() throws Exception {
        start(Ports.free(), "map", "ack-strategy", "on-store");
        done(send("one"));
        application.close();
        MapStores.kept.get("me").replaceAll((key, value) -> new byte[value.length]);

        assertThatThrownBy(() -> start(Ports.free(), "map")).satisfies(failure -> assertThat(refusal(failure))
                .hasMessageContainingAll("channel 'out'", "session-store=map", "client id 'me'", "entry 'a-1'"));
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
    void whatAnEarlierRunHasLeftCountsInBytesUntilTheBrokerHasIt() throws Exception {
        long bytes = leaveThree();
        CountDownLatch answering = new CountDownLatch(1);
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept(true);
            acknowledge(connection, answering, 3);
            connection.serve();
        })) {
            start(broker.port(), "file", "send-queue-max-bytes", Long.toString(bytes));
            broker.awaitReceived("PUBLISH", 3);
            assertThat(application.get(Sender.class).hasRequests()).isFalse();

            answering.countDown();
            done(send("new"));
            assertThat(payloads(broker, 4)).containsExactly("one", "two", "six", "new");
            assertThat(sendQueue()).isEqualTo(new SendQueueStatus(0, 0, 0, 0, 0, 0, 0, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(value = SendQueueOverflow.class, names = { "DROP_OLDEST", "DROP_NEWEST", "FAIL" })
    void aSendQueueThatAnEarlierRunHasFilledInBytesDoesWithNewMessagesWhatItIsToldTo(SendQueueOverflow overflow)
            throws Exception {
        long bytesOfTwo = leaveThree() / 3 * 2;
        CountDownLatch answering = new CountDownLatch(1);
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.connAck5(true, 0, "21 00 01")); // Receive Maximum 1
            acknowledge(connection, answering, 1);
            connection.serve();
        })) {
            start(broker.port(), "file", "version", "5", "send-queue-max-bytes", Long.toString(bytesOfTwo),
                    "send-queue-overflow",
                    overflow.toString());
            broker.awaitReceived("PUBLISH", 1);
            await().atMost(PATIENCE).until(() -> sendQueue().waitingBytes() == bytesOfTwo);
            CompletableFuture<Void> sent = send("new");
            await().atMost(PATIENCE).until(() -> sendQueue().dropped() + sendQueue().failed() == 1);
            answering.countDown();

            if (overflow == SendQueueOverflow.DROP_OLDEST) {
                done(sent);
                assertThat(payloads(broker, 3)).containsExactly("one", "six", "new");
            } else {
                assertThatThrownBy(() -> done(sent)).hasCauseInstanceOf(overflow == SendQueueOverflow.FAIL
                        ? SendQueueFullException.class
                        : MessageDroppedException.class);
                assertThat(payloads(broker, 3)).containsExactly("one", "two", "six");
            }
            done(send("later"));
            assertThat(sendQueue().waiting()).isZero();
            assertThat(sendQueue().waitingBytes()).isZero();
        }
    }

    @Test
    void whatAClientHasLeftInAnEarlierRunCountsInItsSendQueueToo() throws Exception {
        start(Ports.free(), "file");
        MqttClient first = application.mqttClient("out");
        first.publish(OutgoingMqttMetadata.of("t", 1), "a").subscribeAsCompletionStage();
        first.publish(OutgoingMqttMetadata.of("t", 1), "b").subscribeAsCompletionStage();
        await().atMost(PATIENCE).until(() -> first.sendQueue().waiting() == 2);
        long bytes = first.sendQueue().waitingBytes();
        application.close();
        CountDownLatch answering = new CountDownLatch(1);
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept(true);
            RawPacket left = connection.expect("PUBLISH");
            connection.expect("PUBLISH");
            RawPacket ofTheChannel = connection.expect("PUBLISH");
            answering.await();
            connection.send(Packets.pubAck(ofTheChannel.packetId()));
            connection.send(Packets.pubAck(left.packetId()));
            connection.serve();
        })) {
            start(broker.port(), "file", "send-queue-max-bytes", Long.toString(bytes));
            MqttClient next = application.mqttClient("out");
            broker.awaitReceived("PUBLISH", 2);
            CompletableFuture<?> sent = next.publish(OutgoingMqttMetadata.of("t", 1), "c").subscribeAsCompletionStage();
            CompletableFuture<Void> other = send("of the channel");
            assertThat(payloads(broker, 3)).as("another publisher's message is not held up")
                    .containsExactly("a", "b", "of the channel");

            answering.countDown();
            done(other);
            sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Three messages of one size are in the store; what they count in bytes. */
    private long leaveThree() throws Exception {
        start(Ports.free(), "file", "ack-strategy", "on-store");
        for (String payload : List.of("one", "two", "six")) {
            done(send(payload));
        }
        long bytes = sendQueue().waitingBytes();
        application.close();
        return bytes;
    }

    /** Takes so many messages, and acknowledges them when it is told to. */
    private static void acknowledge(Conversation connection, CountDownLatch answering, int count) throws Exception {
        List<RawPacket> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            packets.add(connection.expect("PUBLISH"));
        }
        answering.await();
        for (RawPacket packet : packets) {
            connection.send(Packets.pubAck(packet.packetId()));
        }
    }

    private static List<String> payloads(ScriptedBroker broker, int count) {
        return broker.awaitReceived("PUBLISH", count).stream().map(packet -> new String(packet.payload())).toList();
    }

    private SendQueueStatus sendQueue() {
        return application.get(MqttConnections.class).sendQueues().get("out");
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

        assertThatThrownBy(() -> start(Ports.free(), "file")).satisfies(failure -> assertThat(refusal(failure))
                .hasMessageContainingAll("channel 'out'", "session-store=file", file.toString()));
        assertThat(file).hasBinaryContent(damaged);
    }

    private static Throwable refusal(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof SessionStoreException)) {
            cause = cause.getCause();
        }
        assertThat(cause).as("%s", failure).isNotNull();
        return cause;
    }

    @Test
    void whatMosquittoDoesNotReadIsGivenUpInTheNextRunToo() throws Exception {
        try (LogCapture log = new LogCapture();
                TestBroker broker = new MosquittoBroker()) {
            start(Ports.free(), "file", "ack-strategy", "on-store", "topic", "a/b\nc", "allow-control-characters", "true");
            done(send("bad"));
            application.close();

            broker.start();
            try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe("good", 1)) {
                start(broker.port(), "file", "topic", "good", "allow-control-characters", "true");
                for (int i = 0; i < 5; i++) {
                    done(send("m" + i));
                }
                assertThat(outside.awaitReceived(5)).hasSize(5);
            }
            assertThat(log.lines()).filteredOn(line -> line.contains("was not published")).singleElement().asString()
                    .contains("3 connections in a row", "So far: 1");
            application.close();
            start(Ports.free(), "file", "topic", "good");
            assertThat(log.lines()).as("the third run finds nothing")
                    .filteredOn(line -> line.contains("resumes the session of an earlier process")).singleElement()
                    .asString().contains("(channel out)");
        }
    }

    private void assertGoesOut(String store, String... payloads) {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept(true);
            connection.serve();
        })) {
            start(broker.port(), store);
            assertThat(payloads(broker, payloads.length)).containsExactly(payloads);
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
