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
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.grant;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.signal;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.fault.Strategies;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.MultiSubscriber;

/** What becomes of messages that the application nacks, of their channel and of the others. */
@Tag("broker")
class IncomingFailureTest {

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    @Test
    void ignoresANackedMessageAndGoesOn() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b")) {
            ReconnectingClient client = fixture.client(broker);
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
        try (ScriptedBroker broker = delivering(2, 1, "a 1", "a 2", "b 3", "a 4", "b 5")) {
            ReconnectingClient client = fixture.client(broker);
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
    void leavesUnackedWhatArrivesForAFailedChannel() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 2, 1);
            conversation.publish("a", 1, 1, "1");
            conversation.skipTo("PUBLISH"); // the test says that the channel has failed
            conversation.publish("a", 1, 2, "2");
            conversation.publish("b", 1, 3, "3");
            conversation.serve();
        })) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel failing = incoming("failing", "a", 1).on(client);
            IncomingChannel other = incoming("other", "b", 1).on(client);
            AssertSubscriber<Message<?>> first = subscribe(failing, 10);
            AssertSubscriber<Message<?>> second = subscribe(other, 10);
            first.awaitItems(1, PATIENCE).getItems().get(0).nack(new IllegalStateException("bad"));
            first.awaitFailure(PATIENCE);
            signal(client);
            second.awaitItems(1, PATIENCE);
            ack(second.getItems().get(0));
            broker.awaitReceived("PUBACK", 1);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(3);
        }
    }

    @Test
    void whatStillComesForAFailedChannelIsNeitherAcknowledgedNorTakenForALeftoverOfTheSession() throws Exception {
        byte[] late = "late".getBytes(StandardCharsets.UTF_8);
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            RawPacket subscribe = conversation.expect("SUBSCRIBE");
            assertThat(subscribe.hex()).as("the identifier of the subscription").contains("0B 01");
            conversation.send(Packets.subAck(conversation.version(), subscribe.packetId(), 1));
            conversation.send(Packets.publish5("0b 01", "a", 1, 1, late));
            conversation.skipTo("UNSUBSCRIBE");
            conversation.send(Packets.publish5("0b 01", "a", 1, 2, late));
            conversation.send(Packets.publish5("", "a", 1, 3, late));
            conversation.serve();
        }); LogCapture log = new LogCapture()) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel failing = incoming("failing", "a", 1).withoutKeptSession().on(client);
            nack(subscribe(failing, 10).awaitItems(1, PATIENCE).getItems().get(0));
            broker.awaitReceived("UNSUBSCRIBE", 1);
            flush(client);

            assertThat(broker.received("PUBACK")).isEmpty();
            assertThat(client.unrouted()).isZero();
            assertThat(log.lines("WARN")).isEmpty();
            assertThat(log.lines("ERROR")).singleElement().asString().contains("Channel 'failing' stops",
                    "a message on topic 'a' was nacked", "'failure-strategy' is 'test'", "are not acknowledged", "bad");
        }
    }

    @Test
    void aBatchOfNackedMessagesIsOneStopAndOneEntryInTheLog() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b", "t c"); LogCapture log = new LogCapture()) {
            IncomingChannel channel = incoming("in", "t", 1).processing(batches(3, Duration.ofHours(1)))
                    .on(fixture.client(broker));
            nack(subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0));

            assertThat(channel.health().alive()).isFalse();
            assertThat(log.lines("ERROR")).hasSize(1);
        }
    }

    @Test
    void takesBackTheSubscriptionsOfAFailedChannelThatNobodyElseWantsWhenTheBrokerKeepsNoSession() throws Exception {
        try (ScriptedBroker broker = delivering(2, 1, "a 1")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel failing = incoming("failing", List.of("a", "b"), 1).withoutKeptSession()
                    .on(client);
            IncomingChannel other = incoming("other", "b", 1).on(client);
            AssertSubscriber<Message<?>> first = AssertSubscriber.create(1);
            client.context().runOnContext(v -> {
                publisher(failing).subscribe(first);
                publisher(other).subscribe(AssertSubscriber.create(1));
            });
            nack(first.awaitItems(1, PATIENCE).getItems().get(0));
            flush(client);
            assertThat(broker.received("UNSUBSCRIBE")).singleElement().extracting(RawPacket::hex).asString()
                    .endsWith("00 01 61");
            assertThat(broker.received("PUBACK")).isEmpty();
            assertThat(failing.health().reason()).contains("stopped by a failure", "until the application is restarted",
                    "those that the broker had sent by then occupy the window (receive-maximum)", "connection 'tested'");
        }
    }

    @Test
    void leavesTheSubscriptionsOfAFailedChannelAloneWhenTheBrokerKeepsTheSession() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "a 1")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel failing = incoming("failing", "a", 1).on(client);
            nack(subscribe(failing, 1).awaitItems(1, PATIENCE).getItems().get(0));
            flush(client);
            assertThat(broker.received("UNSUBSCRIBE")).isEmpty();
            assertThat(failing.health().reason()).contains("when it is full, none of them gets anything");
        }
    }

    /** The failure of the channel is that of the nack. */
    private static void nack(Message<?> message) {
        assertThat(message.nack(new IllegalStateException("bad")).toCompletableFuture()).failsWithin(PATIENCE);
    }

    @Test
    void stopsTheChannelWhenTheStrategyItselfFails() throws Exception {
        MqttFailureHandler.Factory broken = context -> (message, reason, metadata) -> {
            throw new IllegalStateException("the strategy is broken");
        };
        try (ScriptedBroker broker = delivering(1, 1, "t a")) {
            IncomingChannel channel = incoming("in", "t", 1).strategy(broken).on(fixture.client(broker));
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 1).awaitItems(1, PATIENCE);
            subscriber.getItems().get(0).nack(new IllegalArgumentException("bad"));
            subscriber.awaitFailure(PATIENCE).assertFailedWith(IllegalStateException.class, "the strategy is broken");
        }
    }

    @Test
    void asksTheStrategyOnceAMessage() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        MqttFailureHandler.Factory counting = context -> (message, reason, metadata) -> {
            asked.incrementAndGet();
            return Uni.createFrom().completionStage(message::ack);
        };
        try (ScriptedBroker broker = delivering(1, 1, "t a")) {
            IncomingChannel channel = incoming("in", "t", 1).strategy(counting).on(fixture.client(broker));
            Message<?> message = subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0);
            message.nack(new IllegalArgumentException("bad"));
            message.nack(new IllegalArgumentException("bad again")).toCompletableFuture().get();
            assertThat(asked).hasValue(1);
            broker.awaitReceived("PUBACK", 1);
        }
    }

    @Test
    void hasTheStrategyDealWithAMessageAtWhichTheSubscriberThrows() {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b")) {
            IncomingChannel channel = incoming("in", "t", 1).strategy(Strategies.ignore()).on(fixture.client(broker));
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
}
