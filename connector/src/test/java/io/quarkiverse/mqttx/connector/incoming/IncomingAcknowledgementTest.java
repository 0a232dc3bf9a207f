package io.quarkiverse.mqttx.connector.incoming;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.incoming;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.publisher;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.subscribe;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.ack;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.acknowledged;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.delivering;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.flush;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** What the broker hears about messages that the application acks or leaves alone: every packet is looked at. */
@Tag("broker")
class IncomingAcknowledgementTest {

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    @Test
    void acknowledgesWhatTheApplicationHasProcessedInReceiveOrder() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b", "t c")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 1).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10).awaitItems(3, PATIENCE);
            flush(client);
            assertThat(broker.received("PUBACK")).isEmpty();
            assertThat(channel.processing()).isEqualTo(3);

            ack(subscriber.getItems().get(1));
            flush(client);
            assertThat(broker.received("PUBACK")).isEmpty();
            ack(subscriber.getItems().get(0));
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1, 2);
            assertThat(channel.processing()).isEqualTo(1);
        }
    }

    @Test
    void answersQos2WhenTheApplicationHasProcessed() throws Exception {
        try (ScriptedBroker broker = delivering(1, 2, "t a")) {
            ReconnectingClient client = fixture.client(broker);
            AssertSubscriber<Message<?>> subscriber = subscribe(incoming("in", "t", 2).on(client), 1).awaitItems(1, PATIENCE);
            flush(client);
            assertThat(broker.received("PUBREC")).isEmpty();
            ack(subscriber.getItems().get(0));
            broker.awaitReceived("PUBREC", 1);
        }
    }

    @Test
    void takesTheFirstWordOfTheApplicationAndNoOther() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 1).on(client);
            Message<?> message = subscribe(channel, 2).awaitItems(2, PATIENCE).getItems().get(0);
            ack(message);
            ack(message);
            message.nack(new IllegalStateException("too late")).toCompletableFuture().get();
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1);
            assertThat(channel.processing()).isEqualTo(1);
            assertThat(channel.health().alive()).isTrue();
        }
    }

    @Test
    void completesTheAckOnTheContextOfTheMessage() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a")) {
            IncomingChannel channel = incoming("in", "t", 1).on(fixture.client(broker));
            ReceivedMessage message = (ReceivedMessage) subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0);
            CompletableFuture<Context> completedOn = new CompletableFuture<>();
            message.context.executeBlocking(() -> message.ack().thenRun(() -> completedOn.complete(Vertx.currentContext())));
            assertThat(completedOn.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isSameAs(message.context);
            broker.awaitReceived("PUBACK", 1);
        }
    }

    @Test
    void acknowledgesOnReceiptWhatTheApplicationTakesBeforeItIsProcessed() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b", "t c")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 1).acksOnReceipt().on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 2).awaitItems(2, PATIENCE);
            broker.awaitReceived("PUBACK", 2);
            assertThat(channel.processing()).isEqualTo(2);
            ack(subscriber.getItems().get(0));
            flush(client);
            // what nobody has asked for is still the broker's
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1, 2);
            assertThat(channel.processing()).isEqualTo(1);
        }
    }

    @Test
    void anAcknowledgementOnReceiptIsTheLastWordToTheBroker() throws Exception {
        try (ScriptedBroker broker = delivering(1, 2, "t a")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 2).acksOnReceipt().on(client);
            Message<?> message = subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0);
            broker.awaitReceived("PUBREC", 1);
            message.nack(new IllegalStateException("not processed"));
            await().atMost(PATIENCE).until(() -> !channel.health().alive());
            flush(client);
            assertThat(acknowledged(broker, "PUBREC")).containsExactly(1);
        }
    }

    @Test
    void settlesQos0AtOnce() throws Exception {
        try (ScriptedBroker broker = delivering(1, 0, "t a")) {
            IncomingChannel channel = incoming("in", "t", 0).on(fixture.client(broker));
            Message<?> message = subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0);
            assertThat(message.ack().toCompletableFuture()).isCompleted();
            await().atMost(PATIENCE).until(() -> channel.processing() == 0);
        }
    }

    @Test
    void acknowledgesABroadcastWhenAllConsumersHave() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a")) {
            ReconnectingClient client = fixture.client(broker);
            ChannelPublisher copy = publisher(incoming("in", "t", 1).broadcast().on(client));
            AssertSubscriber<Message<?>> one = AssertSubscriber.create(1);
            AssertSubscriber<Message<?>> two = AssertSubscriber.create(1);
            // Both are there before the connection, which the first starts, can deliver
            client.context().runOnContext(v -> {
                copy.subscribe(one);
                copy.subscribe(two);
            });
            one.awaitItems(1, PATIENCE);
            two.awaitItems(1, PATIENCE);
            ack(one.getItems().get(0));
            ack(one.getItems().get(0));
            flush(client);
            assertThat(broker.received("PUBACK")).isEmpty();
            ack(two.getItems().get(0));
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1);
        }
    }
}
