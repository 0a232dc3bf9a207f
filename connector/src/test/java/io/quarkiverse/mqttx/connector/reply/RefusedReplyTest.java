package io.quarkiverse.mqttx.connector.reply;

import static io.quarkiverse.mqttx.connector.reply.Calculator.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.logging.Level;

import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.connector.reply.Calculator.Adder;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.TestBroker;

/** A requester that wants its reply where nobody can publish gets none, and nobody else notices. */
@Tag("broker")
class RefusedReplyTest {

    private static final byte[] QUESTION = "{\"a\":1,\"b\":2}".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(strings = { "$SYS/x", "$share/g/x", "a/#", "a/+/b", "to/\nme" })
    void aReplyToWhereNothingCanBePublishedIsDropped(String responseTopic) throws Exception {
        answersTheNextOne(request(responseTopic.getBytes(StandardCharsets.UTF_8), 7), "", 0x00);
    }

    @Test
    void aReplyToAnEmptyTopicIsDropped() throws Exception {
        answersTheNextOne(request(new byte[0], 7), "", 0x00);
    }

    @Test
    void soItIsWhereTheTopicOfTheRequestSaysIt() throws Exception {
        answersTheNextOne(Packets.publish5("", "sum/reply-to/$SYS/x", 1, 7, QUESTION), "", 0x00);
    }

    @Test
    void aReplyThatIsTooLargeWithTheTopicOfItsRequesterIsDropped() throws Exception {
        answersTheNextOne(request("x".repeat(200).getBytes(StandardCharsets.UTF_8), 7), "27 00 00 00 80", 0x00);
    }

    @ParameterizedTest
    @ValueSource(ints = { 0x80, 0x83, 0x87, 0x90, 0x97 })
    void aReplyThatTheBrokerRefusesIsDropped(int code) throws Exception {
        answersTheNextOne(request("forbidden".getBytes(StandardCharsets.UTF_8), 7), "", code);
    }

    /** @param code the answer to the reply; 0 where none is sent */
    private static void answersTheNextOne(byte[] bad, String connAckProperties, int code) throws Exception {
        try (LogCapture log = new LogCapture(Level.WARNING);
                ScriptedBroker broker = ScriptedBroker.start(conversation -> {
                    begin(conversation, connAckProperties);
                    conversation.send(bad);
                    if (code != 0) {
                        conversation.send(Packets.pubAck(conversation.expect("PUBLISH").packetId(), code));
                    }
                    assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(7);
                    conversation.send(request("to/me".getBytes(StandardCharsets.UTF_8), 8));
                    RawPacket reply = conversation.expect("PUBLISH");
                    assertThat(reply.topic()).isEqualTo("to/me");
                    conversation.send(Packets.pubAck(reply.packetId()));
                    conversation.serve();
                });
                TestApplication application = new TestApplication(broker.host(), broker.port())) {
            answering(application, Adder.class).start();
            broker.awaitReceived("PUBLISH", code == 0 ? 1 : 2);
            assertThat(log.lines("WARN")).singleElement().asString()
                    .contains("Channel 'answers' drops a reply that cannot be sent", "So far: 1").doesNotContain("\n");
            assertThat(application.connector().getLiveness().isOk()).isTrue();
        }
    }

    /** The broker may have ended the connection with the refusal, and so have missed the acknowledgement. */
    @Test
    void aReplyThatTheBrokerRefusedIsNotTriedAgainWhenItsRequestComesAgain() {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            begin(conversation, "");
            conversation.send(request("forbidden".getBytes(StandardCharsets.UTF_8), 7));
            conversation.send(Packets.pubAck(conversation.expect("PUBLISH").packetId(), 0x87));
            assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(7);
            conversation.send(again(request("forbidden".getBytes(StandardCharsets.UTF_8), 7)));
            assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(7);
            conversation.send(request("forbidden".getBytes(StandardCharsets.UTF_8), 8));
            assertThat(conversation.expect("PUBLISH").topic()).isEqualTo("forbidden");
        }); TestApplication application = new TestApplication(broker.host(), broker.port())) {
            answering(application, Adder.class, "shutdown-timeout-seconds", "0").start();
            broker.awaitScripts();
        }
    }

    /** A broker that ends the connection because of the reply reads nothing behind it. */
    @Test
    void aRequestThatComesAgainIsAcknowledgedBeforeAReplyAtQos0() {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            begin(conversation, "");
            conversation.send(again(request("to/me".getBytes(StandardCharsets.UTF_8), 7)));
            assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(7);
            assertThat(conversation.expect("PUBLISH").topic()).isEqualTo("to/me");
            conversation.serve();
        }); TestApplication application = new TestApplication(broker.host(), broker.port())) {
            answering(application, Adder.class).outgoing("answers", "qos", "0").start();
            broker.awaitReceived("PUBLISH", 1);
        }
    }

    private static byte[] again(byte[] publish) {
        publish[0] |= 0x08;
        return publish;
    }

    @Test
    void aReplyAtAQosThatTheBrokerDoesNotTakeIsAMatterOfTheReplier() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            begin(conversation, "24 01");
            conversation.send(request("to/me".getBytes(StandardCharsets.UTF_8), 7));
            conversation.serve();
        }); TestApplication application = new TestApplication(broker.host(), broker.port())) {
            answering(application, Adder.class, "shutdown-timeout-seconds", "0").outgoing("answers", "qos", "2").start();
            await().atMost(Calculator.PATIENCE).until(() -> !application.connector().getLiveness().isOk());
        }
    }

    @Test
    void onlyAllowedTopicsGetReplies() {
        try (TestBroker broker = new ArtemisBroker().start();
                TestApplication application = new TestApplication(broker);
                ReferenceClient outside = ReferenceClient.connect(broker).subscribe("#", 1);
                LogCapture log = new LogCapture(Level.WARNING)) {
            answering(application, Adder.class).outgoing("answers", "reply-allowed-topics", "reply/+/x, to/#", "topic", "other")
                    .start();
            await().atMost(Calculator.PATIENCE).until(() -> application.connector().getReadiness().isOk());
            for (String topic : List.of("elsewhere", "to/me", "reply/1/y", "reply/1/x")) {
                MqttProperties properties = new MqttProperties();
                properties.setResponseTopic(topic);
                outside.publish("sum", QUESTION, 1, false, properties);
            }
            outside.publish("sum/reply-to/nowhere", QUESTION, 1, false);
            outside.publish("sum/reply-to/to/you", QUESTION, 1, false);
            await().atMost(Calculator.PATIENCE)
                    .until(() -> outside.received().stream().anyMatch(message -> message.topic().equals("to/you")));
            assertThat(outside.received()).extracting(ReceivedMessage::topic).filteredOn(topic -> !topic.startsWith("sum"))
                    .containsExactlyInAnyOrder("to/me", "reply/1/x", "to/you");
            assertThat(log.lines("WARN")).singleElement().asString()
                    .contains("no filter of reply-allowed-topics matches the reply topic 'elsewhere'");
        }
    }

    private static void begin(Conversation conversation, String connAckProperties) throws Exception {
        conversation.expect("CONNECT");
        conversation.send(Packets.connAck5(false, 0, connAckProperties));
        conversation.grant(1);
    }

    private static byte[] request(byte[] responseTopic, int packetId) {
        HexFormat hex = HexFormat.of();
        return Packets.publish5("08" + hex.toHexDigits((short) responseTopic.length) + hex.formatHex(responseTopic), "sum", 1,
                packetId, QUESTION);
    }
}
