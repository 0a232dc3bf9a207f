package io.quarkiverse.mqttx.connector;

import static io.quarkiverse.mqttx.connector.ChannelFixture.PATIENCE;
import static io.quarkiverse.mqttx.connector.ChannelFixture.incoming;
import static io.quarkiverse.mqttx.connector.ChannelFixture.publisher;
import static io.quarkiverse.mqttx.connector.ChannelFixture.subscribe;
import static io.quarkiverse.mqttx.connector.ChannelFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.quarkiverse.mqttx.client.MqttClient;
import io.quarkiverse.mqttx.connector.fault.MqttFailureHandler;
import io.quarkiverse.mqttx.connector.fault.Strategies;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** What the broker hears about messages that the application acks, nacks or leaves alone: every packet is looked at. */
class IncomingAcknowledgementTest {

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    /** Grants all, sends these messages, {@code "topic payload"}, with packet identifiers from 1, and then serves. */
    private static ScriptedBroker broker(int subscriptions, int qos, String... messages) {
        return ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, subscriptions, qos);
            for (int i = 0; i < messages.length; i++) {
                String[] parts = messages[i].split(" ");
                conversation.publish(parts[0], qos, i + 1, parts[1]);
            }
            conversation.serve();
        });
    }

    /** However many filters come in one SUBSCRIBE. */
    private static void grant(Conversation conversation, int filters, int qos) throws IOException {
        for (int granted = 0; granted < filters;) {
            RawPacket subscribe = conversation.expect("SUBSCRIBE");
            int[] codes = new int[((MqttSubscribeMessage) subscribe.message()).payload().topicSubscriptions().size()];
            Arrays.fill(codes, qos);
            conversation.send(Packets.subAck(conversation.version(), subscribe.packetId(), codes));
            granted += codes.length;
        }
    }

    private MqttClient client(ScriptedBroker broker) {
        return fixture.client(broker.host(), broker.port());
    }

    private static List<Integer> acknowledged(ScriptedBroker broker, String type) {
        return broker.received(type).stream().map(RawPacket::packetId).toList();
    }

    /** After this, all that the client has sent so far has reached the broker. */
    private static void flush(MqttClient client) throws Exception {
        CompletableFuture<Void> flushed = new CompletableFuture<>();
        client.publish(Publish.of("marker", new byte[0], 1, false), new PublishCompletion() {
            @Override
            public void succeeded(int packetId, int reasonCode) {
                flushed.complete(null);
            }

            @Override
            public void failed(Throwable cause) {
                flushed.completeExceptionally(cause);
            }
        });
        flushed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void ack(Message<?> message) throws Exception {
        message.ack().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void acknowledgesWhatTheApplicationHasProcessedInReceiveOrder() throws Exception {
        try (ScriptedBroker broker = broker(1, 1, "t a", "t b", "t c")) {
            MqttClient client = client(broker);
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
        try (ScriptedBroker broker = broker(1, 2, "t a")) {
            MqttClient client = client(broker);
            AssertSubscriber<Message<?>> subscriber = subscribe(incoming("in", "t", 2).on(client), 1).awaitItems(1, PATIENCE);
            flush(client);
            assertThat(broker.received("PUBREC")).isEmpty();
            ack(subscriber.getItems().get(0));
            broker.awaitReceived("PUBREC", 1);
        }
    }

    @Test
    void takesTheFirstWordOfTheApplicationAndNoOther() throws Exception {
        try (ScriptedBroker broker = broker(1, 1, "t a", "t b")) {
            MqttClient client = client(broker);
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
        try (ScriptedBroker broker = broker(1, 1, "t a")) {
            IncomingChannel channel = incoming("in", "t", 1).on(client(broker));
            IncomingMqttMessage message = (IncomingMqttMessage) subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0);
            CompletableFuture<Context> completedOn = new CompletableFuture<>();
            message.context.executeBlocking(() -> message.ack().thenRun(() -> completedOn.complete(Vertx.currentContext())));
            assertThat(completedOn.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isSameAs(message.context);
            broker.awaitReceived("PUBACK", 1);
        }
    }

    @Test
    void settlesQos0AtOnce() throws Exception {
        try (ScriptedBroker broker = broker(1, 0, "t a")) {
            IncomingChannel channel = incoming("in", "t", 0).on(client(broker));
            Message<?> message = subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0);
            assertThat(message.ack().toCompletableFuture()).isCompleted();
            await().atMost(PATIENCE).until(() -> channel.processing() == 0);
        }
    }

    @Test
    void acknowledgesABroadcastWhenAllConsumersHave() throws Exception {
        try (ScriptedBroker broker = broker(1, 1, "t a")) {
            MqttClient client = client(broker);
            ChannelCopy copy = publisher(incoming("in", "t", 1).broadcast().on(client));
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

    @Test
    void ignoresANackedMessageAndGoesOn() throws Exception {
        try (ScriptedBroker broker = broker(1, 1, "t a", "t b")) {
            MqttClient client = client(broker);
            IncomingChannel channel = incoming("in", "t", 1).strategy(Strategies.ignore()).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 1).awaitItems(1, PATIENCE);
            subscriber.getItems().get(0).nack(new IllegalStateException("bad")).toCompletableFuture().get();
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1);
            subscriber.request(1);
            subscriber.awaitItems(2, PATIENCE);
            assertThat(channel.health()).isEqualTo(ChannelHealth.ok("in"));
        }
    }

    @Test
    void stopsTheChannelOnANackWithoutBlockingOthers() throws Exception {
        try (ScriptedBroker broker = broker(2, 1, "a 1", "a 2", "b 3", "a 4", "b 5")) {
            MqttClient client = client(broker);
            IncomingChannel failing = incoming("failing", "a", 1).on(client);
            IncomingChannel other = incoming("other", "b", 1).on(client);
            AssertSubscriber<Message<?>> first = AssertSubscriber.create(2);
            AssertSubscriber<Message<?>> second = AssertSubscriber.create(10);
            client.context().runOnContext(v -> {
                publisher(failing).subscribe(first);
                publisher(other).subscribe(second);
            });
            first.awaitItems(2, PATIENCE);
            second.awaitItems(2, PATIENCE);
            IllegalStateException bad = new IllegalStateException("bad");
            CompletableFuture<Void> nacked = first.getItems().get(0).nack(bad).toCompletableFuture();
            first.awaitFailure(PATIENCE).assertFailedWith(IllegalStateException.class, "bad");
            assertThat(nacked).failsWithin(PATIENCE).withThrowableThat().withCause(bad);
            assertThat(failing.health().alive()).isFalse();
            assertThat(failing.health().reason()).contains("bad");
            assertThat(failing.processing()).isZero();

            first.getItems().get(1).ack(); // given up already
            for (Message<?> message : second.getItems()) {
                ack(message);
            }
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(3, 5);
            assertThat(other.health()).isEqualTo(ChannelHealth.ok("other"));
            subscribe(failing, 1).awaitFailure(PATIENCE).assertFailedWith(IllegalStateException.class, "bad");
        }
    }

    @Test
    void withholdsWhatArrivesForAFailedChannel() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 2, 1);
            conversation.publish("a", 1, 1, "1");
            conversation.skipTo("PUBLISH"); // the test says that the channel has failed
            conversation.publish("a", 1, 2, "2");
            conversation.publish("b", 1, 3, "3");
            conversation.serve();
        })) {
            MqttClient client = client(broker);
            IncomingChannel failing = incoming("failing", "a", 1).on(client);
            IncomingChannel other = incoming("other", "b", 1).on(client);
            AssertSubscriber<Message<?>> first = subscribe(failing, 10);
            AssertSubscriber<Message<?>> second = subscribe(other, 10);
            first.awaitItems(1, PATIENCE).getItems().get(0).nack(new IllegalStateException("bad"));
            first.awaitFailure(PATIENCE);
            client.publish(Publish.of("failed", new byte[0], 0, false), new Unheard());
            second.awaitItems(1, PATIENCE);
            ack(second.getItems().get(0));
            broker.awaitReceived("PUBACK", 1);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(3);
        }
    }

    private record Unheard() implements PublishCompletion {
        @Override
        public void succeeded(int packetId, int reasonCode) {
        }

        @Override
        public void failed(Throwable cause) {
        }
    }

    @Test
    void stopsTheChannelWhenTheStrategyItselfFails() throws Exception {
        MqttFailureHandler.Factory broken = settings -> (message, reason, metadata) -> {
            throw new IllegalStateException("the strategy is broken");
        };
        try (ScriptedBroker broker = broker(1, 1, "t a")) {
            IncomingChannel channel = incoming("in", "t", 1).strategy(broken).on(client(broker));
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 1).awaitItems(1, PATIENCE);
            subscriber.getItems().get(0).nack(new IllegalArgumentException("bad"));
            subscriber.awaitFailure(PATIENCE).assertFailedWith(IllegalStateException.class, "the strategy is broken");
        }
    }

    @Test
    void asksTheStrategyOnceAMessage() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        MqttFailureHandler.Factory counting = settings -> (message, reason, metadata) -> {
            asked.incrementAndGet();
            return Uni.createFrom().completionStage(message::ack);
        };
        try (ScriptedBroker broker = broker(1, 1, "t a")) {
            IncomingChannel channel = incoming("in", "t", 1).strategy(counting).on(client(broker));
            Message<?> message = subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0);
            message.nack(new IllegalArgumentException("bad"));
            message.nack(new IllegalArgumentException("bad again")).toCompletableFuture().get();
            assertThat(asked).hasValue(1);
            broker.awaitReceived("PUBACK", 1);
        }
    }

    @Test
    void hasTheStrategyDealWithAMessageAtWhichTheSubscriberThrows() {
        try (ScriptedBroker broker = broker(1, 1, "t a", "t b")) {
            IncomingChannel channel = incoming("in", "t", 1).strategy(Strategies.ignore()).on(client(broker));
            AssertSubscriber<Message<?>> seen = AssertSubscriber.create(2);
            publisher(channel).subscribe(new ThrowingSubscriber(seen));
            seen.awaitItems(2, PATIENCE);
            broker.awaitReceived("PUBACK", 2);
        }
    }

    private record ThrowingSubscriber(AssertSubscriber<Message<?>> seen)
            implements
                MultiSubscriber<Message<?>> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            seen.onSubscribe(subscription);
        }

        @Override
        public void onItem(Message<?> item) {
            seen.onItem(item);
            throw new IllegalStateException("must not happen, but does");
        }

        @Override
        public void onFailure(Throwable failure) {
            seen.onFailure(failure);
        }

        @Override
        public void onCompletion() {
            seen.onCompletion();
        }
    }

    @Test
    void unsubscribesOnCancellationWhenToldTo() throws Exception {
        try (ScriptedBroker broker = broker(1, 1, "t a", "t b")) {
            MqttClient client = client(broker);
            ChannelCopy copy = publisher(incoming("in", "t", 1).unsubscribingOnCancellation().on(client));
            subscribe(copy, 1).awaitItems(1, PATIENCE).cancel();
            broker.awaitReceived("UNSUBSCRIBE", 1);
            subscribe(copy, 1);
            broker.awaitReceived("SUBSCRIBE", 2);
        }
    }

    @Test
    void keepsTheSubscriptionOnCancellationOtherwise() throws Exception {
        try (ScriptedBroker broker = broker(1, 1, "t a")) {
            MqttClient client = client(broker);
            AssertSubscriber<Message<?>> subscriber = subscribe(incoming("in", "t", 1).on(client), 1).awaitItems(1, PATIENCE);
            subscriber.cancel();
            ack(subscriber.getItems().get(0));
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1);
            assertThat(broker.received("UNSUBSCRIBE")).isEmpty();
        }
    }

    @Test
    void isReadyWhenTheBrokerHasGrantedEverySubscriptionAndSaysWhyNot() {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            conversation.grant(0x87);
            conversation.skipTo("PUBLISH");
            conversation.close();
        }, conversation -> {
            conversation.accept();
            conversation.grant(1);
            conversation.serve();
        })) {
            MqttClient client = client(broker);
            IncomingChannel channel = incoming("in", "secret/#", 1).on(client);
            assertThat(channel.health()).isEqualTo(ChannelHealth.ok("in")); // nobody listens, nothing is missing
            subscribe(channel, 1);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(channel.health().reason())
                    .contains("subscription to 'secret/#' refused", "0x87 Not authorized").doesNotContain("("));
            assertThat(channel.health().alive()).isTrue();
            assertThat(channel.health().ready()).isFalse();
            client.publish(Publish.of("end", new byte[0], 0, false), new Unheard());
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(channel.health()).isEqualTo(ChannelHealth.ok("in")));
        }
    }

    @Test
    void staysAliveWithoutABrokerAndSaysWhatIsMissing() throws Exception {
        int port;
        try (ScriptedBroker broker = broker(1, 1)) {
            port = broker.port();
        }
        IncomingChannel channel = incoming("in", "t", 1).unsubscribingOnCancellation().on(fixture.client("localhost", port));
        AssertSubscriber<Message<?>> subscriber = subscribe(channel, 1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(channel.health().reason()).contains("refused"));
        assertThat(channel.health().alive()).isTrue();
        assertThat(channel.health().ready()).isFalse();
        subscriber.cancel();
        assertThat(texts(subscriber)).isEmpty();
    }
}
