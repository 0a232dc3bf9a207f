package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.Brokers;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.mutiny.Uni;

/** Topic aliases between this client and real brokers, and what happens to a broker that misuses them. */
@Tag("broker")
class TopicAliasOnBrokersTest {

    private TestApplication application;

    @BeforeEach
    void forgetWhatWasReceived() {
        Consumer.received.clear();
    }

    @AfterEach
    void end() {
        application.close();
    }

    @ApplicationScoped
    static class Consumer {
        static final List<String> received = new CopyOnWriteArrayList<>();

        @Incoming("in")
        Uni<Void> consume(Message<String> message) {
            received.add(message.getMetadata(IncomingMqttMetadata.class).orElseThrow().getTopic() + " " + message.getPayload());
            return Uni.createFrom().completionStage(message.ack());
        }
    }

    @ApplicationScoped
    static class Producer {
        @Inject
        @Channel("out")
        Emitter<String> emitter;

        void send(String payload, String topic, int qos) {
            emitter.send(Message.of(payload).addMetadata(OutgoingMqttMetadata.of(topic, qos)));
        }
    }

    private void awaitReady() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(application.connector().getReadiness().isOk())
                .isTrue());
    }

    /** The default: 16 of ours, of which mosquitto takes 10; more topics than aliases, so that they change hands. */
    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void whatIsSentUnderAnAliasArrivesUnderItsTopic(TestBroker broker) {
        broker.start();
        application = new TestApplication(broker).beans(Producer.class).outgoing("out").start();
        awaitReady();
        List<String> expected = IntStream.range(0, 300).mapToObj(i -> "plant/line/" + i * i % 23 + " " + i).toList();
        try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe("plant/line/#", 2)) {
            IntStream.range(0, 300).forEach(i -> application.get(Producer.class).send(Integer.toString(i),
                    "plant/line/" + i * i % 23, i % 3));
            assertThat(outside.awaitReceived(300)).extracting(message -> message.topic() + " " + message.text())
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void theSecondMessageToATopicGoesOutUnderItsAlias() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.connAck5(false, 0, "22 00 01"));
            connection.serve();
        })) {
            application = new TestApplication(broker.host(), broker.port()).beans(Producer.class)
                    .outgoing("out", "content-type", "none").start();
            application.get(Producer.class).send("a", "sensors", 0);
            application.get(Producer.class).send("b", "sensors", 0);

            assertThat(broker.awaitReceived("PUBLISH", 2).stream().map(packet -> packet.hex())).containsExactly(
                    "30 0E 00 07 73 65 6E 73 6F 72 73 03 23 00 01 61", "30 07 00 00 03 23 00 01 62");
        }
    }

    /** Of the brokers here, only Artemis uses aliases towards clients. */
    @Test
    void whatComesUnderAnAliasIsDeliveredUnderItsTopic() {
        try (ArtemisBroker broker = new ArtemisBroker()) {
            broker.start();
            application = new TestApplication(broker).beans(Consumer.class).connector("topic-alias-maximum", "3")
                    .incoming("in", "topic", "plant/#", "qos", "1").start();
            awaitReady();
            AtomicInteger aliases = new AtomicInteger();
            application.connector().sharedConnections().get(0).client().onPacket(PacketType.PUBLISH,
                    packet -> packet.topic().isEmpty(), 0, packet -> aliases.incrementAndGet());
            try (ReferenceClient outside = ReferenceClient.connect(broker)) {
                IntStream.range(0, 30).forEach(i -> outside.publish("plant/" + i % 5, Integer.toString(i), i % 2));
                await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(Consumer.received)
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(0, 30).mapToObj(i -> "plant/" + i % 5 + " " + i).toList()));
            }
            assertThat(aliases).as("messages without their topic").hasPositiveValue();
        }
    }

    @Test
    void aBrokerThatMisusesAliasesIsToldAndTheNextConnectionGoesOn() {
        try (ScriptedBroker broker = ScriptedBroker.start(misused("23 00 00", 0x94), misused("23 00 04", 0x94),
                misused("23 00 03", 0x82), connection -> {
                    connection.accept();
                    connection.grant(0);
                    connection.send(Packets.publish5("23 00 03", "in", 0, 0, new byte[] { '1' }));
                    connection.send(Packets.publish5("23 00 03", "", 0, 0, new byte[] { '2' }));
                    connection.serve();
                })) {
            application = new TestApplication(broker.host(), broker.port()).beans(Consumer.class)
                    .connector("reconnect-interval-seconds", "0").incoming("in", "topic-alias-maximum", "3").start();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(Consumer.received)
                    .containsExactly("in 1", "in 2"));
            broker.verify();
        }
    }

    private static ScriptedBroker.Script misused(String properties, int code) {
        return connection -> {
            connection.accept();
            connection.grant(0);
            connection.send(Packets.publish5(properties, "", 0, 0, new byte[] { 'x' }));
            assertThat(connection.expect("DISCONNECT").bytes()[2] & 0xFF).isEqualTo(code);
            connection.expectClose();
        };
    }
}
