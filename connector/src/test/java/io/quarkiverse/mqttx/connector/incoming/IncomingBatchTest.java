package io.quarkiverse.mqttx.connector.incoming;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.batches;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.incoming;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.publisher;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.subscribe;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.ack;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.acknowledged;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.delivering;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.flush;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.IncomingMqttBatch;
import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.SocketWrites;
import io.quarkiverse.mqttx.connector.fault.Strategies;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Context;

/** Which messages come together, and what the broker hears of them: every packet is looked at. */
@Tag("broker")
class IncomingBatchTest {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(20);

    private final SocketWrites writes = new SocketWrites();

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture(writes.vertx());

    @Test
    void handsOverWhatIsFullWithoutWaitingForTheWindow() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b", "t c", "t d", "t e")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 1).processing(batches(2, NEVER)).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10).awaitItems(2, PATIENCE);
            assertThat(texts(subscriber)).containsExactly(List.of("a", "b"), List.of("c", "d"));
            flush(client);
            assertThat(subscriber.getItems()).as("the fifth waits for a sixth").hasSize(2);
            assertThat(channel.processing()).isEqualTo(4);
        }
    }

    @Test
    void handsOverWhatThereIsWhenTheFirstHasWaitedLongEnough() {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b")) {
            IncomingChannel channel = incoming("in", "t", 1).processing(batches(100, SOON))
                    .on(fixture.client(broker));
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10);
            await().atMost(PATIENCE).until(() -> texts(subscriber).stream().mapToInt(List::size).sum() == 2);
            assertThat(texts(subscriber).stream().flatMap(List::stream)).containsExactly("a", "b");
        }
    }

    @Test
    void gathersWithoutDemandAndHandsOverNoMoreThanABatchHolds() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b", "t c", "t d", "t e")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 1).processing(batches(4, SOON)).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 0);
            broker.awaitReceived("SUBSCRIBE", 1);
            flush(client);
            subscriber.request(1).awaitItems(1, PATIENCE);
            assertThat(texts(subscriber)).containsExactly(List.of("a", "b", "c", "d"));
            subscriber.request(1).awaitItems(2, PATIENCE);
            assertThat(texts(subscriber).get(1)).containsExactly("e");
        }
    }

    @Test
    void acknowledgesABatchInReceiveOrderAndInOneWrite() throws Exception {
        String[] messages = IntStream.range(0, 50).mapToObj(i -> "t " + i).toArray(String[]::new);
        try (ScriptedBroker broker = delivering(1, 1, messages)) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 1).processing(batches(50, NEVER)).on(client);
            Message<?> batch = subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0);
            flush(client);
            assertThat(broker.received("PUBACK")).isEmpty();

            ack(batch);
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).isEqualTo(IntStream.rangeClosed(1, 50).boxed().toList());
            assertThat(writes.bytes()).as("fifty PUBACKs of four bytes").anyMatch(bytes -> bytes >= 200);
            assertThat(channel.processing()).isZero();
        }
    }

    @Test
    void waitsWithTheAcknowledgementForAnEarlierBatch() throws Exception {
        try (ScriptedBroker broker = delivering(1, 2, "t a", "t b", "t c", "t d")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 2).processing(batches(2, NEVER)).on(client);
            List<Message<?>> batches = subscribe(channel, 2).awaitItems(2, PATIENCE).getItems();
            ack(batches.get(1));
            flush(client);
            assertThat(broker.received("PUBREC")).isEmpty();
            ack(batches.get(0));
            flush(client);
            assertThat(acknowledged(broker, "PUBREC")).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void givesEachMessageOfANackedBatchToTheFailureStrategy() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b", "t c")) {
            ReconnectingClient client = fixture.client(broker);
            List<String> failed = new ArrayList<>();
            IncomingChannel channel = incoming("in", "t", 1).processing(batches(3, NEVER))
                    .strategy(recording(failed)).on(client);
            Message<?> batch = subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0);
            batch.nack(new IllegalStateException("the database is away")).toCompletableFuture().get();
            flush(client);
            assertThat(failed).containsExactly("a", "b", "c");
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1, 2, 3);
        }
    }

    @Test
    void leavesOutWhatTheApplicationHasSettledByItself() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b", "t c", "t d")) {
            ReconnectingClient client = fixture.client(broker);
            List<String> failed = new ArrayList<>();
            IncomingChannel channel = incoming("in", "t", 1).processing(batches(4, NEVER))
                    .strategy(recording(failed)).on(client);
            Message<?> message = subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0);
            IncomingMqttBatch batch = (IncomingMqttBatch) message.getPayload();
            batch.getMessages().get(1).nack(new IllegalStateException("b is bad")).toCompletableFuture().get();
            ack(batch.getMessages().get(0));
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1, 2);
            assertThat(failed).containsExactly("b");

            message.nack(new IllegalStateException("and so are the others")).toCompletableFuture().get();
            ack(message);
            flush(client);
            assertThat(failed).containsExactly("b", "c", "d");
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void doesNotAcknowledgeWithTheBatchWhatAFailureStrategyStillHasInHand() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b")) {
            ReconnectingClient client = fixture.client(broker);
            AtomicReference<IncomingMqttMessage> held = new AtomicReference<>();
            IncomingChannel channel = incoming("in", "t", 1).processing(batches(2, NEVER)).strategy(holding(held))
                    .on(client);
            Message<?> message = subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0);
            IncomingMqttBatch batch = (IncomingMqttBatch) message.getPayload();
            batch.getMessages().get(0).nack(new IllegalStateException("a is bad"));
            ack(message);
            flush(client);
            assertThat(broker.received("PUBACK")).isEmpty();
            ack(held.get());
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1, 2);
        }
    }

    @Test
    void repeatsEachMessageOfANackedBatchInABatchOfItsOwn() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b", "t c")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 1).processing(batches(3, NEVER))
                    .strategy(Strategies.delayedRetry()).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10).awaitItems(1, PATIENCE);
            subscriber.getItems().get(0).nack(new IllegalStateException("one of them is bad")).toCompletableFuture().get();
            subscriber.awaitItems(4, PATIENCE);
            assertThat(texts(subscriber)).containsExactlyInAnyOrder(List.of("a", "b", "c"), List.of("a"), List.of("b"),
                    List.of("c"));
            for (Message<?> again : subscriber.getItems().subList(1, 4)) {
                ack(again);
            }
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1, 2, 3);
        }
    }

    @Test
    void stopsTheChannelWhenTheFailureStrategySaysSo() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b", "t c")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 1).processing(batches(2, NEVER)).on(client);
            Message<?> batch = subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0);
            IllegalStateException reason = new IllegalStateException("the database is away");
            assertThatThrownBy(() -> batch.nack(reason).toCompletableFuture().get()).hasRootCause(reason);
            flush(client);
            assertThat(broker.received("PUBACK")).isEmpty();
            assertThat(channel.health().alive()).isFalse();
            assertThat(channel.processing()).isZero();
        }
    }

    @Test
    void gathersQos0BesideTheBufferOfASlowApplication() throws Exception {
        try (ScriptedBroker broker = delivering(1, 0, "t a", "t b", "t c", "t d", "t e", "t f")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 0).buffer(1)
                    .processing(batches(3, NEVER)).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 0);
            await().atMost(PATIENCE).until(() -> channel.dropped() == 2);
            subscriber.request(1).awaitItems(1, PATIENCE);
            assertThat(texts(subscriber)).containsExactly(List.of("c", "d", "e"));
        }
    }

    @Test
    void acknowledgesOnReceiptWhenTheApplicationTakesTheBatch() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b", "t c")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 1).acksOnReceipt().processing(batches(2, NEVER))
                    .on(client);
            subscribe(channel, 2).awaitItems(1, PATIENCE);
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1, 2);
        }
    }

    @Test
    void acknowledgesABroadcastBatchWhenAllConsumersHave() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b")) {
            ReconnectingClient client = fixture.client(broker);
            ChannelPublisher copy = publisher(
                    incoming("in", "t", 1).broadcast().processing(batches(2, NEVER)).on(client));
            AssertSubscriber<Message<?>> one = AssertSubscriber.create(1);
            AssertSubscriber<Message<?>> two = AssertSubscriber.create(1);
            // Both are there before the connection, which the first starts, can deliver
            client.context().runOnContext(v -> {
                copy.subscribe(one);
                copy.subscribe(two);
            });
            ack(one.awaitItems(1, PATIENCE).getItems().get(0));
            flush(client);
            assertThat(broker.received("PUBACK")).isEmpty();
            ack(two.awaitItems(1, PATIENCE).getItems().get(0));
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1, 2);
        }
    }

    @Test
    void leavesAHalfFullBatchToTheBrokerWhenTheApplicationEnds() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b", "t c")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 1).processing(batches(2, NEVER)).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10).awaitItems(1, PATIENCE);
            flush(client);
            channel.stop();
            subscriber.awaitCompletion(PATIENCE);
            ack(subscriber.getItems().get(0));
            flush(client);
            assertThat(texts(subscriber)).containsExactly(List.of("a", "b"));
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1, 2);
        }
    }

    @Test
    void runsTheMessagesOfABatchInOneContext() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b")) {
            IncomingChannel channel = incoming("in", "t", 1).processing(batches(2, NEVER))
                    .on(fixture.client(broker));
            Message<?> message = subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0);
            IncomingMqttBatch batch = message.getMetadata(IncomingMqttBatch.class).orElseThrow();
            assertThat(message.getMetadata(LocalContextMetadata.class).orElseThrow().context())
                    .isSameAs(context(batch, 0)).isSameAs(context(batch, 1));
            assertThat(batch.getMetadata(1).getPacketId()).isEqualTo(2);
            assertThat(batch.getChannel()).isEqualTo("in");
        }
    }

    private static Context context(IncomingMqttBatch batch, int index) {
        return ((ReceivedMessage) batch.getMessages().get(index)).context;
    }

    /** Acknowledges what it gets. */
    private static MqttFailureHandler.Factory recording(List<String> failed) {
        return settings -> (message, reason, metadata) -> {
            failed.add(ChannelFixture.text(message));
            return Uni.createFrom().completionStage(message.ack());
        };
    }

    /** Is never done with what it gets. */
    private static MqttFailureHandler.Factory holding(AtomicReference<IncomingMqttMessage> held) {
        return settings -> (message, reason, metadata) -> {
            held.set(message);
            return Uni.createFrom().nothing();
        };
    }

    private static List<List<String>> texts(AssertSubscriber<Message<?>> subscriber) {
        return subscriber.getItems().stream().map(message -> ((IncomingMqttBatch) message.getPayload()).getMessages().stream()
                .map(ChannelFixture::text).toList()).toList();
    }
}
