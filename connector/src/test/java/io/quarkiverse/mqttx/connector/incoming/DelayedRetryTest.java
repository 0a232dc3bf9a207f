package io.quarkiverse.mqttx.connector.incoming;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.incoming;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.publisher;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.subscribe;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.texts;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.ack;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.acknowledged;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.delivering;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.flush;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.fault.Strategies;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/** Messages that the application gets once more. */
@Tag("broker")
class DelayedRetryTest {

    private static final IllegalStateException BAD = new IllegalStateException("bad");
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofHours(1);

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    private static ChannelFixture.Incoming retrying(int qos) {
        return incoming("in", "t", qos).strategy(Strategies.delayedRetry());
    }

    @Test
    void theSameMessageComesAgainAndSaysSo() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b")) {
            ReconnectingClient client = fixture.client(broker);
            AssertSubscriber<Message<?>> subscriber = subscribe(retrying(1).on(client), 10).awaitItems(2, PATIENCE);
            List<Message<?>> messages = subscriber.getItems();
            nack(messages.get(0));
            ack(messages.get(0)); // too late, it is not the application's any more
            ack(messages.get(1));
            subscriber.awaitItems(3, PATIENCE);
            assertThat(texts(subscriber)).containsExactly("a", "b", "a");
            assertThat(attempt(messages.get(0))).isEqualTo(1);
            assertThat(attempt(messages.get(2))).isEqualTo(2);
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).isEmpty();

            ack(messages.get(2));
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1, 2);
        }
    }

    @Test
    void afterTheLastAttemptTheNextStrategyHasIt() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 1).retry(3, SOON, 100)
                    .strategy(Strategies.delayedRetry(), Strategies.deadLetterTopic()).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10);
            for (int attempt = 1; attempt <= 3; attempt++) {
                subscriber.awaitItems(attempt, PATIENCE);
                nack(subscriber.getItems().get(attempt - 1));
            }
            flush(client);
            assertThat(broker.received("PUBLISH").get(0).topic()).isEqualTo("dead-letter/in/t");
            assertThat(new String(broker.received("PUBLISH").get(0).bytes())).contains("dead-letter-attempts\0\0013");
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1);
            assertThat(subscriber.getItems()).hasSize(3);
            assertThat(channel.processing()).isZero();
        }
    }

    @Test
    void afterTheLastAttemptTheChannelStopsWhereThereIsNoOtherStrategy() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a")) {
            ReconnectingClient client = fixture.client(broker);
            AssertSubscriber<Message<?>> subscriber = subscribe(retrying(1).retry(2, SOON, 100).on(client), 10);
            nack(subscriber.awaitItems(1, PATIENCE).getItems().get(0));
            subscriber.awaitItems(2, PATIENCE).getItems().get(1).nack(BAD);
            subscriber.awaitFailure(PATIENCE).assertFailedWith(IllegalStateException.class, "bad");
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).isEmpty();
        }
    }

    @Test
    void whenItsTimeHasComeItWaitsUntilTheConsumerAsksForMore() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a")) {
            AssertSubscriber<Message<?>> subscriber = subscribe(retrying(1).retry(3, SOON, 100).on(fixture.client(broker)), 1)
                    .awaitItems(1, PATIENCE);
            nack(subscriber.getItems().get(0));
            await().during(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> subscriber.getItems().size() == 1);
            subscriber.request(1);
            subscriber.awaitItems(2, PATIENCE);
        }
    }

    @Test
    void aConsumerThatHasGoneHoldsUpNobodyWithWhatItWasToGetAgain() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b")) {
            IncomingChannel channel = retrying(1).retry(3, SOON, 1).on(fixture.client(broker));
            AssertSubscriber<Message<?>> gone = subscribe(channel, 1).awaitItems(1, PATIENCE);
            nack(gone.getItems().get(0));
            gone.cancel();
            AssertSubscriber<Message<?>> next = subscribe(channel, 10).awaitItems(1, PATIENCE);
            assertThat(texts(next)).containsExactly("b");
        }
    }

    @Test
    void itWaitsForTheConsumerAndGoesAheadOfWhatIsNew() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b", "t c")) {
            AssertSubscriber<Message<?>> subscriber = subscribe(retrying(1).on(fixture.client(broker)), 1)
                    .awaitItems(1, PATIENCE);
            nack(subscriber.getItems().get(0));
            assertThat(texts(subscriber)).containsExactly("a");
            subscriber.request(1);
            subscriber.awaitItems(2, PATIENCE);
            await().atMost(PATIENCE).until(() -> {
                subscriber.request(1);
                return subscriber.getItems().size() == 4;
            });
            assertThat(texts(subscriber)).containsExactlyInAnyOrder("a", "a", "b", "c");
        }
    }

    @Test
    void ofABroadcastOnlyTheConsumerThatFailedGetsItAgain() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a")) {
            ReconnectingClient client = fixture.client(broker);
            ChannelPublisher publisher = publisher(retrying(1).broadcast().on(client));
            AssertSubscriber<Message<?>> first = AssertSubscriber.create(10);
            AssertSubscriber<Message<?>> second = AssertSubscriber.create(10);
            client.context().runOnContext(v -> {
                publisher.subscribe(first);
                publisher.subscribe(second);
            });
            nack(first.awaitItems(1, PATIENCE).getItems().get(0));
            ack(second.awaitItems(1, PATIENCE).getItems().get(0));
            first.awaitItems(2, PATIENCE);
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).isEmpty();
            ack(first.getItems().get(1));
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1);
            assertThat(second.getItems()).hasSize(1);
        }
    }

    @Test
    void ofSeveralCopiesTheOneThatFailedGetsItAgain() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = retrying(1).on(client);
            ChannelPublisher one = publisher(channel);
            ChannelPublisher other = publisher(channel);
            AssertSubscriber<Message<?>> first = AssertSubscriber.create(10);
            AssertSubscriber<Message<?>> second = AssertSubscriber.create(10);
            client.context().runOnContext(v -> {
                one.subscribe(first);
                other.subscribe(second);
            });
            second.awaitItems(1, PATIENCE);
            nack(first.awaitItems(1, PATIENCE).getItems().get(0));
            first.awaitItems(2, PATIENCE);
            assertThat(texts(first)).containsExactly("a", "a");
            assertThat(texts(second)).containsExactly("b");
        }
    }

    @Test
    void nothingNewIsHandedOutWhileTooManyWait() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b", "t c", "t d")) {
            ReconnectingClient client = fixture.client(broker);
            AssertSubscriber<Message<?>> subscriber = subscribe(retrying(1).retry(2, NEVER, 2).on(client), 2)
                    .awaitItems(2, PATIENCE);
            nack(subscriber.getItems().get(0));
            nack(subscriber.getItems().get(1));
            subscriber.request(10);
            flush(client);
            assertThat(texts(subscriber)).containsExactly("a", "b");
        }
    }

    @Test
    void nothingThatComesIsHandedOutWhileTooManyWait() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            ScriptedDelivery.grant(connection, 1, 1);
            connection.publish("t", 1, 1, "a");
            connection.publish("t", 1, 2, "b");
            int marker = connection.expect("PUBLISH").packetId();
            connection.publish("t", 1, 3, "c");
            connection.send(Packets.pubAck(marker));
            connection.serve();
        })) {
            ReconnectingClient client = fixture.client(broker);
            AssertSubscriber<Message<?>> subscriber = subscribe(retrying(1).retry(2, NEVER, 2).on(client), 10)
                    .awaitItems(2, PATIENCE);
            nack(subscriber.getItems().get(0));
            nack(subscriber.getItems().get(1));
            flush(client);
            assertThat(texts(subscriber)).containsExactly("a", "b");
        }
    }

    @Test
    void whatWaitsAtTheEndStaysWithTheBroker() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = retrying(1).retry(2, NEVER, 100).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10).awaitItems(2, PATIENCE);
            nack(subscriber.getItems().get(0));
            channel.stop();
            ack(subscriber.getItems().get(1));
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).as("it does not hold up the others").containsExactly(2);
            assertThat(channel.processing()).isZero();
        }
    }

    @Test
    void whatFailsAfterTheEndStaysWithTheBrokerToo() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = retrying(1).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10).awaitItems(1, PATIENCE);
            channel.stop();
            nack(subscriber.getItems().get(0));
            await().atMost(PATIENCE).until(() -> channel.processing() == 0);
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).isEmpty();
            assertThat(subscriber.getItems()).hasSize(1);
        }
    }

    @Test
    void qos0AndWhatWasAcknowledgedOnReceiptComesAgainToo() throws Exception {
        try (ScriptedBroker broker = delivering(1, 0, "t a")) {
            AssertSubscriber<Message<?>> subscriber = subscribe(retrying(0).on(fixture.client(broker)), 10);
            nack(subscriber.awaitItems(1, PATIENCE).getItems().get(0));
            ack(subscriber.awaitItems(2, PATIENCE).getItems().get(1));
        }
        try (ScriptedBroker broker = delivering(1, 2, "t a")) {
            AssertSubscriber<Message<?>> subscriber = subscribe(retrying(2).acksOnReceipt().on(fixture.client(broker)), 10);
            nack(subscriber.awaitItems(1, PATIENCE).getItems().get(0));
            ack(subscriber.awaitItems(2, PATIENCE).getItems().get(1));
            assertThat(broker.received("PUBREC")).hasSize(1);
        }
    }

    private static int attempt(Message<?> message) {
        return message.getMetadata(IncomingMqttMetadata.class).orElseThrow().getDeliveryAttempt();
    }

    private static void nack(Message<?> message) throws ExecutionException, InterruptedException {
        message.nack(BAD).toCompletableFuture().get();
    }
}
