package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.mqttx.api.MessageKeptException;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.SmallDisk;

/** A real disk that is full while messages are acked as soon as they are stored. */
@Tag("broker")
class SessionStoreOnFullDiskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FULL = "the session store cannot be written";
    private static final String FILLING = "x".repeat(64 * 1024);

    @TempDir
    Path directory;
    private SmallDisk disk;
    private TestApplication application;
    private final List<CompletableFuture<Void>> sent = new ArrayList<>();

    @BeforeEach
    void mount() throws IOException {
        disk = SmallDisk.mount(Files.createDirectory(directory.resolve("small")), 2048);
        disk.occupy(1024);
    }

    @AfterEach
    void unmount() {
        try {
            if (application != null) {
                application.close();
            }
        } finally {
            if (disk != null) {
                disk.close();
            }
        }
    }

    @Test
    void allGoesOnByItselfWhenThereIsRoomAgain() throws Exception {
        try (ScriptedBroker broker = brokerThatAnswersFromTheSecondConnectionOn()) {
            start(broker.port(), disk.directory());
            fill();
            assertThat(health()).contains("channel='out'", disk.directory().toString(), "No space left on device", "make room");
            List<String> acked = acked();
            assertThat(acked).isNotEmpty().hasSizeLessThan(sent.size());
            assertThat(broker.connections()).as("nothing goes out that is not durable").isEqualTo(1);

            disk.makeRoom();
            await().atMost(PATIENCE).until(() -> acked().size() == sent.size());
            await().atMost(PATIENCE).untilAsserted(
                    () -> assertThat(numbers(broker.received("PUBLISH").stream().filter(packet -> packet.connection() > 1)
                            .toList())).isEqualTo(IntStream.range(0, sent.size()).mapToObj(Integer::toString).toList()));
        }
    }

    @Test
    void afterARestartOnALargerDiskWhatWasAckedGoesOutAndNothingElse() throws Exception {
        List<String> acked;
        try (ScriptedBroker broker = brokerThatAnswersFromTheSecondConnectionOn()) {
            start(broker.port(), disk.directory());
            fill();
            application.close();
            await().atMost(PATIENCE).until(() -> sent.stream().allMatch(CompletableFuture::isDone));
            acked = acked();
            assertThat(acked).hasSizeLessThan(sent.size());
            assertThat(sent).filteredOn(CompletableFuture::isCompletedExceptionally)
                    .allSatisfy(lost -> assertThat(lost.handle((done, failure) -> failure).join())
                            .as("it is not kept, and is not said to be").isNotInstanceOf(MessageKeptException.class));
        }
        Path larger = Files.createDirectory(directory.resolve("larger"));
        try (var files = Files.list(disk.directory())) {
            for (Path file : files.filter(file -> file.toString().endsWith(".mqtt-session")).toList()) {
                Files.copy(file, larger.resolve(file.getFileName()));
            }
        }
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept(true);
            connection.serve();
        })) {
            start(broker.port(), larger);
            sent.clear();
            send(4711);
            await().atMost(PATIENCE).until(() -> numbers(broker.received("PUBLISH")).contains("4711"));
            acked.add("4711");
            assertThat(numbers(broker.received("PUBLISH"))).isEqualTo(acked);
        }
    }

    private static ScriptedBroker brokerThatAnswersFromTheSecondConnectionOn() {
        return ScriptedBroker.start(connection -> {
            connection.accept();
            connection.silence();
        }, connection -> {
            connection.accept(true);
            connection.serve();
        });
    }

    /** Sends until the store says that it is full, and then some. */
    private void fill() {
        for (int i = 0; !health().contains(FULL); i++) {
            assertThat(i).as("messages that were acked on a small disk").isLessThan(1000);
            CompletableFuture<Void> message = send(i);
            await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE)
                    .until(() -> message.isDone() || health().contains(FULL));
        }
        for (int i = 0; i < 3; i++) {
            send(sent.size());
        }
    }

    private CompletableFuture<Void> send(int number) {
        CompletableFuture<Void> message = application.get(SessionStoreTest.Sender.class).send(number + " " + FILLING)
                .toCompletableFuture();
        sent.add(message);
        return message;
    }

    private List<String> acked() {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            if (sent.get(i).isDone() && !sent.get(i).isCompletedExceptionally()) {
                numbers.add(Integer.toString(i));
            }
        }
        return numbers;
    }

    private static List<String> numbers(List<RawPacket> packets) {
        return packets.stream().map(packet -> new String(packet.payload())).map(text -> text.substring(0, text.indexOf(' ')))
                .toList();
    }

    private String health() {
        return application.connector().getReadiness().getChannels().toString();
    }

    private void start(int port, Path store) {
        application = new TestApplication("localhost", port).beans(SessionStoreTest.Sender.class)
                .outgoing("out", "ack-strategy", "on-store", "send-queue-max-messages", "5000").connector("qos", "1")
                .connector("session-store", "file").connector("session-store-path", store.toString())
                .connector("client-id", "me").connector("auto-clean-session", "false")
                .connector("shutdown-timeout-seconds", "0").connector("reconnect-interval-seconds", "0").start();
    }
}
