package io.quarkiverse.mqttx.connector.incoming;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.get;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.incoming;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.subscribe;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.ack;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.delivering;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.flush;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Future;

/** When the stop of a channel is over. */
@Tag("broker")
class IncomingStopTest {

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    @Test
    void isAtOnceWhereNothingIsInProcess() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a")) {
            IncomingChannel channel = incoming("in", "t", 1).on(fixture.client(broker));
            ack(subscribe(channel, 1).awaitItems(1, PATIENCE).getItems().get(0));

            get(channel.stop());
        }
    }

    @Test
    void isInTheTurnAfterTheLastMessageIsSettled() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b")) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "t", 1).on(client);
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 2).awaitItems(2, PATIENCE);
            Future<Void> stopped = channel.stop();
            ack(subscriber.getItems().get(0));
            flush(client);
            assertThat(stopped.isComplete()).isFalse();

            CompletableFuture<Boolean> atOnce = new CompletableFuture<>();
            CompletableFuture<Boolean> inTheNextTurn = new CompletableFuture<>();
            client.context().runOnContext(turn -> {
                subscriber.getItems().get(1).ack();
                atOnce.complete(stopped.isComplete());
                client.context().runOnContext(next -> inTheNextTurn.complete(stopped.isComplete()));
            });
            assertThat(inTheNextTurn.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(atOnce).as("its PUBACK goes first").isCompletedWithValue(false);
        }
    }

    @Test
    void waitsForMessagesThatAreNeverAcknowledgedForAShortWhileOnly() throws Exception {
        try (ScriptedBroker broker = delivering(1, 0, "t a", "t b")) {
            IncomingChannel channel = incoming("in", "t", 0).on(fixture.client(broker));
            subscribe(channel, 2).awaitItems(2, PATIENCE);
            long begin = System.nanoTime();
            get(channel.stop());

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(FireAndForget.PATIENCE);
            assertThat(channel.processing()).isZero();
        }
    }

    @Test
    void waitsForTheLastOneHoweverLongWhereTheOthersWereAcknowledged() throws Exception {
        try (ScriptedBroker broker = delivering(1, 0, "t a", "t b")) {
            IncomingChannel channel = incoming("in", "t", 0).on(fixture.client(broker));
            AssertSubscriber<Message<?>> subscriber = subscribe(channel, 2).awaitItems(2, PATIENCE);
            Future<Void> stopped = channel.stop();
            ack(subscriber.getItems().get(0));

            await().during(FireAndForget.PATIENCE.plusMillis(500)).atMost(PATIENCE).until(() -> !stopped.isComplete());
            ack(subscriber.getItems().get(1));
            get(stopped);
        }
    }
}
