package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawClient;

/** What a publisher may send through any broker does not end a JVM with a heap of the size that containers have. */
@Tag("broker")
class SmallHeapTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path directory;
    private Process process;

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Takes messages and says so; ends by a signal. */
    public static final class Application {

        @ApplicationScoped
        static class Consumer {

            @Incoming("in")
            CompletionStage<Void> take(Message<byte[]> message) {
                IncomingMqttMetadata metadata = message.getMetadata(IncomingMqttMetadata.class).orElseThrow();
                Optional<String> last = metadata.getUserProperty("last");
                String many;
                try {
                    many = metadata.getUserProperties().size() + " properties";
                } catch (IllegalStateException tooMany) {
                    many = tooMany.getMessage();
                }
                System.out
                        .println("took " + new String(message.getPayload(), StandardCharsets.UTF_8) + ": " + many + ", last is "
                                + last.orElse("missing"));
                return message.ack();
            }
        }

        /** @param args host and port */
        public static void main(String[] args) throws InterruptedException {
            try (TestApplication application = new TestApplication(args[0], Integer.parseInt(args[1])).beans(Consumer.class)
                    .connector("client-id", "small").connector("auto-clean-session", "false")
                    .incoming("in", "topic", "t", "qos", "1").start()) {
                Thread.currentThread().join();
            }
        }
    }

    @Test
    void fifteenMegabytesOfUserPropertiesAreDeliveredIn256MebibytesAndNotReadAsObjects() throws Exception {
        MosquittoBroker.assumeInstalled();
        try (MosquittoBroker broker = new MosquittoBroker()) {
            broker.start();
            Path log = start("-Xmx256m", broker.host(), broker.port());
            try (RawClient publisher = RawClient.to(broker, ProtocolVersion.V5)) {
                publisher.connect("publisher", true, null, null, "");
                publisher.send(publish("large", 15_000_000)).next();
                publisher.send(Packets.publish(ProtocolVersion.V5, "t", 1, 2, "small".getBytes(StandardCharsets.UTF_8))).next();
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(Files.readString(log))
                    .contains("took large: channel 'in': a message on topic 't' has 300000", "last is found")
                    .contains("took small: 0 properties"));
            assertThat(process.isAlive()).isTrue();
        }
    }

    /** As many user properties as that makes, each empty, and one more. */
    private static byte[] publish(String payload, int bytes) {
        byte[] properties = new byte[bytes + 14];
        for (int i = 0; i < bytes; i += 5) {
            properties[i] = 0x26;
        }
        System.arraycopy(new byte[] { 0x26, 0, 4, 'l', 'a', 's', 't', 0, 5, 'f', 'o', 'u', 'n', 'd' }, 0, properties, bytes,
                14);
        int length = properties.length;
        return Packets.packet(0x32,
                new byte[] { 0, 1, 't', 0, 1, (byte) (length & 0x7F | 0x80), (byte) (length >> 7 & 0x7F | 0x80),
                        (byte) (length >> 14 & 0x7F | 0x80), (byte) (length >> 21) },
                properties,
                payload.getBytes(StandardCharsets.UTF_8));
    }

    private Path start(String heap, String host, int port) throws IOException {
        Path log = directory.resolve("application.log");
        process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Application.class.getName(), host, Integer.toString(port)).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(process.isAlive()).as(() -> read(log)).isTrue();
            assertThat(log).content().contains("connected to");
        });
        return log;
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
