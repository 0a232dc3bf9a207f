package io.quarkiverse.mqttx.connector.outgoing;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.MessageDroppedException;
import io.quarkiverse.mqttx.api.MqttMessage;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.SendQueueFullException;
import io.quarkiverse.mqttx.api.SendQueueStatus;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.incoming.ChannelFixture;
import io.quarkiverse.mqttx.session.model.SendQueueOverflow;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.mutiny.Multi;

/** What an outgoing channel does with messages that must wait, and what its publisher sees of that. */
@Tag("broker")
class OutgoingSendQueueTest {

    private static final long UNLIMITED = SendQueueSettings.UNLIMITED;
    /** Of a message with the topic off/0, one digit, and the two properties of text. */
    private static final int SIZE = 35;

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    private final TestBroker broker = new ArtemisBroker();
    private final Map<String, String> fates = new ConcurrentSkipListMap<>();
    private Flow.Subscriber<Message<?>> publisher;
    private final AtomicLong requested = new AtomicLong();

    @AfterEach
    void close() {
        broker.close();
    }

    /** A channel whose broker is not there yet; retained messages tell later what has arrived. */
    private OutgoingChannel offline(int qos, SendQueueSettings sendQueue) {
        return channel(fixture.client(broker.host(), broker.port()), qos, sendQueue);
    }

    private OutgoingChannel channel(ReconnectingClient client, int qos, SendQueueSettings sendQueue) {
        OutgoingChannel channel = fixture.outgoing(client, null, qos, true, sendQueue);
        publisher = channel;
        publisher.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                requested.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
            }

            @Override
            public void cancel() {
            }
        });
        return channel;
    }

    private void publish(String topic, String payload) {
        publish(OutgoingMqttMetadata.of(topic), payload);
    }

    private void publish(OutgoingMqttMetadata metadata, String payload) {
        publisher.onNext(MqttMessage.of(metadata, payload).withAck(() -> fate(payload, "acked"))
                .withNack(cause -> fate(payload, cause instanceof MessageDroppedException dropped ? dropped.reason().toString()
                        : cause.getClass().getSimpleName())));
    }

    private CompletableFuture<Void> fate(String payload, String fate) {
        fates.merge(payload, fate, (one, other) -> one + " and " + other);
        return CompletableFuture.completedFuture(null);
    }

    private void publishNumbers(int count) {
        for (int i = 0; i < count; i++) {
            publish("off/" + i, Integer.toString(i));
        }
    }

    /** Starts the broker and tells by topic what it has got, once all is settled. */
    private Map<String, String> arrived(OutgoingChannel channel) {
        broker.start();
        await().atMost(PATIENCE).until(() -> channel.unsettled() == 0);
        int count = (int) fates.values().stream().filter("acked"::equals).count();
        try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe("off/#", 1)) {
            return outside.awaitReceived(Math.min(count, expected)).stream()
                    .collect(Collectors.toMap(ReceivedMessage::topic, ReceivedMessage::text, (a, b) -> b, TreeMap::new));
        }
    }

    private int expected = Integer.MAX_VALUE;

    private static Map<String, String> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().collect(Collectors.toMap(i -> "off/" + i, i -> Integer.toString(i)));
    }

    private static SendQueueSettings of(int maxMessages, SendQueueOverflow overflow) {
        return new SendQueueSettings(maxMessages, UNLIMITED, overflow, true, false, true);
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2 })
    void withBackPressureThePublisherIsAskedForNoMoreThanMayWait(int qos) {
        OutgoingChannel channel = offline(qos, of(8, SendQueueOverflow.BACK_PRESSURE));
        assertThat(requested).hasValue(8);
        publishNumbers(8);
        await().atMost(PATIENCE).until(() -> channel.sendQueue().waiting() == 8);
        assertThat(requested).hasValue(8);
        assertThat(channel.health().reason()).endsWith("8 messages wait to be sent");
        assertThat(arrived(channel)).isEqualTo(numbers(0, 8));
        assertThat(requested).hasValue(16);
        assertThat(channel.sendQueue()).isEqualTo(new SendQueueStatus(0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void aBoundOfBytesAsksForOneMessageAfterTheOther() {
        OutgoingChannel channel = offline(1,
                new SendQueueSettings(100, 5 * SIZE, SendQueueOverflow.BACK_PRESSURE, true, false, true));
        for (int i = 0; i < 5; i++) {
            assertThat(requested).hasValue(i + 1);
            publish("off/" + i, Integer.toString(i));
        }
        await().atMost(PATIENCE).until(() -> channel.sendQueue().waitingBytes() == 5 * SIZE);
        assertThat(requested).hasValue(5);
        assertThat(arrived(channel)).isEqualTo(numbers(0, 5));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(requested).hasValue(6));
    }

    @Test
    void aBoundOfBytesAndOfMessagesSlowAPublisherDownAndLoseNothing() {
        AtomicLong acked = new AtomicLong();
        broker.start();
        OutgoingChannel channel = fixture.outgoing(fixture.client(broker.host(), broker.port()), "numbers", 1, false,
                new SendQueueSettings(7, 20, SendQueueOverflow.BACK_PRESSURE, true, false, true));
        try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe("numbers", 1)) {
            Multi.createFrom().range(0, 500).map(i -> (Message<?>) Message.of(i).withAck(() -> {
                acked.incrementAndGet();
                return CompletableFuture.completedFuture(null);
            })).subscribe(channel);
            outside.awaitReceived(500);
            assertThat(outside.receivedTexts()).isEqualTo(IntStream.range(0, 500).mapToObj(Integer::toString).toList());
            await().atMost(PATIENCE).until(() -> acked.get() == 500);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2 })
    void theOldestGiveWayAndAreNacked(int qos) {
        OutgoingChannel channel = offline(qos, of(3, SendQueueOverflow.DROP_OLDEST));
        assertThat(requested).hasValue(Long.MAX_VALUE);
        publishNumbers(10);
        await().atMost(PATIENCE).until(() -> fates.size() == 7);
        assertThat(fates.values()).containsOnly("OLDEST");
        assertThat(arrived(channel)).isEqualTo(numbers(7, 10));
        assertThat(channel.sendQueue()).isEqualTo(new SendQueueStatus(0, 0, 7, 0, 0, 0, 0, 0));
    }

    @Test
    void theNewestAreDroppedAndAckedWhereThatIsWanted() {
        OutgoingChannel channel = offline(1,
                new SendQueueSettings(3, UNLIMITED, SendQueueOverflow.DROP_NEWEST, true, false, false));
        publishNumbers(10);
        await().atMost(PATIENCE).until(() -> fates.size() == 7);
        assertThat(fates.values()).containsOnly("acked");
        expected = 3;
        assertThat(arrived(channel)).isEqualTo(numbers(0, 3));
        assertThat(channel.sendQueue().droppedNewest()).isEqualTo(7);
    }

    @Test
    void theNewestFails() {
        OutgoingChannel channel = offline(1, of(3, SendQueueOverflow.FAIL));
        publishNumbers(5);
        await().atMost(PATIENCE).until(() -> fates.size() == 2);
        assertThat(fates).isEqualTo(Map.of("3", SendQueueFullException.class.getSimpleName(), "4",
                SendQueueFullException.class.getSimpleName()));
        assertThat(arrived(channel)).isEqualTo(numbers(0, 3));
        assertThat(channel.sendQueue().failed()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(value = SendQueueOverflow.class, names = { "DROP_OLDEST", "DROP_NEWEST", "FAIL" })
    void aFloodThatTheEventLoopDoesNotKeepUpWithIsBoundedToo(SendQueueOverflow overflow) throws Exception {
        OutgoingChannel channel = offline(1, of(10, overflow));
        CompletableFuture<Void> blocked = new CompletableFuture<>();
        CompletableFuture<Void> flooded = new CompletableFuture<>();
        ReconnectingClient client = fixture.last();
        client.context().runOnContext(v -> {
            blocked.complete(null);
            flooded.join();
        });
        blocked.get();
        int count = 5_000;
        publishNumbers(count);
        assertThat(fates).as("told while the event loop can take nothing").hasSize(count - 1024 - 10);
        flooded.complete(null);
        await().atMost(PATIENCE).until(() -> fates.size() == count - 10);
        SendQueueStatus status = channel.sendQueue();
        assertThat(status.dropped() + status.failed()).isEqualTo(count - 10);
        assertThat(status.failed()).isEqualTo(overflow == SendQueueOverflow.FAIL ? count - 10 : 0);
        assertThat(arrived(channel)).hasSize(10);
    }

    @Test
    void whatIsInFlightIsNeverDroppedAndGoesOutAgain() {
        try (ScriptedBroker scripted = ScriptedBroker.start(conversation -> {
            conversation.expect("CONNECT");
            conversation.send(Packets.connAck5(false, 0, "21 00 02")); // Receive Maximum 2
            conversation.expect("PUBLISH");
            conversation.expect("PUBLISH");
            await().atMost(PATIENCE).until(() -> fates.size() == 3);
            conversation.close();
        }, conversation -> {
            conversation.accept();
            for (int i = 0; i < 3; i++) {
                RawPacket publish = conversation.expect("PUBLISH");
                conversation.send(Packets.pubAck(publish.packetId()));
            }
            conversation.serve();
        })) {
            channel(fixture.client(scripted), 1, of(1, SendQueueOverflow.DROP_OLDEST));
            await().atMost(PATIENCE).until(() -> fixture.last().status().isConnected());
            List<String> topics = List.of("a", "b", "c", "d", "e", "f");
            topics.forEach(topic -> publish(topic, topic));
            await().atMost(PATIENCE).until(() -> fates.size() == topics.size());
            assertThat(fates).isEqualTo(Map.of("a", "acked", "b", "acked", "c", "OLDEST", "d", "OLDEST", "e", "OLDEST", "f",
                    "acked"));
        }
    }

    @Test
    void qos0IsDroppedAndAckedWhileThereIsNoConnection() {
        OutgoingChannel channel = offline(0,
                new SendQueueSettings(2, UNLIMITED, SendQueueOverflow.BACK_PRESSURE, false, false, true));
        publish("off/0", "0");
        publish(OutgoingMqttMetadata.of("off/1", 1), "1");
        publish("off/2", "2");
        await().atMost(PATIENCE).until(() -> fates.size() == 2);
        assertThat(fates).isEqualTo(Map.of("0", "acked", "2", "acked"));
        assertThat(channel.sendQueue()).isEqualTo(new SendQueueStatus(1, SIZE, 0, 0, 0, 0, 0, 2));
        expected = 1;
        assertThat(arrived(channel)).isEqualTo(numbers(1, 2));
    }

    @Test
    void whatExpiresWhileItWaitsIsNackedAndNotSent() {
        OutgoingChannel channel = offline(1, of(10, SendQueueOverflow.BACK_PRESSURE));
        publish(OutgoingMqttMetadata.builder().withTopic("off/0").withMessageExpiry(Duration.ofSeconds(1)).build(), "0");
        publish("off/1", "1");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fates).isEqualTo(Map.of("0", "EXPIRED")));
        assertThat(arrived(channel)).isEqualTo(numbers(1, 2));
        assertThat(channel.sendQueue().expired()).isEqualTo(1);
    }

    @Test
    void ofEachTopicTheLatestArrives() {
        OutgoingChannel channel = offline(1,
                new SendQueueSettings(4, UNLIMITED, SendQueueOverflow.DROP_NEWEST, true, true, true));
        for (int i = 0; i < 100; i++) {
            publish("off/" + i % 4, Integer.toString(i));
        }
        await().atMost(PATIENCE).until(() -> fates.size() == 96);
        assertThat(fates.values()).containsOnly("acked");
        expected = 4;
        assertThat(arrived(channel)).isEqualTo(Map.of("off/0", "96", "off/1", "97", "off/2", "98", "off/3", "99"));
        assertThat(channel.sendQueue()).isEqualTo(new SendQueueStatus(0, 0, 0, 0, 0, 0, 96, 0));
    }

    @Test
    void aFullSendQueueDoesNotStopAnotherChannelOfTheConnection() {
        ReconnectingClient shared = fixture.client(broker.host(), broker.port());
        List<OutgoingChannel> channels = new ArrayList<>();
        for (String name : List.of("full", "free")) {
            OutgoingChannel channel = fixture.outgoing(shared, "off/" + name, 1, true,
                    of(name.equals("full") ? 1 : 10, SendQueueOverflow.BACK_PRESSURE));
            Multi.createFrom().range(0, 5).map(i -> (Message<?>) Message.of(i).withAck(() -> fate(name + i, "acked")))
                    .subscribe(channel);
            channels.add(channel);
        }
        await().atMost(PATIENCE).until(() -> channels.get(1).sendQueue().waiting() == 5);
        assertThat(channels.get(0).sendQueue().waiting()).isEqualTo(1);
        broker.start();
        await().atMost(PATIENCE).until(() -> fates.size() == 10);
    }
}
