package io.quarkiverse.mqttx.acceptance;

import static io.quarkiverse.mqttx.acceptance.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.session.ProtocolVersion;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.Ports;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.ScriptedBroker.Script;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.annotations.Blocking;

/**
 * What the official connector for MQTT does wrong, and what happens here instead. B1 to B25 are the numbers of the list of its
 * defects from which these tests were written; each of the 25 has its test below, named after it. More about some of them:
 * <ul>
 * <li>B1, nacked messages stay with the broker: {@code IncomingAcknowledgementTest}</li>
 * <li>B2, at full size: {@link Qos0BurstTest}</li>
 * <li>B6, at full size: {@link BrokerRestartTest}, {@link ConnectionLossTest}</li>
 * <li>B7, on one event loop and in the context of the message: {@code ChannelsInApplicationTest}</li>
 * <li>B10, the will reaches the broker: {@code AttributeMeaningTest}, {@code PacketEncoderTest}</li>
 * <li>B12, in all states of the connection: {@code ClientStopTest}</li>
 * <li>B17, beyond {@code max-message-size}: {@link WhateverTheBrokerSendsTest}</li>
 * </ul>
 */
class OfficialDefectsTest {

    private static final int NOT_AUTHORIZED = 0x87;

    private final LogCapture log = new LogCapture();
    private ScriptedBroker broker;
    private TestApplication application;

    @BeforeEach
    void forget() {
        Consumer.received.clear();
        SlowConsumer.release = new CountDownLatch(1);
        Acks.acked.set(0);
    }

    @AfterEach
    void end() {
        SlowConsumer.release.countDown();
        if (application != null) {
            application.close();
        }
        log.close();
        if (broker != null) {
            broker.close();
        }
    }

    private TestApplication to(Script... scripts) {
        broker = ScriptedBroker.start(scripts);
        application = new TestApplication(broker.host(), broker.port()).connector("reconnect-interval-seconds", "0")
                .connector("reconnect-max-interval-seconds", "1");
        return application;
    }

    private static void awaitReceived(String... payloads) {
        eventually().untilAsserted(() -> assertThat(Consumer.received).contains(payloads));
    }

    @ApplicationScoped
    static class Consumer {
        static final List<String> received = new CopyOnWriteArrayList<>();

        @Incoming("in")
        void consume(String payload) {
            received.add(payload);
        }
    }

    @ApplicationScoped
    static class SecondConsumer {

        @Incoming("second")
        void consume(String payload) {
            Consumer.received.add("second " + payload);
        }
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

    @ApplicationScoped
    static class Producer {
        @Inject
        @Channel("out")
        @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
        Emitter<String> emitter;

        CompletableFuture<Void> send(String payload) {
            return emitter.send(payload).toCompletableFuture();
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
        assertThat(log.lines()).noneMatch(line -> line.contains("subscribed to 'in'"));
        assertThat(log.lines("ERROR")).singleElement().asString().contains("'in'").containsIgnoringCase("not authorized");
        Patience.assertAlive(application);
    }

    @Test
    void b06_whatIsInFlightSurvivesALostConnection() {
        to(conversation -> {
            conversation.accept();
            conversation.grant(2);
            conversation.publish("in", 2, 7, "once");
            conversation.expect("PUBREC");
            conversation.expect("PUBLISH");
            conversation.close();
        }, conversation -> {
            conversation.accept(true);
            RawPacket again = conversation.expect("PUBLISH");
            assertThat(again.duplicate()).isTrue();
            assertThat(again.packetId()).isEqualTo(broker.received("PUBLISH").get(0).packetId());
            conversation.send(Packets.publish(ProtocolVersion.V5, "in", 2, 7, bytes("once"), true, false));
            conversation.expect("PUBREC");
            conversation.send(Packets.pubRel(7));
            conversation.expectBytes("70 02 00 07");
            conversation.send(Packets.pubAck(again.packetId()));
        }).beans(Consumer.class, Producer.class).incoming("in", "qos", "2").outgoing("out", "qos", "1")
                .connector("client-id", "me").connector("auto-clean-session", "false").start();

        broker.awaitReceived("PUBREC", 1);
        CompletableFuture<Void> outcome = application.get(Producer.class).send("x");
        broker.awaitScripts();
        assertThat(outcome).succeedsWithin(Duration.ofSeconds(30));
        assertThat(Consumer.received).containsExactly("once");
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

    @Test
    void b08_aSessionThatIsPresentIsStillAskedForWhatItMayLack() {
        to(conversation -> {
            conversation.accept(true);
            conversation.serve();
        }).beans(Consumer.class, SecondConsumer.class).incoming("in").incoming("second").connector("client-id", "me")
                .connector("auto-clean-session", "false").start();

        Patience.awaitReady(application);
        assertThat(broker.received("SUBSCRIBE").stream().flatMap(packet -> wanted(packet).stream()))
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("in", "second");
    }

    @Test
    void b09_aGeneratedClientIdStaysTheSame() {
        to(conversation -> {
            conversation.accept();
            conversation.close();
        }, Conversation::serve).beans(Consumer.class).incoming("in").start();

        List<String> clientIds = broker.awaitReceived("CONNECT", 2).stream()
                .map(packet -> packet.connect().payload().clientIdentifier()).toList();
        assertThat(clientIds.get(0)).isNotEmpty().isEqualTo(clientIds.get(1));
    }

    @Test
    void b10_theWillHasATopicAndAFlagAloneIsRefusedAtStart() {
        to(Conversation::serve).beans(Producer.class)
                .outgoing("out", "will-topic", "gone", "will-payload", "bye", "will-qos", "1", "will-retain", "true").start();
        assertThat(broker.awaitReceived("CONNECT", 1)).singleElement().satisfies(packet -> {
            assertThat(packet.connect().payload().willTopic()).isEqualTo("gone");
            assertThat(packet.connect().payload().willMessageInBytes()).asString().isEqualTo("bye");
            assertThat(packet.connect().variableHeader().willQos()).isEqualTo(1);
            assertThat(packet.connect().variableHeader().isWillRetain()).isTrue();
        });
        application.close();

        application = new TestApplication(broker.host(), broker.port()).beans(Producer.class).outgoing("out", "will-flag",
                "true");
        assertThatThrownBy(application::start).hasStackTraceContaining("will-topic");
    }

    @ApplicationScoped
    static class Subscriber {
        @Inject
        @Channel("in")
        Multi<String> channel;

        Cancellable subscribe() {
            return channel.subscribe().with(Consumer.received::add);
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

    @Test
    void b12_stoppingEndsWhileAReconnectionIsPending() {
        application = new TestApplication("localhost", Ports.free()).connector("reconnect-interval-seconds", "3600")
                .beans(Consumer.class).incoming("in").start();
        eventually().untilAsserted(() -> assertThat(Patience.whyNotReady(application, "in")).containsIgnoringCase("refused"));

        assertThat(CompletableFuture.runAsync(application::stop)).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void b12_stoppingSaysGoodbye() {
        to(Conversation::serve).beans(Consumer.class).incoming("in").start();
        Patience.awaitReady(application);

        application.stop();
        broker.awaitReceived("DISCONNECT", 1);
    }

    @ApplicationScoped
    static class FiniteProducer {

        @Outgoing("finite")
        Multi<String> produce() {
            return Multi.createFrom().items("only");
        }
    }

    @Test
    void b13_aPublisherThatCompletesLeavesTheSharedConnectionToTheOthers() {
        to(Conversation::serve).beans(FiniteProducer.class, Producer.class).outgoing("finite", "qos", "1")
                .outgoing("out", "qos", "1").start();
        broker.awaitReceived("PUBLISH", 1);

        assertThat(application.get(Producer.class).send("x")).succeedsWithin(Duration.ofSeconds(30));
        assertThat(broker.connections()).isEqualTo(1);
        assertThat(broker.received("DISCONNECT")).isEmpty();
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
    void b15_whatIsSentWithoutAConnectionWaitsForIt() {
        CountDownLatch sent = new CountDownLatch(1);
        to(conversation -> {
            conversation.accept();
            conversation.close();
        }, conversation -> {
            sent.await();
            conversation.serve();
        }).beans(Producer.class).outgoing("out", "qos", "1").start();
        broker.awaitConnections(2);

        CompletableFuture<Void> outcome = application.get(Producer.class).send("x");
        assertThat(outcome).isNotDone();
        sent.countDown();
        assertThat(outcome).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void b16_whatTheBrokerSendsWithConnAckIsNotLost() {
        to(conversation -> {
            conversation.expect("CONNECT");
            conversation.send(concat(Packets.connAck(ProtocolVersion.V5, true, 0),
                    Packets.publish(ProtocolVersion.V5, "in", 1, 7, bytes("early"))));
            conversation.serve();
        }).beans(Consumer.class).incoming("in", "qos", "1").connector("client-id", "me")
                .connector("auto-clean-session", "false").start();

        broker.awaitReceived("PUBACK", 1);
        assertThat(Consumer.received).containsExactly("early");
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
    void b18_anIntervalOfZeroReconnectsAtOnce() {
        to(conversation -> {
            conversation.accept();
            conversation.close();
        }, Conversation::serve).beans(Consumer.class).incoming("in", "reconnect-interval-seconds", "0").start();

        broker.awaitReceived("SUBSCRIBE", 1);
        Patience.awaitReady(application);
    }

    @Test
    void b19_aPeerThatNeverAnswersConnectIsLeft() {
        to(conversation -> {
            conversation.expect("CONNECT");
            conversation.expectClose();
        }, Conversation::serve).beans(Consumer.class).incoming("in").connector("connect-timeout-seconds", "1")
                .connector("auto-keep-alive", "false").start();

        Patience.awaitReady(application);
        assertThat(log.lines("WARN")).anyMatch(line -> line.contains("connect-timeout-seconds"));
    }

    @Test
    void b20_withoutABrokerTheApplicationIsStartedAndAliveAndNotReadyWithTheReason() {
        application = new TestApplication("localhost", Ports.free()).beans(Consumer.class).incoming("in").start();

        eventually().untilAsserted(() -> assertThat(Patience.whyNotReady(application, "in")).containsIgnoringCase("refused"));
        assertThat(application.connector().getStartup().isOk()).isTrue();
        Patience.assertAlive(application);
    }

    @Test
    void b21_codesBelongToTheirTopics() {
        to(conversation -> {
            conversation.accept();
            RawPacket subscribe = conversation.expect("SUBSCRIBE");
            int[] codes = wanted(subscribe).stream().mapToInt(topic -> topic.getKey().equals("e/5") ? NOT_AUTHORIZED : 1)
                    .toArray();
            conversation.send(Packets.subAck(ProtocolVersion.V5, subscribe.packetId(), codes));
        }).beans(Consumer.class).incoming("in", "qos", "1", "topic", "z/1,b/2,q/3,a/4,e/5,m/6").start();

        eventually().untilAsserted(() -> assertThat(Patience.whyNotReady(application, "in")).contains("'e/5'"));
        assertThat(Patience.whyNotReady(application, "in")).doesNotContain("z/1", "b/2", "q/3", "a/4", "m/6");
    }

    @Test
    void b22_twoChannelsWithTheSameTopicGetTheHigherQosAndShareTheFate() {
        to(conversation -> {
            conversation.accept();
            RawPacket last;
            do {
                last = conversation.expect("SUBSCRIBE");
                conversation.send(Packets.subAck(ProtocolVersion.V5, last.packetId(),
                        wanted(last).stream().mapToInt(topic -> NOT_AUTHORIZED).toArray()));
            } while (wanted(last).get(0).getValue() < 1);
        }).beans(Consumer.class, SecondConsumer.class).incoming("in", "topic", "same", "qos", "0")
                .incoming("second", "topic", "same", "qos", "1").start();

        broker.awaitScripts();
        eventually().untilAsserted(() -> assertThat(Stream.of("in", "second"))
                .allSatisfy(channel -> assertThat(Patience.whyNotReady(application, channel)).contains("'same'")
                        .containsIgnoringCase("not authorized")));
    }

    @Test
    void b23_wrongCredentialsAreTriedSlowlyWithOneLineThatSaysSo() {
        to(conversation -> {
            conversation.expect("CONNECT");
            conversation.send("20 03 00 86 00").expectClose();
        }).beans(Consumer.class).incoming("in").connector("username", "ann").connector("password", "wrong").start();

        eventually().untilAsserted(
                () -> assertThat(Patience.whyNotReady(application, "in")).contains("0x86", "Check username and password"));
        assertThat(log.lines("WARN")).singleElement().asString()
                .contains("0x86", "Check username and password", "Next attempt in")
                .doesNotContain("wrong", "\tat ");
        assertThat(log.lines("WARN").get(0).replaceAll(".*Next attempt in (\\d+) ms.*", "$1")).asInt()
                .as("delay in ms").isGreaterThan(10_000);
        assertThat(log.lines("ERROR")).isEmpty();
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

    @Test
    void b25_theLateEndOfAnOldConnectionDoesNotTouchTheNewOne() {
        CountDownLatch connectedAgain = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        to(conversation -> {
            conversation.accept();
            conversation.grant(1);
            conversation.send(Packets.disconnect(0x8B));
            connectedAgain.await();
            conversation.close();
            ended.countDown();
        }, conversation -> {
            conversation.accept();
            conversation.grant(1);
            connectedAgain.countDown();
            ended.await();
            conversation.publish("in", 1, 7, "x");
            conversation.serve();
        }).beans(Consumer.class).incoming("in", "qos", "1").start();

        broker.awaitReceived("PUBACK", 1);
        assertThat(Consumer.received).containsExactly("x");
        assertThat(broker.connections()).isEqualTo(2);
    }

    /** The filters of a SUBSCRIBE with the QoS wanted, in its order. */
    private static List<Map.Entry<String, Integer>> wanted(RawPacket subscribe) {
        return ((MqttSubscribeMessage) subscribe.message()).payload().topicSubscriptions().stream()
                .map(topic -> Map.entry(topic.topicFilter(), topic.option().qos().value())).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
