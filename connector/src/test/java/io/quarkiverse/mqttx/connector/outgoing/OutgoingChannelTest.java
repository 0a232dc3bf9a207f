package io.quarkiverse.mqttx.connector.outgoing;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.incoming;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MqttMessage;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.PublishResult;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.incoming.ChannelFixture;
import io.quarkiverse.mqttx.connector.incoming.IncomingChannel;
import io.quarkiverse.mqttx.connector.message.ChannelTopics;
import io.quarkiverse.mqttx.connector.message.MessageOrigin;
import io.quarkiverse.mqttx.connector.message.ReceivedMetadata;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.vertx.core.Future;

@Tag("broker")
class OutgoingChannelTest {

    private static final TestBroker BROKER = new ArtemisBroker();

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    @BeforeAll
    static void start() {
        BROKER.start();
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    private ReconnectingClient client() {
        return fixture.client(BROKER.host(), BROKER.port());
    }

    /** A message whose fate can be awaited. */
    private static final class Probe {
        final CompletableFuture<Void> acked = new CompletableFuture<>();
        final CompletableFuture<Throwable> nacked = new CompletableFuture<>();
        final Message<?> message;

        Probe(Message<?> message) {
            this.message = message.withAck(() -> done(acked, null)).withNack(cause -> done(nacked, cause));
        }

        static Probe of(Object payload) {
            return new Probe(Message.of(payload));
        }

        private static <T> CompletionStage<Void> done(CompletableFuture<T> future, T value) {
            future.complete(value);
            return CompletableFuture.completedFuture(null);
        }
    }

    private static UnicastProcessor<Message<?>> feed(OutgoingChannel channel) {
        UnicastProcessor<Message<?>> processor = UnicastProcessor.create();
        processor.subscribe(channel);
        return processor;
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2 })
    void publishesInOrderAndAcksEachMessage(int qos) {
        int count = 1000;
        AtomicLong acked = new AtomicLong();
        try (ReferenceClient outside = ReferenceClient.connect(BROKER).subscribe("order" + qos, qos)) {
            OutgoingChannel channel = fixture.outgoing(client(), "order" + qos, qos, false, 10);
            Multi.createFrom().range(0, count).map(i -> (Message<?>) Message.of(i).withAck(() -> {
                acked.incrementAndGet();
                return CompletableFuture.completedFuture(null);
            })).subscribe(channel);
            List<String> expected = IntStream.range(0, count).mapToObj(Integer::toString).toList();
            outside.awaitReceived(count);
            assertThat(outside.receivedTexts()).isEqualTo(expected);
            await().atMost(PATIENCE).until(() -> acked.get() == count && channel.unsettled() == 0);
        }
    }

    @Test
    void keepsTheOrderOfAPublisherThatChangesThreads() throws Exception {
        int count = 500;
        try (ReferenceClient outside = ReferenceClient.connect(BROKER).subscribe("threads", 1)) {
            ReconnectingClient client = client();
            UnicastProcessor<Message<?>> feed = feed(fixture.outgoing(client, "threads", 1, false, 1000));
            for (int i = 0; i < count; i += 2) {
                feed.onNext(Message.of(i));
                int next = i + 1;
                CompletableFuture<Void> sent = new CompletableFuture<>();
                client.context().runOnContext(v -> {
                    feed.onNext(Message.of(next));
                    sent.complete(null);
                });
                sent.get();
            }
            outside.awaitReceived(count);
            assertThat(outside.receivedTexts()).isEqualTo(IntStream.range(0, count).mapToObj(Integer::toString).toList());
        }
    }

    @Test
    void asksForNoMoreThanTheWindowUntilTheBrokerHasAnswered() {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            RawPacket first = conversation.expect("PUBLISH");
            conversation.expect("PUBLISH");
            conversation.expect("PUBLISH");
            conversation.expect("PUBLISH"); // the fourth and last of the window
            conversation.send(Packets.pubAck(first.packetId()));
            conversation.expect("PUBLISH");
        })) {
            AtomicLong requested = new AtomicLong();
            OutgoingChannel channel = fixture.outgoing(fixture.client(broker.host(), broker.port()), "t", 1, false, 4);
            AtomicLong produced = new AtomicLong();
            channel.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    requested.addAndGet(n);
                    for (int i = 0; i < n; i++) {
                        channel.onNext(Message.of(produced.incrementAndGet()));
                    }
                }

                @Override
                public void cancel() {
                }
            });
            broker.awaitReceived("PUBLISH", 5);
            broker.awaitScripts();
            assertThat(requested).hasValue(5);
            assertThat(channel.unsettled()).isEqualTo(4);
        }
    }

    @Test
    void asksForNothingMoreOnceTheConnectionHasEndedForGood() throws Exception {
        ReconnectingClient client = client();
        OutgoingChannel channel = fixture.outgoing(client, "ended", 1, false, 4);
        AtomicLong nacked = new AtomicLong();
        Multi.createBy().repeating().supplier(() -> (Message<?>) Message.of("x").withNack(cause -> {
            nacked.incrementAndGet();
            return CompletableFuture.completedFuture(null);
        })).indefinitely().subscribe(channel);
        await().atMost(PATIENCE).until(() -> channel.health().ready());
        ChannelFixture.get(client.stop(Duration.ofMillis(100)));
        await().atMost(PATIENCE).until(() -> channel.unsettled() == 0);
        assertThat(nacked.get()).isLessThanOrEqualTo(4);
        assertThat(channel.health().ready()).isFalse();
    }

    @Test
    void takesNothingMoreOnceItIsStoppedAndSettlesWhatItHas() throws Exception {
        OutgoingChannel channel = fixture.outgoing(client(), "stopping", 1, false, 4);
        AtomicLong produced = new AtomicLong();
        Multi.createBy().repeating().supplier(() -> (Message<?>) Message.of(produced.incrementAndGet())).indefinitely()
                .subscribe(channel);
        await().atMost(PATIENCE).until(() -> produced.get() > 100);
        ChannelFixture.get(channel.stop());
        long taken = produced.get();
        assertThat(channel.unsettled()).isZero();
        assertThat(produced.get()).isEqualTo(taken);
    }

    @Test
    void aStopIsOverInTheTurnAfterTheLastMessageIsSettled() throws Exception {
        CountDownLatch answering = new CountDownLatch(1);
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            RawPacket sent = conversation.expect("PUBLISH");
            answering.await();
            conversation.send(Packets.pubAck(sent.packetId()));
            conversation.serve();
        })) {
            ReconnectingClient client = fixture.client(broker.host(), broker.port());
            OutgoingChannel channel = fixture.outgoing(client, "t", 1, false, 4);
            AtomicReference<Future<Void>> stopped = new AtomicReference<>();
            CompletableFuture<Boolean> inTheNextTurn = new CompletableFuture<>();
            feed(channel).onNext(Message.of("x").withAck(() -> {
                // this turn has not counted the message yet when it asks for the next one
                client.context().runOnContext(next -> client.context()
                        .runOnContext(afterIt -> inTheNextTurn.complete(stopped.get().isComplete())));
                return CompletableFuture.completedFuture(null);
            }));
            broker.awaitReceived("PUBLISH", 1);
            stopped.set(channel.stop());
            client.context().runOnContext(turn -> answering.countDown());

            assertThat(inTheNextTurn.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(channel.unsettled()).isZero();
        }
    }

    @Test
    void takesFromTheMetadataWhatItSaysAndTheRestFromTheChannel() {
        try (ReferenceClient outside = ReferenceClient.connect(BROKER).subscribe("meta/#", 2)) {
            UnicastProcessor<Message<?>> feed = feed(fixture.outgoing(client(), "meta/default", 2, true, 10));
            feed.onNext(Message.of("0"));
            feed.onNext(MqttMessage.of("meta/topic", "1"));
            feed.onNext(MqttMessage.of("meta/qos", "2", 1));
            feed.onNext(MqttMessage.of("meta/all", "3", 0, false));
            feed.onNext(MqttMessage.of(OutgoingMqttMetadata.builder().withQos(1).build(), "4"));
            List<ReceivedMessage> received = outside.awaitReceived(5);
            assertThat(received).extracting(ReceivedMessage::topic).containsExactlyInAnyOrder("meta/default", "meta/topic",
                    "meta/qos", "meta/all", "meta/default");
            assertThat(received).extracting(message -> message.text() + " " + message.qos())
                    .containsExactlyInAnyOrder("0 2", "1 2", "2 1", "3 0", "4 1");
            // What the broker keeps tells which were published with the retain flag
            try (ReferenceClient late = ReferenceClient.connect(BROKER).subscribe("meta/#", 2)) {
                late.awaitReceived(3);
                assertThat(late.received()).extracting(ReceivedMessage::topic).containsExactlyInAnyOrder("meta/default",
                        "meta/topic", "meta/qos");
            }
        }
    }

    @Test
    void carriesMqtt5PropertiesThereAndBack() {
        ReconnectingClient client = client();
        IncomingChannel in = incoming("in", "properties", 1).on(client);
        AssertSubscriber<Message<?>> subscriber = subscribe(in, 1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(in.health()).isEqualTo(ChannelHealth.ok("in")));
        feed(fixture.outgoing(client, "properties", 1, false, 10)).onNext(MqttMessage.of(OutgoingMqttMetadata.builder()
                .withUserProperty("unit", "°C").withContentType("application/json").withResponseTopic("answers")
                .withCorrelationData(new byte[] { 1, 2 }).withUtf8Payload().build(), "{}"));
        IncomingMqttMetadata metadata = subscriber.awaitItems(1, PATIENCE).getItems().get(0)
                .getMetadata(IncomingMqttMetadata.class).orElseThrow();
        assertThat(metadata.getChannel()).isEqualTo("in");
        assertThat(metadata.getTopic()).isEqualTo("properties");
        assertThat(metadata.getQos()).isEqualTo(1);
        assertThat(metadata.getPacketId()).isPositive();
        assertThat(metadata.isRetain()).isFalse();
        assertThat(metadata.isDuplicate()).isFalse();
        assertThat(metadata.getUserProperties()).contains(new UserProperty("unit", "°C"));
        assertThat(metadata.getUserProperty("unit")).contains("°C");
        assertThat(metadata.getUserProperty("other")).isEmpty();
        assertThat(metadata.getContentType()).contains("application/json");
        assertThat(metadata.getResponseTopic()).contains("answers");
        assertThat(metadata.getCorrelationData()).hasValueSatisfying(data -> assertThat(data).containsExactly(1, 2));
        assertThat(metadata.isUtf8Payload()).isTrue();
    }

    @Test
    void nacksWhatCannotBePublishedAndGoesOn() {
        try (ReferenceClient outside = ReferenceClient.connect(BROKER).subscribe("good", 1)) {
            OutgoingChannel channel = fixture.outgoing(client(), null, 1, false, 2);
            UnicastProcessor<Message<?>> feed = feed(channel);
            assertThat(refusal(feed, Message.of("x"))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no topic");
            assertThat(refusal(feed, MqttMessage.of("", "x"))).hasMessageContaining("empty");
            assertThat(refusal(feed, MqttMessage.of("a/+/b", "x"))).hasMessageContaining("publisher 'out'")
                    .hasMessageContaining("'+'");
            assertThat(refusal(feed, MqttMessage.of("x".repeat(65_536), "x"))).hasMessageContaining("65535");
            assertThat(refusal(feed, MqttMessage.of("good", new Object()))).hasMessageContaining("java.lang.Object");
            feed.onNext(MqttMessage.of("good", "after all"));
            outside.awaitReceived(1);
            assertThat(outside.receivedTexts()).containsExactly("after all");
            assertThat(channel.health()).isEqualTo(ChannelHealth.ok("out"));
        }
    }

    private static Throwable refusal(UnicastProcessor<Message<?>> feed, Message<?> message) {
        Probe probe = new Probe(message);
        feed.onNext(probe.message);
        await().atMost(PATIENCE).until(probe.nacked::isDone);
        assertThat(probe.acked).isNotDone();
        return probe.nacked.join();
    }

    @Test
    void nacksWhereAVariableBringsAControlCharacterIntoTheTopic() {
        try (ScriptedBroker broker = ScriptedBroker.serving()) {
            UnicastProcessor<Message<?>> feed = feed(fixture.outgoing(fixture.client(broker), "plant/{line}", 1, false, 10));
            Message<?> received = Message.of("x").addMetadata(new IncomingMqttMetadata(new ReceivedMetadata(
                    new MessageOrigin("in", ChannelTopics.of(List.of("in/{line}")), null),
                    Publish.of("in/a\nb", new byte[0], 0, false))));
            for (Message<?> bad : List.of(Message.of(Map.of("line", "a\nb")), received, Message.of("x").addMetadata(
                    OutgoingMqttMetadata.builder().withTopicVariable("line", "a\nb").build()))) {
                assertThat(refusal(feed, bad)).hasMessageContainingAll("'plant/a\\nb'", "U+000A",
                        "allow-control-characters=true").hasMessageNotContaining("\n");
            }
            Probe good = Probe.of(Map.of("line", "7"));
            feed.onNext(good.message);
            assertThat(good.acked).succeedsWithin(PATIENCE);
            assertThat(broker.received("PUBLISH")).extracting(RawPacket::topic).containsExactly("plant/7");
        }
    }

    @Test
    void nacksWithTheReasonCodeOfTheBroker() {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            RawPacket publish = conversation.expect("PUBLISH");
            conversation.send(Packets.pubAck(publish.packetId(), 0x87));
            conversation.serve();
        })) {
            UnicastProcessor<Message<?>> feed = feed(
                    fixture.outgoing(fixture.client(broker.host(), broker.port()), "t", 1, false, 10));
            assertThat(refusal(feed, Message.of("x"))).hasMessageContaining("0x87 Not authorized");
            Probe next = Probe.of("y");
            feed.onNext(next.message);
            assertThat(next.acked).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void aNackDoesNotSayWhereTheMessageItselfWasToGo() {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            conversation.send(Packets.pubAck(conversation.expect("PUBLISH").packetId(), 0x87));
        })) {
            UnicastProcessor<Message<?>> feed = feed(
                    fixture.outgoing(fixture.client(broker.host(), broker.port()), "t", 1, false, 10));
            CompletableFuture<Metadata> nacked = new CompletableFuture<>();
            feed.onNext(Message.of("x").addMetadata(OutgoingMqttMetadata.of("elsewhere", 1, false))
                    .withNackWithMetadata((cause, metadata) -> {
                        nacked.complete(metadata);
                        return CompletableFuture.completedFuture(null);
                    }));
            assertThat(nacked).succeedsWithin(PATIENCE)
                    .satisfies(metadata -> assertThat(metadata.get(OutgoingMqttMetadata.class)).isEmpty());
        }
    }

    @Test
    void survivesAcksAndNacksThatFail() {
        try (ReferenceClient outside = ReferenceClient.connect(BROKER).subscribe("acks", 1)) {
            OutgoingChannel channel = fixture.outgoing(client(), "acks", 1, false, 1);
            UnicastProcessor<Message<?>> feed = feed(channel);
            feed.onNext(Message.of("1").withAck(() -> CompletableFuture.failedFuture(new IllegalStateException("failed ack"))));
            feed.onNext(Message.of("2").withAck(() -> {
                throw new IllegalStateException("thrown by ack");
            }));
            feed.onNext(MqttMessage.of("#", "never").withNack(cause -> {
                throw new IllegalStateException("thrown by nack");
            }));
            feed.onNext(MqttMessage.of("#", "never").withNack(CompletableFuture::failedFuture));
            feed.onNext(Message.of("3").withAck(CompletableFuture::new)); // never completes, and nobody waits for it
            feed.onNext(Message.of("4"));
            outside.awaitReceived(4);
            assertThat(outside.receivedTexts()).containsExactly("1", "2", "3", "4");
            assertThat(channel.health()).isEqualTo(ChannelHealth.ok("out"));
        }
    }

    @Test
    void leavesTheConnectionToOtherChannelsWhenItsPublisherCompletes() {
        try (ReferenceClient outside = ReferenceClient.connect(BROKER).subscribe("shared", 1)) {
            ReconnectingClient client = client();
            OutgoingChannel first = fixture.outgoing(client, "shared", 1, false, 10);
            OutgoingChannel second = fixture.outgoing(client, "shared", 1, false, 10);
            UnicastProcessor<Message<?>> one = feed(first);
            UnicastProcessor<Message<?>> two = feed(second);
            one.onNext(Message.of("1"));
            one.onComplete();
            outside.awaitReceived(1);
            two.onNext(Message.of("2"));
            outside.awaitReceived(2);
            assertThat(first.health()).isEqualTo(ChannelHealth.ok("out"));
        }
    }

    @Test
    void reportsAFailedPublisher() {
        OutgoingChannel channel = fixture.outgoing(client(), "t", 1, false, 10);
        feed(channel).onError(new IllegalStateException("the sensor is gone"));
        assertThat(channel.health().alive()).isFalse();
        assertThat(channel.health().reason()).contains("the sensor is gone");
    }

    @Test
    void holdsMessagesWhileThereIsNoBroker() {
        TestBroker broker = new ArtemisBroker();
        try (broker) {
            OutgoingChannel channel = fixture.outgoing(fixture.client(broker.host(), broker.port()), "t", 1, false, 10);
            UnicastProcessor<Message<?>> feed = feed(channel);
            Probe probe = Probe.of("x");
            feed.onNext(probe.message);
            await().atMost(PATIENCE).until(() -> !channel.health().ready() && channel.health().reason().contains("refused"));
            assertThat(channel.health().alive()).isTrue();
            assertThat(probe.acked).isNotDone();
            assertThat(probe.nacked).isNotDone();
            broker.start();
            assertThat(probe.acked).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void asksForNoMoreThanTheWindowWhileThereIsNoBroker() {
        try (TestBroker broker = new ArtemisBroker()) {
            OutgoingChannel channel = fixture.outgoing(fixture.client(broker.host(), broker.port()), "t", 1, false, 10);
            AtomicLong requested = new AtomicLong();
            channel.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    if (requested.addAndGet(n) <= 30) {
                        for (int i = 0; i < n; i++) {
                            channel.onNext(Message.of("x"));
                        }
                    }
                }

                @Override
                public void cancel() {
                }
            });
            await().atMost(PATIENCE).until(() -> !channel.health().ready() && channel.health().reason().contains("refused"));
            assertThat(requested).hasValue(10);
            broker.start();
            await().atMost(PATIENCE).until(() -> requested.get() > 10);
        }
    }

    @Test
    void tellsWhatTheBrokerSaidToThoseWhoAsk() {
        OutgoingMessageMetadata<PublishResult> result = new OutgoingMessageMetadata<>();
        Probe probe = new Probe(Message.of("x").addMetadata(result));
        feed(fixture.outgoing(client(), "t", 1, false, 10)).onNext(probe.message);
        assertThat(probe.acked).succeedsWithin(PATIENCE);
        assertThat(result.getResult().packetId()).isPositive();
        assertThat(ReasonCode.isFailure(result.getResult().reasonCode())).isFalse();
    }
}
