package io.quarkiverse.mqttx.connector.incoming;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.incoming;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.subscribe;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.ack;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.acknowledged;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.delivering;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.flush;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.grant;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.fault.Strategies;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/** What the broker is told of messages that the strategy {@code reject} deals with. */
@Tag("broker")
class RejectTest {

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    private static ChannelFixture.Incoming rejecting(int qos) {
        return incoming("in", "t", qos).strategy(Strategies.reject());
    }

    @Test
    void theBrokerGetsTheCodeInTurnAndTheClassOfTheException() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b")) {
            ReconnectingClient client = fixture.client(broker);
            List<Message<?>> messages = subscribe(rejecting(1).on(client), 2).awaitItems(2, PATIENCE).getItems();
            nack(messages.get(1));
            flush(client);
            assertThat(broker.received("PUBACK")).isEmpty();
            ack(messages.get(0));
            flush(client);
            assertThat(hex(broker.received("PUBACK").get(0))).isEqualTo("40 02 00 01");
            assertThat(hex(broker.received("PUBACK").get(1))).matches("40 .. 00 02 80 .*")
                    .contains(hex("java.lang.IllegalStateException")).doesNotContain(hex("secret"));
        }
    }

    @Test
    void atQos2ThatEndsTheExchange() throws Exception {
        try (ScriptedBroker broker = delivering(1, 2, "t a")) {
            ReconnectingClient client = fixture.client(broker);
            nack(subscribe(rejecting(2).on(client), 1).awaitItems(1, PATIENCE).getItems().get(0));
            flush(client);
            assertThat(hex(broker.received("PUBREC").get(0))).matches("50 .. 00 01 80 .*");
        }
    }

    @Test
    void whatCannotBeRejectedGoesToTheNextStrategy() throws Exception {
        try (ScriptedBroker broker = delivering(1, 0, "t a", "t b")) {
            IncomingChannel channel = incoming("in", "t", 0).strategy(Strategies.reject(), Strategies.ignore())
                    .on(fixture.client(broker));
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 1).awaitItems(1, PATIENCE);
            nack(subscriber.getItems().get(0));
            subscriber.request(1);
            subscriber.awaitItems(2, PATIENCE);
            assertThat(channel.health()).isEqualTo(ChannelHealth.ok("in"));
        }
    }

    @Test
    void beforeMqtt5TheChannelStopsWhereThereIsNoOther() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(
                Conversation::refuseMqtt5,
                conversation -> {
                    conversation.accept();
                    grant(conversation, 1, 1);
                    conversation.publish("t", 1, 1, "a");
                    conversation.serve();
                })) {
            ReconnectingClient client = fixture.client(broker);
            AssertSubscriber<Message<?>> subscriber = subscribe(rejecting(1).on(client), 1).awaitItems(1, PATIENCE);
            subscriber.getItems().get(0).nack(new IllegalStateException("secret"));
            subscriber.awaitFailure(PATIENCE).assertFailedWith(IllegalStateException.class, "secret");
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).isEmpty();
        }
    }

    private static void nack(Message<?> message) throws Exception {
        message.nack(new IllegalStateException("secret")).toCompletableFuture().get();
    }

    private static String hex(RawPacket packet) {
        return packet.hex();
    }

    private static String hex(String text) {
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
