package io.quarkiverse.mqttx.acceptance;

import static io.quarkiverse.mqttx.acceptance.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.annotations.Blocking;

/**
 * What the official connector for MQTT does wrong, and what happens here instead. B1 to B25 are the numbers of the list of its
 * defects from which these tests were written. Each of the 25 has a test named after it: below, when it concerns channels and
 * the delivery of messages, or in {@link OfficialConnectionDefectsTest}, when it concerns the connection and its session.
 * <ul>
 * <li>B1, acknowledged before it is processed: below; in receive order: {@code IncomingAcknowledgementTest}; nacked messages
 * stay with the broker: {@code IncomingFailureTest}</li>
 * <li>B2, a full buffer ends the channel: below; at full size: {@link Qos0BurstTest}, {@link SlowConsumerTest}</li>
 * <li>B3, acked when it is written, and what exceeds the window fails: below; at each QoS, and no demand beyond the window:
 * {@code OutgoingChannelTest}</li>
 * <li>B4, processed as often as there are copies of the channel: below</li>
 * <li>B5, a refused subscription reported as subscribed: below</li>
 * <li>B6, in flight forgotten with the connection: {@link OfficialConnectionDefectsTest}; at full size:
 * {@link BrokerRestartTest}, {@link ConnectionLossTest}</li>
 * <li>B7, shared state on many threads: below; on one event loop and in the context of the message:
 * {@code ChannelsInApplicationTest}</li>
 * <li>B8, no SUBSCRIBE when the session is present: {@link OfficialConnectionDefectsTest}</li>
 * <li>B9, a new client identifier with each connection: {@link OfficialConnectionDefectsTest}</li>
 * <li>B10, a will without topic: {@link OfficialConnectionDefectsTest}; the will reaches the broker:
 * {@code AttributeMeaningTest}, {@code PacketEncoderTest}; with its delay: {@code ConnectorConnectionTest}</li>
 * <li>B11, unsubscribing fails: below</li>
 * <li>B12, a stop that does not end or says no goodbye: {@link OfficialConnectionDefectsTest}; in all states of the
 * connection: {@code ClientStopTest}</li>
 * <li>B13, a publisher that completes stops all channels: {@link OfficialConnectionDefectsTest}</li>
 * <li>B14, an ack that fails ends the channel: below</li>
 * <li>B15, publishing without a connection fails: {@link OfficialConnectionDefectsTest}</li>
 * <li>B16, what comes with CONNACK is lost: {@link OfficialConnectionDefectsTest}</li>
 * <li>B17, a large message ends the connection: below; beyond {@code max-message-size}:
 * {@link WhateverTheBrokerSendsTest}</li>
 * <li>B18, an interval of zero never reconnects: {@link OfficialConnectionDefectsTest}</li>
 * <li>B19, waits for CONNACK for ever: {@link OfficialConnectionDefectsTest}</li>
 * <li>B20, not alive without a broker: {@link OfficialConnectionDefectsTest}</li>
 * <li>B21, codes of SUBACK given to the wrong topics: below</li>
 * <li>B22, the first QoS for all channels with a topic: below; a refusal counts for both channels:
 * {@code SharedSubscriptionsTest}</li>
 * <li>B23, wrong credentials tried every second: {@link OfficialConnectionDefectsTest}</li>
 * <li>B24, ready before it is subscribed: below</li>
 * <li>B25, an old connection that ends takes the new one along: {@link OfficialConnectionDefectsTest}</li>
 * </ul>
 * Other lines of docs/comparison.md have no such number. MQTT 5 and 3.1: {@code ConnectorConnectionTest},
 * {@link VersionFallBackTest}; QoS 2 of incoming channels: the test of B6, {@code IncomingAcknowledgementTest}; the host name
 * in TLS: {@code ConnectorConnectionTest}.
 */
class OfficialDefectsTest extends OfficialDefectsFixture {

    private static final int NOT_AUTHORIZED = 0x87;

    @BeforeEach
    void reset() {
        SlowConsumer.release = new CountDownLatch(1);
        Acks.acked.set(0);
    }

    @AfterEach
    void release() {
        SlowConsumer.release.countDown();
    }

    @ApplicationScoped
    static class SlowConsumer {
        static volatile CountDownLatch release;

        @Incoming("in")
        @Blocking
        void consume(String payload) throws InterruptedException {
            Consumer.received.add(payload);
            release.await();
        }
    }

    @ApplicationScoped
    static class ConcurrentConsumer {

        @Incoming("in")
        @Blocking
        void consume(String payload) {
            Consumer.received.add(payload);
        }
    }

    @Test
    void b01_aMessageIsAcknowledgedAfterItWasProcessedAndNotBefore() {
        to(conversation -> {
            conversation.accept();
            conversation.grant(1);
            conversation.publish("in", 1, 7, "x");
            // Whatever the application does meanwhile, no PUBACK comes first
            conversation.expect("PUBLISH");
            SlowConsumer.release.countDown();
            assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(7);
        }).beans(SlowConsumer.class, Producer.class).incoming("in", "qos", "1").outgoing("out").start();

        awaitReceived("x");
        application.get(Producer.class).send("processing");
        broker.awaitScripts();
    }

    @Test
    void b02_aFullBufferDropsMessagesAndTheChannelLives() {
        CountDownLatch burstIsOver = new CountDownLatch(1);
        to(conversation -> {
            conversation.accept();
            conversation.grant(0);
            for (int i = 0; i < 500; i++) {
                conversation.publish("in", 0, 0, "burst");
            }
            burstIsOver.await();
            conversation.publish("in", 0, 0, "later");
            conversation.serve();
        }).beans(SlowConsumer.class).incoming("in", "buffer-size", "10").start();

        eventually().until(() -> application.connector().droppedMessages("in") > 400);
        SlowConsumer.release.countDown();
        burstIsOver.countDown();
        awaitReceived("later");
        assertThat(log.lines("WARN"))
                .anySatisfy(line -> assertThat(line).contains("'in'", "drops QoS 0 messages", "buffer-size"));
        Patience.assertAlive(application);
    }

    @Test
    void b03_anOutgoingMessageIsAckedByTheBrokersAckAndNoneIsLostInBetween() {
        CountDownLatch acknowledge = new CountDownLatch(1);
        to(conversation -> {
            conversation.accept();
            List<RawPacket> published = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 15; i++) {
                published.add(conversation.expect("PUBLISH"));
            }
            acknowledge.await();
            for (RawPacket packet : published) {
                conversation.send(Packets.pubAck(packet.packetId()));
            }
        }).beans(Producer.class).outgoing("out", "qos", "1").start();

        List<CompletableFuture<Void>> outcomes = IntStream.range(0, 15)
                .mapToObj(i -> application.get(Producer.class).send("m" + i)).toList();
        broker.awaitReceived("PUBLISH", 15);
        assertThat(outcomes).noneMatch(CompletableFuture::isDone);
        acknowledge.countDown();
        assertThat(CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void b04_withConcurrencyEachMessageIsProcessedOnce() {
        to(conversation -> {
            conversation.accept();
            conversation.grant(1);
            for (int id = 1; id <= 30; id++) {
                conversation.publish("in", 1, id, "m" + id);
            }
            conversation.serve();
        }).beans(ConcurrentConsumer.class).incoming("in", "concurrency", "3", "qos", "1").start();

        broker.awaitReceived("PUBACK", 30);
        assertThat(Consumer.received).hasSize(30).doesNotHaveDuplicates();
        assertThat(broker.received("SUBSCRIBE")).singleElement().satisfies(packet -> assertThat(wanted(packet))
                .containsExactly(Map.entry("in", 1)));
    }

    @Test
    void b05_aRefusedSubscriptionIsNotReportedAsSubscribed() {
        to(conversation -> {
            conversation.accept();
            conversation.grant(NOT_AUTHORIZED);
        }).beans(Consumer.class).incoming("in", "qos", "1").start();

        eventually().untilAsserted(
                () -> assertThat(Patience.whyNotReady(application, "in")).contains("'in'")
                        .containsIgnoringCase("not authorized"));
        assertThat(log.lines("ERROR")).singleElement().asString().contains("'in'").containsIgnoringCase("not authorized");
        Patience.assertAlive(application);
    }

    @Test
    void b07_manyThreadsMaySendAndNoMessageIsLostOrMixedUp() {
        to(Conversation::serve).beans(Producer.class).outgoing("out", "qos", "1").start();
        Producer producer = application.get(Producer.class);
        List<CompletableFuture<Void>> senders = IntStream.range(0, 4).mapToObj(thread -> CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 250; i++) {
                producer.send(thread + "-" + i).join();
            }
        })).toList();

        senders.forEach(sender -> assertThat(sender).succeedsWithin(Duration.ofSeconds(60)));
        assertThat(broker.received("PUBLISH")).hasSize(1_000).extracting(packet -> new String(packet.payload()))
                .doesNotHaveDuplicates();
    }

    @ApplicationScoped
    static class Subscriber {
        @Inject
        @Channel("in")
        Multi<Message<String>> channel;

        Cancellable subscribe() {
            return channel.subscribe().with(Message::ack);
        }
    }

    @Test
    void b11_unsubscribingWorks() {
        to(conversation -> {
            conversation.accept();
            conversation.grant(0);
            RawPacket unsubscribe = conversation.expect("UNSUBSCRIBE");
            conversation.send(Packets.unsubAck(ProtocolVersion.V5, unsubscribe.packetId(), 0));
            conversation.serve();
        }).beans(Subscriber.class).incoming("in", "unsubscribe-on-disconnection", "true").start();
        Cancellable subscription = application.get(Subscriber.class).subscribe();
        Patience.awaitReady(application);

        subscription.cancel();
        broker.awaitReceived("UNSUBSCRIBE", 1);
        // Only a client that has got over it stops in an orderly way
        application.stop();
        broker.awaitReceived("DISCONNECT", 1);
        assertThat(log.lines("WARN")).isEmpty();
    }

    @ApplicationScoped
    static class Acks {
        static final AtomicInteger acked = new AtomicInteger();

        /** What the application does about an ack fails, the first time by an exception. */
        @Outgoing("out")
        Multi<Message<String>> produce() {
            return Multi.createFrom().range(0, 3).map(i -> Message.of("m" + i, () -> {
                if (acked.getAndIncrement() == 0) {
                    throw new IllegalStateException("thrown by the application");
                }
                return CompletableFuture.failedStage(new IllegalStateException("failed in the application"));
            }));
        }
    }

    @Test
    void b14_anAckThatFailsDoesNotEndTheChannel() {
        to(Conversation::serve).beans(Acks.class).outgoing("out", "qos", "1", "max-inflight-queue", "1").start();

        eventually().untilAsserted(() -> assertThat(Acks.acked).hasValue(3));
        assertThat(broker.received("PUBLISH")).extracting(packet -> new String(packet.payload()))
                .containsExactly("m0", "m1", "m2");
        Patience.assertAlive(application);
    }

    @Test
    void b17_aLargeMessageIsAMessage() {
        String large = "x".repeat(1_000_000);
        to(conversation -> {
            conversation.accept();
            conversation.grant(1);
            conversation.publish("in", 1, 7, large);
            conversation.serve();
        }).beans(Consumer.class).incoming("in", "qos", "1").start();

        broker.awaitReceived("PUBACK", 1);
        assertThat(Consumer.received).containsExactly(large);
        assertThat(broker.connections()).isEqualTo(1);
    }

    @Test
    void b21_codesBelongToTheirTopics() {
        to(conversation -> {
            conversation.expect("CONNECT");
            // without subscription identifiers, with which each topic would be asked for alone
            conversation.send(Packets.connAck5(false, 0, "29 00"));
            RawPacket subscribe = conversation.expect("SUBSCRIBE");
            int[] codes = wanted(subscribe).stream().mapToInt(topic -> topic.getKey().equals("e/5") ? NOT_AUTHORIZED : 1)
                    .toArray();
            conversation.send(Packets.subAck(ProtocolVersion.V5, subscribe.packetId(), codes));
        }).beans(Consumer.class).incoming("in", "qos", "1", "topic", "z/1,b/2,q/3,a/4,e/5,m/6").start();

        eventually().untilAsserted(() -> assertThat(Patience.whyNotReady(application, "in")).contains("'e/5'"));
        assertThat(Patience.whyNotReady(application, "in")).doesNotContain("z/1", "b/2", "q/3", "a/4", "m/6");
    }

    @Test
    void b22_twoChannelsWithTheSameTopicGetTheHigherQos() {
        to(Conversation::serve).beans(Consumer.class, SecondConsumer.class).incoming("in", "topic", "same", "qos", "0")
                .incoming("second", "topic", "same", "qos", "1").start();

        Patience.awaitReady(application);
        List<RawPacket> subscribes = broker.received("SUBSCRIBE");
        assertThat(wanted(subscribes.get(subscribes.size() - 1))).containsExactly(Map.entry("same", 1));
    }

    @Test
    void b24_aChannelIsReadyWhenItsSubscriptionIsGranted() {
        CountDownLatch grant = new CountDownLatch(1);
        to(conversation -> {
            conversation.accept();
            RawPacket subscribe = conversation.expect("SUBSCRIBE");
            grant.await();
            conversation.send(Packets.subAck(ProtocolVersion.V5, subscribe.packetId(), 0));
            conversation.serve();
        }).beans(Consumer.class).incoming("in").start();

        broker.awaitReceived("SUBSCRIBE", 1);
        assertThat(Patience.whyNotReady(application, "in")).contains("'in'");
        grant.countDown();
        Patience.awaitReady(application);
    }
}
