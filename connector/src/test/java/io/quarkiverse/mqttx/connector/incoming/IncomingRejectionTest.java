package io.quarkiverse.mqttx.connector.incoming;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.incoming;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.publisher;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.subscribe;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.texts;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.ack;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.delivering;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.flush;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.grant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/** What the broker hears of messages that are rejected: by a check of their payload, or by a failure strategy. */
@Tag("broker")
class IncomingRejectionTest {

    /** Payload format indicator 1: UTF-8 text. */
    private static final String SAID_TO_BE_TEXT = "01 01";
    private static final byte[] NO_TEXT = { 'a', (byte) 0xC3, (byte) 0x28 };
    private static final byte[] TEXT = "grün und lang genug".getBytes(StandardCharsets.UTF_8);

    /** Says no to every message, and tells the broker why. */
    private static final MqttFailureHandler.Factory REJECTING = context -> (message, reason, metadata) -> Uni.createFrom()
            .completionStage(message.reject(0x83, reason.getMessage()));

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    @Test
    void textThatIsNoUtf8NeverReachesTheApplication() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 1, 2);
            publish(conversation, SAID_TO_BE_TEXT, 1, 1, NO_TEXT);
            publish(conversation, SAID_TO_BE_TEXT, 2, 2, NO_TEXT);
            publish(conversation, SAID_TO_BE_TEXT, 0, 0, NO_TEXT);
            publish(conversation, SAID_TO_BE_TEXT, 1, 3, TEXT);
            publish(conversation, "01 00", 0, 0, NO_TEXT);
            publish(conversation, "", 0, 0, NO_TEXT);
            conversation.serve();
        })) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 2).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10).awaitItems(3, PATIENCE);
            assertThat(subscriber.getItems().get(0).getPayload()).isEqualTo(TEXT);
            ack(subscriber.getItems().get(0));
            flush(client);
            assertThat(answers(broker, "PUBACK")).satisfiesExactly(
                    rejected -> assertThat(rejected).startsWith("00 01 99").contains(hex("UTF-8")),
                    taken -> assertThat(taken).isEqualTo("00 03"));
            assertThat(answers(broker, "PUBREC")).singleElement().asString().startsWith("00 02 99");
            assertThat(channel.malformed()).isEqualTo(3);
            assertThat(channel.health()).isEqualTo(ChannelHealth.ok("in"));
        }
    }

    @Test
    void whatThePublisherSaysIsNotCheckedWhereThatIsSwitchedOff() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 1, 1);
            publish(conversation, SAID_TO_BE_TEXT, 1, 1, NO_TEXT);
            conversation.serve();
        })) {
            IncomingChannel channel = incoming("in", "t", 1).withoutPayloadCheck().on(fixture.client(broker));
            subscribe(channel, 10).awaitItems(1, PATIENCE);
            assertThat(channel.malformed()).isZero();
        }
    }

    @Test
    void aMessageOfTwoChannelsIsRejectedWhenBothHaveAnswered() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 2, 1);
            publish(conversation, SAID_TO_BE_TEXT, 1, 1, NO_TEXT);
            conversation.serve();
        })) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel checked = incoming("checked", "t", 1).on(client);
            IncomingChannel unchecked = incoming("unchecked", "+", 1).withoutPayloadCheck().on(client);
            AssertSubscriber<Message<?>> first = AssertSubscriber.create(10);
            AssertSubscriber<Message<?>> second = AssertSubscriber.create(10);
            client.context().runOnContext(v -> {
                publisher(checked).subscribe(first);
                publisher(unchecked).subscribe(second);
            });
            second.awaitItems(1, PATIENCE);
            flush(client);
            assertThat(answers(broker, "PUBACK")).isEmpty();
            ack(second.getItems().get(0));
            flush(client);
            assertThat(answers(broker, "PUBACK")).singleElement().asString().startsWith("00 01 99");
            assertThat(first.getItems()).isEmpty();
        }
    }

    @Test
    void aFailureStrategyCanRejectAMessage() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 1).strategy(REJECTING).on(client);
            List<Message<?>> messages = subscribe(channel, 2).awaitItems(2, PATIENCE).getItems();
            nack(messages.get(1));
            ack(messages.get(0));
            flush(client);
            assertThat(answers(broker, "PUBACK")).satisfiesExactly(taken -> assertThat(taken).isEqualTo("00 01"),
                    rejected -> assertThat(rejected).startsWith("00 02 83").contains(hex("bad")));
            assertThat(channel.processing()).isZero();
        }
    }

    @Test
    void ofABroadcastMessageTheBrokerHearsOnceAllConsumersHaveAnswered() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 1).broadcast().strategy(REJECTING).on(client);
            ChannelPublisher publisher = publisher(channel);
            AssertSubscriber<Message<?>> first = AssertSubscriber.create(1);
            AssertSubscriber<Message<?>> second = AssertSubscriber.create(1);
            client.context().runOnContext(v -> {
                publisher.subscribe(first);
                publisher.subscribe(second);
            });
            nack(first.awaitItems(1, PATIENCE).getItems().get(0));
            flush(client);
            assertThat(answers(broker, "PUBACK")).isEmpty();
            ack(second.awaitItems(1, PATIENCE).getItems().get(0));
            flush(client);
            assertThat(answers(broker, "PUBACK")).singleElement().asString().startsWith("00 01 83");
        }
    }

    @Test
    void whereTheBrokerCannotBeToldTheStrategyHearsOfIt() throws Exception {
        try (ScriptedBroker broker = delivering(1, 0, "t a")) {
            MqttFailureHandler.Factory asking = context -> (message, reason, metadata) -> message.isRejectable()
                    ? Uni.createFrom().failure(new AssertionError("at QoS 0 nobody waits for an answer"))
                    : Uni.createFrom().completionStage(message.reject(0x80, null));
            IncomingChannel channel = incoming("in", "t", 0).strategy(asking).on(fixture.client(broker));
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 2).awaitItems(1, PATIENCE);
            assertThat(texts(subscriber)).containsExactly("a");
            CompletableFuture<Void> nacked = subscriber.getItems().get(0).nack(new IllegalStateException("bad"))
                    .toCompletableFuture();
            assertThat(nacked).failsWithin(PATIENCE).withThrowableThat().withMessageContaining("isRejectable()");
        }
    }

    @Test
    void codesThatSayNothingOfAMessageAreRefusedAtOnce() {
        try (ScriptedBroker broker = delivering(1, 1, "t a")) {
            IncomingChannel channel = incoming("in", "t", 1).on(fixture.client(broker));
            IncomingMqttMessage message = (IncomingMqttMessage) subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0);
            assertThatThrownBy(() -> message.reject(0x8E, null)).hasMessageContaining("0x8E Session taken over");
        }
    }

    private static void nack(Message<?> message) throws Exception {
        message.nack(new IllegalStateException("bad")).toCompletableFuture().get();
    }

    private static void publish(Conversation conversation, String properties, int qos, int packetId, byte[] payload)
            throws Exception {
        conversation.send(Packets.publish5(properties, "t", qos, packetId, payload));
    }

    /** What stands behind the fixed header. */
    private static List<String> answers(ScriptedBroker broker, String type) {
        return broker.received(type).stream().map(RawPacket::hex).map(hex -> hex.substring("40 02 ".length())).toList();
    }

    private static String hex(String text) {
        StringBuilder hex = new StringBuilder();
        for (byte character : text.getBytes(StandardCharsets.UTF_8)) {
            hex.append(hex.isEmpty() ? "" : " ").append(String.format("%02X", character));
        }
        return hex.toString();
    }
}
