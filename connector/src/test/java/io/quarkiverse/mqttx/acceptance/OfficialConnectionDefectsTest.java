package io.quarkiverse.mqttx.acceptance;

import static io.quarkiverse.mqttx.acceptance.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.Ports;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.smallrye.mutiny.Multi;

/**
 * The defects of the official connector for MQTT that concern the connection and its session; {@link OfficialDefectsTest} has
 * the others and the list of all.
 */
class OfficialConnectionDefectsTest extends OfficialDefectsFixture {

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
