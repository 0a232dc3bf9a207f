package io.quarkiverse.mqttx.connector.incoming;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.batches;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.byTopic;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.incoming;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.publisher;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.subscribe;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.texts;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.ack;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.acknowledged;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.flush;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.grant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.IncomingMqttBatch;
import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.fault.Strategies;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/** Messages that are left to the broker, and the connections in which they come again. */
@Tag("broker")
class RedeliverTest {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(1);

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    private ReconnectingClient client(ScriptedBroker broker) {
        return fixture.client(broker.host(), broker.port(), "me", false, 100);
    }

    private static ChannelFixture.Incoming redelivering() {
        return incoming("in", "t", 1).strategy(Strategies.redeliver());
    }

    /** DUP is set, as a broker does. */
    private static void redeliver(Conversation conversation, int packetId, String payload) throws Exception {
        byte[] packet = Packets.publish(conversation.version(), "t", 1, packetId, payload.getBytes());
        packet[0] |= 0x08;
        conversation.send(packet);
    }

    @Test
    void itComesAgainInANewConnectionOfTheSameSession() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(
                conversation -> {
                    conversation.accept();
                    grant(conversation, 1, 1);
                    conversation.publish("t", 1, 1, "bad");
                    conversation.publish("t", 1, 2, "good");
                    assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(2);
                    conversation.expectBytes("E0 00");
                    conversation.expectClose();
                },
                conversation -> {
                    conversation.accept(true);
                    redeliver(conversation, 1, "bad");
                    assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(1);
                })) {
            IncomingChannel channel = redelivering().redeliver(3, SOON, 10, SOON).on(client(broker));
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10).awaitItems(2, PATIENCE);
            subscriber.getItems().get(1).ack();
            subscriber.getItems().get(0).nack(new IllegalStateException("bad")).toCompletableFuture().get();
            subscriber.awaitItems(3, PATIENCE);
            IncomingMqttMetadata again = metadata(subscriber.getItems().get(2));
            assertThat(again.getBrokerDeliveries()).isEqualTo(2);
            assertThat(again.getDeliveryAttempt()).isEqualTo(1);
            subscriber.getItems().get(2).ack();
            broker.awaitScripts();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1 })
    void whatTheBrokerCannotSendAgainGoesToTheNextStrategy(int qos) {
        try (ScriptedBroker broker = ScriptedDelivery.delivering(1, qos, "t bad")) {
            ChannelFixture.Incoming incoming = incoming("in", "t", qos).strategy(Strategies.redeliver(),
                    Strategies.deadLetterTopic());
            IncomingChannel channel = (qos == 0 ? incoming : incoming.acksOnReceipt()).on(client(broker));
            subscribe(channel, 10).awaitItems(1, PATIENCE).getItems().get(0).nack(new IllegalStateException("bad"));
            broker.awaitReceived("PUBLISH", 1);
        }
    }

    @Test
    void afterSomeDeliveriesTheNextStrategyHasIt() {
        ScriptedBroker.Script again = conversation -> {
            conversation.accept(true);
            redeliver(conversation, 1, "bad");
            conversation.serve();
        };
        try (ScriptedBroker broker = ScriptedBroker.start(
                conversation -> {
                    conversation.accept();
                    grant(conversation, 1, 1);
                    conversation.publish("t", 1, 1, "bad");
                    conversation.serve();
                }, again, again)) {
            IncomingChannel channel = incoming("in", "t", 1).strategy(Strategies.redeliver(), Strategies.deadLetterTopic())
                    .redeliver(3, SOON, 10, SOON).on(client(broker));
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10);
            for (int delivery = 1; delivery <= 3; delivery++) {
                subscriber.awaitItems(delivery, PATIENCE).getItems().get(delivery - 1).nack(new IllegalStateException("bad"));
            }
            broker.awaitReceived("PUBACK", 1);
            assertThat(new String(broker.received("PUBLISH").get(0).bytes()))
                    .contains("dead-letter-broker-deliveries\0\0013");
            assertThat(broker.connections()).isEqualTo(3);
        }
    }

    @Test
    void manyAtOnceDoNotWaitForTheDelay() {
        try (ScriptedBroker broker = ScriptedBroker.start(
                conversation -> {
                    conversation.accept();
                    grant(conversation, 1, 1);
                    for (int i = 1; i <= 3; i++) {
                        conversation.publish("t", 1, i, "bad");
                    }
                    conversation.expectClose();
                },
                conversation -> {
                    conversation.accept(true);
                    conversation.serve();
                })) {
            IncomingChannel channel = redelivering().redeliver(3, NEVER, 3, SOON).on(client(broker));
            List<Message<?>> messages = subscribe(channel, 10).awaitItems(3, PATIENCE).getItems();
            messages.get(0).nack(new IllegalStateException("bad"));
            messages.get(1).nack(new IllegalStateException("bad"));
            assertThat(broker.connections()).isEqualTo(1);
            messages.get(2).nack(new IllegalStateException("bad"));
            broker.awaitConnections(2);
            await().atMost(PATIENCE).until(() -> channel.health().ready());
        }
    }

    @Test
    void renewalsKeepTheirDistance() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(
                conversation -> {
                    conversation.accept();
                    grant(conversation, 1, 1);
                    conversation.publish("t", 1, 1, "bad");
                    conversation.expectClose();
                },
                conversation -> {
                    conversation.accept(true);
                    redeliver(conversation, 1, "bad");
                    conversation.publish("t", 1, 2, "good");
                    assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(2);
                })) {
            IncomingChannel channel = redelivering().redeliver(9, SOON, 1, NEVER).on(client(broker));
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10);
            subscriber.awaitItems(1, PATIENCE).getItems().get(0).nack(new IllegalStateException("bad"));
            subscriber.awaitItems(3, PATIENCE).getItems().get(1).nack(new IllegalStateException("bad")).toCompletableFuture()
                    .get();
            subscriber.getItems().get(2).ack();
            broker.awaitScripts();
            assertThat(broker.connections()).isEqualTo(2);
        }
    }

    @Test
    void whatIsInProcessMeanwhileIsNeitherLostNorGivenTwice() {
        try (ScriptedBroker broker = ScriptedBroker.start(
                conversation -> {
                    conversation.accept();
                    grant(conversation, 1, 1);
                    conversation.publish("t", 1, 1, "bad");
                    conversation.publish("t", 1, 2, "slow");
                    conversation.expectClose();
                },
                conversation -> {
                    conversation.accept(true);
                    redeliver(conversation, 1, "bad");
                    redeliver(conversation, 2, "slow");
                    conversation.serve();
                })) {
            IncomingChannel channel = redelivering().redeliver(3, SOON, 10, SOON).on(client(broker));
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10).awaitItems(2, PATIENCE);
            subscriber.getItems().get(0).nack(new IllegalStateException("bad"));
            subscriber.awaitItems(3, PATIENCE);
            subscriber.getItems().get(2).ack();
            subscriber.getItems().get(1).ack();
            broker.awaitReceived("PUBACK", 2);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1, 2);
            assertThat(texts(subscriber)).containsExactly("bad", "slow", "bad");
        }
    }

    @Test
    void aBroadcastComesAgainToAllWhenTheLastIsThroughWithIt() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(
                conversation -> {
                    conversation.accept();
                    grant(conversation, 1, 1);
                    conversation.publish("t", 1, 1, "bad");
                    conversation.serve();
                },
                conversation -> {
                    conversation.accept(true);
                    redeliver(conversation, 1, "bad");
                    conversation.serve();
                })) {
            ReconnectingClient client = client(broker);
            ChannelPublisher publisher = publisher(redelivering().broadcast().redeliver(3, SOON, 1, SOON).on(client));
            AssertSubscriber<Message<?>> first = AssertSubscriber.create(10);
            AssertSubscriber<Message<?>> second = AssertSubscriber.create(10);
            client.context().runOnContext(v -> {
                publisher.subscribe(first);
                publisher.subscribe(second);
            });
            nack(first.awaitItems(1, PATIENCE).getItems().get(0));
            flush(client);
            assertThat(broker.connections()).as("the second has it in process").isEqualTo(1);
            ack(second.awaitItems(1, PATIENCE).getItems().get(0));

            assertThat(metadata(first.awaitItems(2, PATIENCE).getItems().get(1)).getBrokerDeliveries()).isEqualTo(2);
            assertThat(acknowledged(broker, "PUBACK")).isEmpty();
            ack(first.getItems().get(1));
            ack(second.awaitItems(2, PATIENCE).getItems().get(1));
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1);
            assertThat(broker.connections()).isEqualTo(2);
        }
    }

    @Test
    void aBroadcastThatOneRejectsAndOneLeavesToTheBrokerIsLeftToIt() throws Exception {
        MqttFailureHandler.Factory byReason = context -> (message, reason, metadata) -> reason instanceof SecurityException
                ? Uni.createFrom().completionStage(message.reject(0x87, null))
                : context.redeliver(message);
        try (ScriptedBroker broker = ScriptedDelivery.delivering(1, 1, "t a", "t b")) {
            ReconnectingClient client = client(broker);
            ChannelPublisher publisher = publisher(incoming("in", "t", 1).strategy(byReason).broadcast()
                    .redeliver(3, NEVER, 10, NEVER).on(client));
            AssertSubscriber<Message<?>> first = AssertSubscriber.create(10);
            AssertSubscriber<Message<?>> second = AssertSubscriber.create(10);
            client.context().runOnContext(v -> {
                publisher.subscribe(first);
                publisher.subscribe(second);
            });
            nack(first.awaitItems(2, PATIENCE).getItems().get(0));
            second.awaitItems(2, PATIENCE).getItems().get(0).nack(new SecurityException()).toCompletableFuture().get();
            ack(first.getItems().get(1));
            ack(second.getItems().get(1));
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(2);
        }
    }

    @Test
    void withAKeyTheNextOneGoesAheadAndTheMessageComesAgainLater() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(
                conversation -> {
                    conversation.accept();
                    grant(conversation, 1, 1);
                    conversation.publish("t", 1, 1, "bad");
                    conversation.publish("t", 1, 2, "good");
                    assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(2);
                    conversation.publish("t", 1, 3, "worse");
                    conversation.expectBytes("E0 00");
                    conversation.expectClose();
                },
                conversation -> {
                    conversation.accept(true);
                    redeliver(conversation, 1, "bad");
                    redeliver(conversation, 3, "worse");
                    assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(1);
                    assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(3);
                })) {
            IncomingChannel channel = redelivering().redeliver(3, NEVER, 2, NEVER)
                    .processing(byTopic(16))
                    .on(client(broker));
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10);
            nack(subscriber.awaitItems(1, PATIENCE).getItems().get(0));
            ack(subscriber.awaitItems(2, PATIENCE).getItems().get(1));
            nack(subscriber.awaitItems(3, PATIENCE).getItems().get(2));
            ack(subscriber.awaitItems(4, PATIENCE).getItems().get(3));
            ack(subscriber.awaitItems(5, PATIENCE).getItems().get(4));
            broker.awaitScripts();
            assertThat(texts(subscriber)).containsExactly("bad", "good", "worse", "bad", "worse");
        }
    }

    @Test
    void aBatchComesAgainInOneRenewal() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(
                conversation -> {
                    conversation.accept();
                    grant(conversation, 1, 1);
                    conversation.publish("t", 1, 1, "a");
                    conversation.publish("t", 1, 2, "b");
                    conversation.expectBytes("E0 00");
                    conversation.expectClose();
                },
                conversation -> {
                    conversation.accept(true);
                    redeliver(conversation, 1, "a");
                    redeliver(conversation, 2, "b");
                    assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(1);
                    assertThat(conversation.expect("PUBACK").packetId()).isEqualTo(2);
                })) {
            IncomingChannel channel = redelivering().redeliver(3, SOON, 10, NEVER).processing(batches(2, NEVER))
                    .on(client(broker));
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10);
            nack(subscriber.awaitItems(1, PATIENCE).getItems().get(0));
            Message<?> again = subscriber.awaitItems(2, PATIENCE).getItems().get(1);
            IncomingMqttBatch batch = (IncomingMqttBatch) again.getPayload();
            assertThat(batch.size()).isEqualTo(2);
            assertThat(batch.getMetadata(1).getBrokerDeliveries()).isEqualTo(2);
            ack(again);
            broker.awaitScripts();
            assertThat(broker.connections()).isEqualTo(2);
        }
    }

    private static void nack(Message<?> message) throws Exception {
        message.nack(new IllegalStateException("bad")).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void theNextStrategyHasWhatNoBrokerSendsAgain() {
        try (ScriptedBroker broker = ScriptedDelivery.delivering(1, 0, "t a")) {
            IncomingChannel channel = incoming("in", "t", 0).strategy(Strategies.redeliver(), Strategies.ignore())
                    .on(client(broker));
            Message<?> message = subscribe(channel, 10).awaitItems(1, PATIENCE).getItems().get(0);
            assertThat(message.nack(new IllegalStateException("bad")).toCompletableFuture()).succeedsWithin(PATIENCE);
            assertThat(channel.health()).isEqualTo(ChannelHealth.ok("in"));
        }
    }

    private static IncomingMqttMetadata metadata(Message<?> message) {
        return message.getMetadata(IncomingMqttMetadata.class).orElseThrow();
    }
}
