package io.quarkiverse.mqttx.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.ScriptedBroker.Script;

/**
 * A broker that breaks the rules: the application sees nothing of it. The connection ends with the right DISCONNECT, or just
 * ends before MQTT 5, the next one works, the channel lives, and nothing is logged as an error.
 */
@Tag("broker")
class WhateverTheBrokerSendsTest {

    private static final int MAX_MESSAGE_SIZE = 1_000;

    private final LogCapture log = new LogCapture(Level.INFO);
    private TestApplication application;

    @BeforeEach
    void forget() {
        Consumer.received.clear();
    }

    @AfterEach
    void end() {
        application.close();
        log.close();
    }

    @ApplicationScoped
    static class Consumer {
        static final List<String> received = new CopyOnWriteArrayList<>();

        @Incoming("in")
        CompletionStage<Void> consume(Message<String> message) {
            received.add(message.getPayload());
            return message.ack();
        }
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                arguments("random bytes", "FF FF FF FF FF FF FF FF", 0x81),
                arguments("a packet of type 0", "00 00", 0x81),
                arguments("a length of five bytes", "30 80 80 80 80 01", 0x81),
                arguments("PUBLISH at QoS 3", "36 07 00 02 69 6E 00 01 00", 0x81),
                arguments("PUBLISH larger than max-message-size", "30 E9 07", 0x95),
                arguments("PUBLISH larger than anything", "30 FF FF FF 7F", 0x95),
                arguments("PUBLISH with packet identifier 0", "32 07 00 02 69 6E 00 00 00", 0x82),
                arguments("PUBLISH to a topic that is not UTF-8", "30 05 00 02 C3 28 00", 0x81),
                arguments("PUBLISH to a wildcard", "30 06 00 03 61 2F 23 00", 0x90),
                arguments("PUBLISH without a topic", "30 03 00 00 00", 0x82),
                arguments("PUBLISH with a topic alias nobody allowed", "30 08 00 02 69 6E 03 23 00 01", 0x94),
                arguments("PUBLISH with a property twice", "30 09 00 02 69 6E 04 01 00 01 00", 0x82),
                arguments("PUBLISH whose topic is longer than the packet", "30 04 00 20 69 6E", 0x81),
                arguments("PUBACK without a packet identifier", "40 01 00", 0x81),
                arguments("PUBREL with wrong flags", "60 02 00 01", 0x81),
                arguments("a second CONNACK", "20 03 00 00 00", 0x82),
                arguments("CONNECT", "10 0D 00 04 4D 51 54 54 05 00 00 00 00 00 00", 0x82),
                arguments("SUBSCRIBE", "82 07 00 01 00 00 01 61 00", 0x82),
                arguments("PINGREQ", "C0 00", 0x82));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonsense")
    void nonsenseEndsTheConnectionWithTheRightReason(String what, String bytes, int reasonCode) {
        recoversFrom("5", conversation -> {
            conversation.accept();
            conversation.grant(1);
            conversation.send(bytes);
            assertThat(disconnectCode(conversation)).isEqualTo(reasonCode);
            conversation.expectClose();
        });
    }

    /** Whatever it was in MQTT 5: before, a client that sends DISCONNECT would say that all is well. */
    @ParameterizedTest
    @ValueSource(strings = { "FF FF FF FF FF FF", "36 07 00 02 69 6E 00 01 00", "30 E9 07", "30 FF FF FF 7F", "30 02 00 00",
            "20 02 00 00", "E0 00" })
    void before5NonsenseJustEndsTheConnection(String bytes) {
        recoversFrom("3.1.1", conversation -> {
            conversation.accept();
            conversation.grant(1);
            conversation.send(bytes);
            conversation.expectClose();
        });
        assertThat(log.lines("WARN")).filteredOn(line -> line.contains("lost the connection")).hasSize(1);
    }

    /** What it says of the filter that was asked for is plain. */
    @Test
    void aSubAckWithTooManyCodesGrantsWhatWasAskedFor() {
        worksOnOneConnection(conversation -> {
            conversation.accept();
            conversation.grant(1, 1);
        });
    }

    /** A code that does not exist, or none, grants nothing: the channel says so, and the connection is as good as before. */
    @ParameterizedTest
    @ValueSource(strings = { "90 04 00 01 00 7F", "90 03 00 01 00" })
    void aSubAckThatDoesNotGrantLeavesTheChannelNotReady(String subAck) {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            conversation.expect("SUBSCRIBE");
            conversation.send(subAck);
            conversation.serve();
        })) {
            start("5", broker);
            Patience.eventually().untilAsserted(() -> assertThat(log.lines("ERROR")).singleElement().asString()
                    .contains("Channel 'in'", "subscription to 'in' refused"));
            assertThat(Patience.whyNotReady(application, "in")).contains("refused");
            Patience.assertAlive(application);
            assertThat(broker.connections()).isEqualTo(1);
            application.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "E0 01 8B", "E0 02 8B 00", "E0 00", "E0 01 7F" })
    void theBrokerDisconnects(String disconnect) {
        recoversFrom("5", conversation -> {
            conversation.accept();
            conversation.grant(1);
            conversation.send(disconnect);
            conversation.expectClose();
        });
    }

    @Test
    void theBrokerClosesAfterConnAck() {
        recoversFrom("5", conversation -> {
            conversation.accept();
            conversation.close();
        });
    }

    @Test
    void theBrokerResetsInTheMiddleOfAPacket() {
        recoversFrom("5", conversation -> {
            conversation.accept();
            conversation.grant(1);
            conversation.send("32 20 00 02 69");
            conversation.reset();
        });
    }

    @Test
    void theBrokerSendsSomethingElseThanConnAck() {
        recoversFrom("5", conversation -> {
            conversation.expect("CONNECT");
            conversation.send("D0 00");
            conversation.expectClose();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "20 03 00 97 00", "20 03 00 88 00", "20 03 00 9F 00", "20 03 00 55 00" })
    void theBrokerRefusesForNow(String connAck) {
        recoversFrom("5", conversation -> {
            conversation.expect("CONNECT");
            conversation.send(connAck);
            conversation.expectClose();
        });
    }

    @Test
    void theBrokerClaimsASessionThatItWasToldToDiscard() {
        recoversFrom("5", conversation -> {
            conversation.accept(true);
            conversation.expectClose();
        });
    }

    /** Acknowledgements that nobody waits for are what a broker sends after a lost connection: no reason to break it again. */
    @Test
    void answersThatNobodyWaitsForAreHarmless() {
        worksOnOneConnection(conversation -> {
            conversation.accept();
            conversation.grant(1);
            conversation.send("40 02 00 09 50 02 00 0A 70 02 00 0B 62 02 00 0C D0 00");
            conversation.send("90 04 00 0D 00 00 90 03 00 01 00 B0 04 00 0E 00 00 B0 02 00 0F");
            assertThat(conversation.expect("PUBREL").bytes()).endsWith(0x00, 0x0A, 0x92);
            assertThat(conversation.expect("PUBCOMP").bytes()).endsWith(0x00, 0x0C, 0x92);
        });
    }

    private void worksOnOneConnection(Script first) {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            first.run(conversation);
            works(conversation);
        })) {
            start("5", broker);
            assertWorks(broker);
            assertThat(broker.connections()).isEqualTo(1);
            application.close();
        }
    }

    private static int disconnectCode(Conversation conversation) throws Exception {
        byte[] bytes = conversation.expect("DISCONNECT").bytes();
        return bytes[bytes[1] < 0 ? 3 : 2] & 0xFF; // a length of 128 or more takes two bytes
    }

    private void recoversFrom(String version, Script evil) {
        try (ScriptedBroker broker = ScriptedBroker.start(evil, conversation -> {
            conversation.accept();
            conversation.grant(1);
            works(conversation);
        })) {
            start(version, broker);
            assertWorks(broker);
            application.close();
        }
    }

    private void start(String version, ScriptedBroker broker) {
        application = new TestApplication(broker.host(), broker.port()).beans(Consumer.class)
                .incoming("in", "qos", "1", "receive-maximum", "2", "max-message-size", Integer.toString(MAX_MESSAGE_SIZE))
                .connector("version", version).connector("reconnect-interval-seconds", "0")
                .connector("reconnect-max-interval-seconds", "1").start();
    }

    private static void works(Conversation conversation) throws Exception {
        conversation.publish("in", 1, 7, "alive");
        RawPacket answer = conversation.expect("PUBACK");
        assertThat(answer.packetId()).isEqualTo(7);
        conversation.serve();
    }

    private void assertWorks(ScriptedBroker broker) {
        broker.awaitReceived("PUBACK", 1);
        assertThat(Consumer.received).contains("alive");
        Patience.assertAlive(application);
        Patience.assertReady(application);
        assertThat(log.lines("ERROR")).isEmpty();
    }
}
