package io.quarkiverse.mqttx.connector.incoming;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.batches;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.byTopic;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.incoming;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.publisher;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.subscribe;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.ack;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.acknowledged;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.delivering;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.flush;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.grant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.config.model.Processing;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.MultiSubscriber;

/** What a channel keeps and says of messages that the application never acknowledges. */
@Tag("broker")
class IncomingUnacknowledgedTest {

    private static final int MESSAGES = 5_000;
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    /** As an application does whose methods make messages of their own and forget those they got. */
    private static final class Forgetful implements MultiSubscriber<Message<?>> {

        private final Queue<WeakReference<Message<?>>> received = new ConcurrentLinkedQueue<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onItem(Message<?> message) {
            received.add(new WeakReference<>(message));
        }

        @Override
        public void onFailure(Throwable failure) {
        }

        @Override
        public void onCompletion() {
        }
    }

    private static ScriptedBroker sending(int qos) {
        String payload = "x".repeat(2048);
        return ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, 1, qos);
            for (int i = 0; i < MESSAGES; i++) {
                conversation.publish("t", qos, qos == 0 ? 0 : i + 1, payload);
            }
            conversation.serve();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void holdsNothingOfQos0MessagesThatAreNeverAcknowledged(boolean batch) {
        try (ScriptedBroker broker = sending(0)) {
            holdsNothing(incoming("in", "t", 0).buffer(MESSAGES)
                    .processing(batch ? batches(1, Duration.ofMillis(1)) : Processing.ONE_BY_ONE), broker);
        }
    }

    @Test
    void holdsNothingOfMessagesThatWereAcknowledgedOnReceiptAndAreNeverAgain() {
        try (ScriptedBroker broker = sending(1)) {
            holdsNothing(incoming("in", "t", 1).acksOnReceipt(), broker);
        }
    }

    private void holdsNothing(ChannelFixture.Incoming settings, ScriptedBroker broker) {
        ReconnectingClient client = fixture.client(broker.host(), broker.port(), "tested", true, 65535);
        IncomingChannel channel = settings.on(client);
        Forgetful application = new Forgetful();
        publisher(channel).subscribe(application);
        await().atMost(PATIENCE.multipliedBy(3)).until(() -> application.received.size() == MESSAGES);

        await("the messages are garbage").atMost(PATIENCE).until(() -> {
            System.gc();
            return application.received.stream().noneMatch(message -> message.get() != null);
        });
        await("a stop waits for none of them").atMost(PATIENCE).until(() -> channel.processing() == 0);
    }

    @Test
    void aQos0MessageInProcessIsWaitedForWhereTheOthersWereAcknowledged() throws Exception {
        try (ScriptedBroker broker = delivering(1, 0, "t a", "t b")) {
            IncomingChannel channel = incoming("in", "t", 0).on(fixture.client(broker));
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 1).awaitItems(1, PATIENCE);
            ack(subscriber.getItems().get(0));
            await().atMost(PATIENCE).until(() -> channel.processing() == 0);
            subscriber.request(1).awaitItems(2, PATIENCE);

            await().during(FireAndForget.PATIENCE.plusMillis(500)).atMost(PATIENCE).until(() -> channel.processing() == 1);
            ack(subscriber.getItems().get(1));
            await().atMost(PATIENCE).until(() -> channel.processing() == 0);
        }
    }

    @Test
    void saysOnceWhichMessageIsNotAcknowledgedAndIsNotReadyUntilItIs() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t/\u001b[31m a", "t/b b"); LogCapture log = new LogCapture()) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t/#", 1).unacknowledgedFor(MAX_AGE).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 10).awaitItems(2, PATIENCE);
            assertThat(channel.health().ready()).isTrue();

            await().atMost(PATIENCE).until(() -> !channel.health().ready());
            assertThat(channel.health().alive()).isTrue();
            assertThat(channel.health().reason()).contains("'t/\\u001b[31m' is not acknowledged for 1 seconds");
            ack(subscriber.getItems().get(1));
            await().during(MAX_AGE.multipliedBy(2)).atMost(PATIENCE)
                    .until(() -> log.lines("WARN").size() == 1 && !channel.health().ready());
            assertThat(log.lines("WARN")).singleElement().asString()
                    .contains("Channel 'in'", "'t/\\u001b[31m' is not acknowledged",
                            "unacknowledged-message-max-age-seconds (1)");

            ack(subscriber.getItems().get(0));
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1, 2);
            await().atMost(PATIENCE).until(() -> channel.health().ready());
        }
    }

    @Test
    void saysThatNobodyTakesWhatWaits() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b"); LogCapture log = new LogCapture()) {
            IncomingChannel channel = incoming("in", "t", 1).unacknowledgedFor(MAX_AGE).on(fixture.client(broker));
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 1).awaitItems(1, PATIENCE);
            ack(subscriber.getItems().get(0));

            await().atMost(PATIENCE).until(() -> !channel.health().ready());
            assertThat(log.lines("WARN")).singleElement().asString().contains("'t' waits", "asks for no more messages");
            ack(subscriber.request(1).awaitItems(2, PATIENCE).getItems().get(1));
            await().atMost(PATIENCE).until(() -> channel.health().ready());
        }
    }

    @Test
    void saysNothingOfMessagesThatWaitInAPause() {
        try (ScriptedBroker broker = delivering(1, 1, "t a"); LogCapture log = new LogCapture()) {
            IncomingChannel channel = incoming("in", "t", 1).unacknowledgedFor(MAX_AGE).on(fixture.client(broker));
            ChannelPublisher copy = publisher(channel);
            copy.pause();
            subscribe(copy, 1);
            await().atMost(PATIENCE).until(() -> channel.health().ready());

            await().during(MAX_AGE.multipliedBy(3)).atMost(PATIENCE).until(() -> channel.health().ready());
            assertThat(log.lines("WARN")).isEmpty();
        }
    }

    @Test
    void saysWhichQos0MessageKeepsOthersWithItsKeyWaiting() {
        Processing byTopic = byTopic(16);
        try (ScriptedBroker broker = delivering(1, 0, "t a", "t b")) {
            IncomingChannel channel = incoming("in", "t", 0).processing(byTopic).unacknowledgedFor(MAX_AGE)
                    .on(fixture.client(broker));
            subscribe(channel, 10).awaitItems(1, PATIENCE);

            await().atMost(PATIENCE).until(() -> !channel.health().ready());
            assertThat(channel.health().reason()).contains("'t' is not acknowledged");
        }
    }

    @Test
    void saysNothingWhereThatIsSwitchedOff() {
        List<String> messages = IntStream.range(0, 3).mapToObj(i -> "t " + i).toList();
        try (ScriptedBroker broker = delivering(1, 1, messages.toArray(String[]::new)); LogCapture log = new LogCapture()) {
            IncomingChannel channel = incoming("in", "t", 1).unacknowledgedFor(Duration.ZERO).on(fixture.client(broker));
            subscribe(channel, 10).awaitItems(3, PATIENCE);

            await().during(MAX_AGE.multipliedBy(2)).atMost(PATIENCE).until(() -> channel.health().ready());
            assertThat(log.lines("WARN")).isEmpty();
        }
    }
}
