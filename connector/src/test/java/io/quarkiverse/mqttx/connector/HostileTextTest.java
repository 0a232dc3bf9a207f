package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;

/**
 * A broker that writes into every text of every packet what would forge a line of the log, command a terminal or turn the
 * direction of writing: none of it gets into a log record, a health check, an event or an exception.
 */
@Tag("broker")
class HostileTextTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** What follows the line break must not begin a line anywhere. */
    private static final String FORGED = "2026-01-01 ERROR forged";
    private static final String EVIL = "evil\u001B[31m\r\n" + FORGED + "\u202E\u0085\u2028";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Handler everything = new Handler() {
        private final PatternFormatter formatter = new PatternFormatter("%p %c %s%e");

        @Override
        public void publish(LogRecord logged) {
            // what Reactive Messaging says of an exception that the application has made of such text is not ours
            if (!logged.getLoggerName().startsWith("io.smallrye")) {
                seen.add(formatter.format(logged));
            }
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };
    private final Logger root = Logger.getLogger("");
    private final Logger ours = Logger.getLogger("io.quarkiverse.mqttx");
    private Level before;
    private TestApplication application;

    @ApplicationScoped
    static class Application {

        static final List<String> events = new CopyOnWriteArrayList<>();

        @Incoming("numbers")
        void number(int number) {
        }

        @Incoming("texts")
        void text(String text) {
            throw new IllegalStateException("cannot do with " + text);
        }

        @Incoming("dead")
        void dead(String text) {
            throw new IllegalStateException("cannot do with " + text, new IllegalArgumentException(text));
        }

        @Incoming("stops")
        void stops(String text) {
            throw new IllegalStateException("cannot do with " + text);
        }

        void observe(@Observes ConnectionEvent event) {
            events.add(event.toString());
        }
    }

    @BeforeEach
    void listen() {
        Application.events.clear();
        before = ours.getLevel();
        ours.setLevel(Level.ALL);
        root.addHandler(everything);
    }

    @AfterEach
    void end() {
        if (application != null) {
            application.close();
        }
        root.removeHandler(everything);
        ours.setLevel(before);
    }

    private static String property(int id, String... texts) {
        StringBuilder hex = new StringBuilder(HexFormat.of().toHexDigits((byte) id));
        for (String text : texts) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            hex.append(HexFormat.of().toHexDigits((short) utf8.length)).append(HexFormat.of().formatHex(utf8));
        }
        return hex.toString();
    }

    private static byte[] properties(String... properties) {
        byte[] bytes = HexFormat.of().parseHex(String.join("", properties));
        return concat(bytes.length < 128 ? new byte[] { (byte) bytes.length }
                : new byte[] { (byte) (bytes.length & 0x7F | 0x80), (byte) (bytes.length >> 7) }, bytes);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    private static byte[] id(int packetId, int... code) {
        byte[] bytes = new byte[2 + code.length];
        bytes[0] = (byte) (packetId >> 8);
        bytes[1] = (byte) packetId;
        for (int i = 0; i < code.length; i++) {
            bytes[2 + i] = (byte) code[i];
        }
        return bytes;
    }

    private static final String REASON = property(0x1F, EVIL);
    private static final String USER = property(0x26, EVIL, EVIL);
    private static final byte[] BOTH = properties(REASON, USER);

    private static byte[] message(String topic, int qos, int packetId, String payload) {
        return Packets.packet(0x30 | qos << 1, new byte[] { 0, (byte) topic.getBytes(StandardCharsets.UTF_8).length },
                topic.getBytes(StandardCharsets.UTF_8), qos == 0 ? new byte[0] : id(packetId),
                properties(property(0x03, EVIL), property(0x08, EVIL), USER, "0101"), payload.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatABrokerWritesNeverGetsIntoLogHealthEventsOrExceptionsAsItIs() {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection
                    .send(Packets.packet(0x20, new byte[] { 0, (byte) 0x9C }, properties(REASON, USER, property(0x1C, EVIL))));
            connection.close();
        }, connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.packet(0x20, new byte[] { 0, 0 },
                    properties(REASON, USER, property(0x12, "id" + EVIL), property(0x1A, EVIL))));
            for (int i = 0; i < 5; i++) {
                var subscribe = connection.skipTo("SUBSCRIBE");
                // the last one is refused
                connection.send(Packets.packet(0x90, id(subscribe.packetId()), BOTH,
                        i == 4 ? new byte[] { (byte) 0x87 } : new byte[] { 1 }));
            }
            connection.send(message("numbers/" + EVIL, 1, 1, "1" + EVIL));
            connection.send(message("texts/" + EVIL, 1, 2, EVIL));
            connection.send(message("nobody/" + EVIL, 1, 3, EVIL));
            connection.send(message("dead/" + EVIL, 1, 4, EVIL));
            connection.send(Packets.packet(0x32, new byte[] { 0, 7 }, "numbers".getBytes(StandardCharsets.UTF_8), id(5),
                    properties("0101"), new byte[] { (byte) 0xFF }));
            var deadLetter = connection.skipTo("PUBLISH");
            connection.send(Packets.packet(0x40, id(deadLetter.packetId(), 0x87), BOTH));
            var sent = connection.skipTo("PUBLISH");
            connection.send(Packets.packet(0x40, id(sent.packetId(), 0x87), BOTH));
            connection.send(message("stops/" + EVIL, 1, 6, EVIL));
            connection.skipTo("PUBACK");
            connection.skipTo("PINGREQ");
            connection.send(Packets.packet(0xE0, new byte[] { (byte) 0x9D }, properties(REASON, USER, property(0x1C, EVIL))));
            connection.close();
        }, connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.packet(0x20, new byte[] { 0, 0 }, properties()));
            // a topic with a wildcard is malformed, and quoted
            connection.send(message("#" + EVIL, 0, 0, EVIL));
            connection.silence();
        })) {
            application = new TestApplication(broker.host(), broker.port()).beans(Application.class)
                    .connector("reconnect-interval-seconds", "0").connector("trace", "payload:64")
                    .connector("keep-alive-seconds", "1")
                    .connector("client-id", "hostile").connector("validate-payload-format", "true").connector("qos", "1")
                    .incoming("numbers", "topic", "numbers/#", "failure-strategy", "ignore")
                    .incoming("texts", "topic", "texts/#", "failure-strategy", "reject")
                    .incoming("dead", "topic", "dead/#", "failure-strategy", "dead-letter-topic,ignore")
                    .incoming("stops", "topic", "stops/#").start();
            MqttClient client = application.mqttClient("numbers");
            client.subscribe("refused/#", 1, message -> {
            })
                    .subscribe().with(subscription -> {
                    }, this::see);
            client.publish("plain", "x", 1).subscribe().with(done -> {
            }, this::see);
            await().atMost(PATIENCE).untilAsserted(() -> {
                look();
                assertThat(broker.connections()).as(() -> String.join("\n", seen)).isGreaterThanOrEqualTo(4);
            });
            look();
            seen.addAll(Application.events);
            assertThat(seen).as("the text was shown at all").anyMatch(text -> text.contains("forged"));
            assertThat(String.join("\n", seen)).contains("evil\\u001b[31m\\r\\n" + FORGED + "\\u202e\\u0085\\u2028")
                    .doesNotContain("\u001B", "\r", "\n" + FORGED, "\u202E", "\u0085", "\u2028");
        }
    }

    private void see(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        seen.add(text.toString());
    }

    private void look() {
        seen.add(application.connector().getReadiness().getChannels().toString());
        seen.add(application.connector().getLiveness().getChannels().toString());
        application.connector().getReadiness().getChannels().forEach(channel -> seen.add(String.valueOf(channel.getMessage())));
        application.connector().getLiveness().getChannels().forEach(channel -> seen.add(String.valueOf(channel.getMessage())));
    }
}
