package io.quarkiverse.mqttx.connector.incoming;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.byTopic;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.incoming;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.publisher;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.subscribe;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.ack;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.acknowledged;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.delivering;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.flush;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.fault.Strategies;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/** One message of each topic at a time, and what the broker hears of it. */
@Tag("broker")
class IncomingByKeyTest {

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    @Test
    void letsOtherKeysOvertakeAndAcknowledgesInReceiveOrder() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "a 1", "a 2", "b 3", "a 4", "b 5")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "+", 1).processing(byTopic(16)).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 100).awaitItems(2, PATIENCE);
            flush(client);
            assertThat(ChannelFixture.texts(subscriber)).containsExactly("1", "3");

            ack(subscriber.getItems().get(1));
            flush(client);
            assertThat(ChannelFixture.texts(subscriber)).containsExactly("1", "3", "5");
            assertThat(broker.received("PUBACK")).as("the first two of the broker's order are not done").isEmpty();

            ack(subscriber.getItems().get(0));
            flush(client);
            assertThat(ChannelFixture.texts(subscriber)).containsExactly("1", "3", "5", "2");
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1);

            ack(subscriber.getItems().get(3));
            flush(client);
            assertThat(ChannelFixture.texts(subscriber)).containsExactly("1", "3", "5", "2", "4");
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1, 2, 3);
            ack(subscriber.getItems().get(2));
            ack(subscriber.getItems().get(4));
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1, 2, 3, 4, 5);
        }
    }

    @Test
    void hasNoMoreInProcessThanItMay() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "a 1", "b 2", "c 3")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "+", 1).processing(byTopic(2)).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 100).awaitItems(2, PATIENCE);
            flush(client);
            assertThat(channel.processing()).isEqualTo(2);
            ack(subscriber.getItems().get(1));
            flush(client);
            assertThat(ChannelFixture.texts(subscriber)).containsExactly("1", "2", "3");
        }
    }

    @Test
    void waitsForDemandAsWell() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "a 1", "b 2", "a 3")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "+", 1).processing(byTopic(16)).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 1).awaitItems(1, PATIENCE);
            flush(client);
            assertThat(ChannelFixture.texts(subscriber)).containsExactly("1");
            subscriber.request(5).awaitItems(2, PATIENCE);
            ack(subscriber.getItems().get(0));
            subscriber.awaitItems(3, PATIENCE);
            assertThat(ChannelFixture.texts(subscriber)).containsExactly("1", "2", "3");
        }
    }

    @Test
    void keepsAKeyWaitingWhileAFailureStrategyHasItsMessage() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "a 1", "a 2", "b 3")) {
            ReconnectingClient client = fixture.client(broker);
            AtomicReference<IncomingMqttMessage> held = new AtomicReference<>();
            IncomingChannel channel = incoming("in", "+", 1).processing(byTopic(16))
                    .strategy(settings -> (message, reason, metadata) -> {
                        held.set(message);
                        return Uni.createFrom().nothing();
                    }).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 100).awaitItems(2, PATIENCE);
            subscriber.getItems().get(0).nack(new IllegalStateException("not now"));
            await().atMost(PATIENCE).until(() -> held.get() != null);
            flush(client);
            assertThat(ChannelFixture.texts(subscriber)).containsExactly("1", "3");
            ack(held.get());
            flush(client);
            assertThat(ChannelFixture.texts(subscriber)).containsExactly("1", "3", "2");
        }
    }

    @Test
    void keepsTheOrderOfAKeyOverAnotherAttempt() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "a 1", "a 2", "b 3")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "+", 1).processing(byTopic(16)).strategy(Strategies.delayedRetry())
                    .on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 100).awaitItems(2, PATIENCE);
            subscriber.getItems().get(0).nack(new IllegalStateException("not yet"));
            subscriber.awaitItems(3, PATIENCE);
            flush(client);
            assertThat(ChannelFixture.texts(subscriber)).containsExactly("1", "3", "1");
            ack(subscriber.getItems().get(2));
            flush(client);
            assertThat(ChannelFixture.texts(subscriber)).containsExactly("1", "3", "1", "2");
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1);
        }
    }

    @Test
    void stopsAllKeysWhenTheChannelFails() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "a 1", "a 2", "b 3")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "+", 1).processing(byTopic(16)).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 100).awaitItems(2, PATIENCE);
            subscriber.getItems().get(0).nack(new IllegalStateException("never"));
            subscriber.awaitFailure(PATIENCE);
            flush(client);
            assertThat(ChannelFixture.texts(subscriber)).containsExactly("1", "3");
            assertThat(broker.received("PUBACK")).isEmpty();
            assertThat(channel.processing()).isZero();
        }
    }

    @Test
    void handsOverTheNextOfABroadcastWhenAllConsumersAreThrough() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "a 1", "a 2")) {
            ReconnectingClient client = fixture.client(broker);
            ChannelPublisher copy = publisher(incoming("in", "+", 1).broadcast().processing(byTopic(16)).on(client));
            AssertSubscriber<Message<?>> one = AssertSubscriber.create(9);
            AssertSubscriber<Message<?>> two = AssertSubscriber.create(9);
            // Both are there before the connection, which the first starts, can deliver
            client.context().runOnContext(v -> {
                copy.subscribe(one);
                copy.subscribe(two);
            });
            ack(one.awaitItems(1, PATIENCE).getItems().get(0));
            flush(client);
            assertThat(one.getItems()).hasSize(1);
            ack(two.awaitItems(1, PATIENCE).getItems().get(0));
            one.awaitItems(2, PATIENCE);
            two.awaitItems(2, PATIENCE);
        }
    }

    @Test
    void boundsWhatWaitsForItsKeyAtQos0() throws Exception {
        try (ScriptedBroker broker = delivering(1, 0, "a 1", "a 2", "a 3", "a 4", "b 5", "a 6")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "+", 0).buffer(2)
                    .processing(byTopic(16)).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 100).awaitItems(2, PATIENCE);
            await().atMost(PATIENCE).until(() -> channel.dropped() == 2);
            for (int i = 0; i < subscriber.getItems().size(); i++) {
                ack(subscriber.getItems().get(i));
                flush(client);
            }
            assertThat(ChannelFixture.texts(subscriber)).isEqualTo(List.of("1", "5", "4", "6"));
        }
    }
}
