package io.quarkiverse.mqttx.connector.incoming;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.incoming;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.publisher;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.subscribe;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.providers.locals.ContextOperator;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Vertx;

/** Demand, order, bounds, copies and the rules of Reactive Streams. */
@Tag("broker")
class IncomingDemandTest {

    private static final TestBroker BROKER = new ArtemisBroker();
    private static ReferenceClient outside;

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    @BeforeAll
    static void start() {
        BROKER.start();
        outside = ReferenceClient.connect(BROKER);
    }

    @AfterAll
    static void stop() {
        outside.close();
        BROKER.close();
    }

    private ReconnectingClient client() {
        return fixture.client(BROKER.host(), BROKER.port());
    }

    private static void awaitReady(IncomingChannel channel) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(channel.health()).isEqualTo(ChannelHealth.ok(channel.name())));
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static void publish(String topic, int from, int to, int qos) {
        outside.publishAll(topic, to - from, i -> Integer.toString(from + i).getBytes(), qos);
    }

    @Test
    void deliversWhatIsAskedForAndTheRestLaterInOrder() {
        IncomingChannel channel = incoming("in", "demand", 1).on(client());
        AssertSubscriber<Message<?>> subscriber = subscribe(channel, 2);
        awaitReady(channel);
        publish("demand", 0, 50, 1);
        subscriber.awaitItems(2, PATIENCE);
        assertThat(channel.processing()).isEqualTo(2);

        for (int i = 3; i <= 50; i++) {
            assertThat(texts(subscriber)).hasSize(i - 1);
            subscriber.request(1);
            subscriber.awaitItems(i, PATIENCE);
        }
        assertThat(texts(subscriber)).isEqualTo(numbers(0, 50));
    }

    @Test
    void takesRequestsFromManyThreads() throws Exception {
        IncomingChannel channel = incoming("in", "threads", 1).on(client());
        AssertSubscriber<Message<?>> subscriber = subscribe(channel, 0);
        awaitReady(channel);
        publish("threads", 0, 80, 1);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 20; i++) {
                    subscriber.request(1);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        subscriber.awaitItems(80, PATIENCE);
        assertThat(texts(subscriber)).isEqualTo(numbers(0, 80));
    }

    @Test
    void neverHoldsMoreThanTheWindowForASlowConsumer() {
        int window = 10;
        IncomingChannel channel = incoming("in", "slow", 1)
                .on(fixture.client(BROKER.host(), BROKER.port(), "slow", true, window));
        AtomicInteger most = new AtomicInteger();
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        publisher(channel).emitOn(Infrastructure.getDefaultWorkerPool()).subscribe().with(message -> {
            most.accumulateAndGet(channel.processing(), Math::max);
            seen.add(ChannelFixture.text(message));
            message.ack();
        });
        awaitReady(channel);
        publish("slow", 0, 2000, 1);
        await().atMost(PATIENCE).until(() -> seen.size() >= 2000);
        assertThat(seen).isEqualTo(numbers(0, 2000));
        assertThat(most.get()).isBetween(1, window);
        await().atMost(PATIENCE).until(() -> channel.processing() == 0);
    }

    @Test
    void dropsTheOldestQos0MessagesWhenNobodyTakesThemAndLives() {
        IncomingChannel channel = incoming("in", "oldest", 0).buffer(10).on(client());
        AssertSubscriber<Message<?>> subscriber = subscribe(channel, 0);
        awaitReady(channel);
        publish("oldest", 0, 300, 0);
        await().atMost(PATIENCE).until(() -> channel.dropped() == 290);
        subscriber.request(Long.MAX_VALUE);
        subscriber.awaitItems(10, PATIENCE);
        publish("oldest", 300, 302, 0);
        subscriber.awaitItems(12, PATIENCE);
        assertThat(texts(subscriber)).isEqualTo(numbers(290, 302));
        assertThat(channel.dropped()).isEqualTo(290);
        assertThat(channel.health().alive()).isTrue();
    }

    @Test
    void dropsNothingOfABurstThatAConsumerOnTheEventLoopKeepsUpWith() {
        int count = 20_000;
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            conversation.grant(0);
            ByteArrayOutputStream burst = new ByteArrayOutputStream();
            for (int i = 0; i < count; i++) {
                burst.writeBytes(Packets.publish(conversation.version(), "burst", 0, 0, Integer.toString(i).getBytes()));
            }
            conversation.send(burst.toByteArray());
            conversation.serve();
        })) {
            IncomingChannel channel = incoming("in", "burst", 0).buffer(10)
                    .on(fixture.client(broker.host(), broker.port()));
            AtomicInteger seen = new AtomicInteger();
            // As Reactive Messaging does for a method: it asks for the next message in a later turn of the event loop
            ContextOperator.apply(publisher(channel))
                    .onItem().transformToUniAndConcatenate(
                            message -> Uni.createFrom().completionStage(message.ack()).replaceWith(message))
                    .subscribe().with(message -> seen.incrementAndGet());
            await().atMost(PATIENCE).until(() -> seen.get() + channel.dropped() >= count);
            assertThat(channel.dropped()).isZero();
        }
    }

    @Test
    void keepsWhatArrivesBeforeAnybodySubscribes() throws Exception {
        ReconnectingClient client = client();
        IncomingChannel late = incoming("late", "early/late", 1).on(client);
        IncomingChannel first = incoming("first", "early/late", 1).on(client);
        AssertSubscriber<Message<?>> probe = subscribe(first, Long.MAX_VALUE);
        awaitReady(first);
        publish("early/late", 0, 20, 1);
        probe.awaitItems(20, PATIENCE);
        AssertSubscriber<Message<?>> subscriber = subscribe(late, Long.MAX_VALUE);
        subscriber.awaitItems(20, PATIENCE);
        assertThat(texts(subscriber)).isEqualTo(numbers(0, 20));
    }

    @Test
    void givesEachMessageToOneCopyThatHasDemand() {
        IncomingChannel channel = incoming("in", "copies", 1).on(client());
        AssertSubscriber<Message<?>> one = subscribe(channel, Long.MAX_VALUE);
        AssertSubscriber<Message<?>> two = subscribe(channel, Long.MAX_VALUE);
        AssertSubscriber<Message<?>> idle = subscribe(channel, 0);
        awaitReady(channel);
        publish("copies", 0, 90, 1);
        await().atMost(PATIENCE).until(() -> one.getItems().size() + two.getItems().size() >= 90);
        assertThat(one.getItems()).hasSize(45);
        assertThat(two.getItems()).hasSize(45);
        assertThat(idle.getItems()).isEmpty();
        List<String> all = new ArrayList<>(texts(one));
        all.addAll(texts(two));
        assertThat(all).containsExactlyInAnyOrderElementsOf(numbers(0, 90));
    }

    @Test
    void givesEachMessageToAllConsumersOfABroadcast() {
        IncomingChannel channel = incoming("in", "broadcast", 1).broadcast().on(client());
        ChannelPublisher copy = publisher(channel);
        AssertSubscriber<Message<?>> fast = subscribe(copy, Long.MAX_VALUE);
        AssertSubscriber<Message<?>> slow = subscribe(copy, 5);
        awaitReady(channel);
        publish("broadcast", 0, 20, 1);
        slow.awaitItems(5, PATIENCE);
        assertThat(texts(fast)).isEqualTo(numbers(0, 5));
        slow.cancel();
        fast.awaitItems(20, PATIENCE);
        assertThat(texts(fast)).isEqualTo(numbers(0, 20));
        assertThat(texts(slow)).isEqualTo(numbers(0, 5));
    }

    @Test
    void refusesASecondConsumerUnlessItBroadcasts() {
        IncomingChannel channel = incoming("in", "second", 1).on(client());
        ChannelPublisher copy = publisher(channel);
        AssertSubscriber<Message<?>> first = subscribe(copy, Long.MAX_VALUE);
        subscribe(copy, 1).awaitFailure(PATIENCE).assertFailedWith(IllegalStateException.class, "broadcast");
        awaitReady(channel);
        publish("second", 0, 3, 1);
        first.awaitItems(3, PATIENCE);
    }

    @Test
    void goesOnWithANewConsumerAfterACancellation() {
        IncomingChannel channel = incoming("in", "resubscribe", 1).on(client());
        ChannelPublisher copy = publisher(channel);
        AssertSubscriber<Message<?>> first = subscribe(copy, 2);
        awaitReady(channel);
        publish("resubscribe", 0, 6, 1);
        first.awaitItems(2, PATIENCE).cancel();
        AssertSubscriber<Message<?>> second = subscribe(copy, Long.MAX_VALUE);
        second.awaitItems(4, PATIENCE);
        assertThat(texts(second)).isEqualTo(numbers(2, 6));
        assertThat(texts(first)).isEqualTo(numbers(0, 2));
    }

    @Test
    void failsASubscriberThatRequestsNothing() {
        IncomingChannel channel = incoming("in", "zero", 1).on(client());
        ChannelPublisher copy = publisher(channel);
        BrokenSubscriber broken = new BrokenSubscriber();
        copy.subscribe(broken);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(broken.failure).isInstanceOf(IllegalArgumentException.class));
        AssertSubscriber<Message<?>> next = subscribe(copy, 1);
        awaitReady(channel);
        publish("zero", 0, 1, 1);
        next.awaitItems(1, PATIENCE);
    }

    private static final class BrokenSubscriber implements Flow.Subscriber<Message<?>> {
        volatile Throwable failure;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(0);
        }

        @Override
        public void onNext(Message<?> item) {
        }

        @Override
        public void onError(Throwable cause) {
            failure = cause;
        }

        @Override
        public void onComplete() {
        }
    }

    @Test
    void deliversNothingMoreOnceItIsStopped() {
        ReconnectingClient client = client();
        IncomingChannel channel = incoming("in", "stopped", 1).on(client);
        IncomingChannel other = incoming("other", "probe", 1).on(client);
        AssertSubscriber<Message<?>> subscriber = subscribe(channel, Long.MAX_VALUE);
        AssertSubscriber<Message<?>> probe = subscribe(other, Long.MAX_VALUE);
        awaitReady(channel);
        awaitReady(other);
        channel.stop();
        subscriber.awaitCompletion(PATIENCE);
        publish("stopped", 0, 5, 1);
        publish("probe", 0, 1, 1);
        probe.awaitItems(1, PATIENCE);
        assertThat(subscriber.getItems()).isEmpty();
        subscribe(channel, 1).awaitCompletion(PATIENCE);
    }

    @Test
    void leavesWithTheBrokerWhatAFailedChannelHasNotProcessed() throws Exception {
        ReconnectingClient client = fixture.client(BROKER.host(), BROKER.port(), "durable", false, 100);
        IncomingChannel channel = incoming("in", "kept", 1).on(client);
        AssertSubscriber<Message<?>> subscriber = subscribe(channel, 3);
        awaitReady(channel);
        publish("kept", 0, 6, 1);
        subscriber.awaitItems(3, PATIENCE);
        subscriber.getItems().get(0).ack().toCompletableFuture().get();
        subscriber.getItems().get(1).nack(new IllegalStateException("bad"));
        subscriber.awaitFailure(PATIENCE);
        ChannelFixture.get(client.stop(PATIENCE));

        IncomingChannel again = incoming("in", "kept", 1)
                .on(fixture.client(BROKER.host(), BROKER.port(), "durable", false, 100));
        AssertSubscriber<Message<?>> second = subscribe(again, Long.MAX_VALUE).awaitItems(5, PATIENCE);
        assertThat(texts(second)).containsExactlyInAnyOrderElementsOf(numbers(1, 6));
    }

    @Test
    void reachesAConsumerOnTheEventLoopWithoutAHopAndInAContextOfItsOwn() {
        ReconnectingClient client = client();
        IncomingChannel channel = incoming("in", "hops", 1).on(client);
        Set<Object> contexts = ConcurrentHashMap.newKeySet();
        List<StackTraceElement[]> stacks = Collections.synchronizedList(new ArrayList<>());
        ContextOperator.apply(publisher(channel)).subscribe().with(message -> {
            contexts.add(Vertx.currentContext());
            stacks.add(Thread.currentThread().getStackTrace());
            assertThat(message.getMetadata(LocalContextMetadata.class))
                    .get().satisfies(local -> contexts.add(local.context()));
        });
        awaitReady(channel);
        publish("hops", 0, 3, 1);
        await().atMost(PATIENCE).until(() -> stacks.size() == 3);
        assertThat(contexts).hasSize(3).doesNotContain(client.context());
        assertThat(stacks).allSatisfy(stack -> assertThat(stack)
                .anyMatch(frame -> frame.getClassName().equals(IncomingChannel.class.getName())
                        && frame.getMethodName().equals("deliver")));
    }
}
