package io.quarkiverse.mqttx.connector.incoming;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.incoming;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.publisher;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.subscribe;
import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.texts;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.ack;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.acknowledged;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.delivering;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.flush;
import static io.quarkiverse.mqttx.connector.incoming.ScriptedDelivery.signal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/** When an incoming channel subscribes and unsubscribes, and what it says while it is not subscribed. */
@Tag("broker")
class IncomingSubscriptionTest {

    @RegisterExtension
    final ChannelFixture fixture = new ChannelFixture();

    @Test
    void unsubscribesOnCancellationWhenToldTo() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a", "t b")) {
            ReconnectingClient client = fixture.client(broker);
            ChannelPublisher copy = publisher(incoming("in", "t", 1).onDemand().on(client));
            subscribe(copy, 1).awaitItems(1, PATIENCE).cancel();
            broker.awaitReceived("UNSUBSCRIBE", 1);
            subscribe(copy, 1);
            broker.awaitReceived("SUBSCRIBE", 2);
        }
    }

    @Test
    void keepsTheSubscriptionOnCancellationOtherwise() throws Exception {
        try (ScriptedBroker broker = delivering(1, 1, "t a")) {
            ReconnectingClient client = fixture.client(broker);
            AssertSubscriber<Message<?>> subscriber = subscribe(incoming("in", "t", 1).on(client), 1).awaitItems(1, PATIENCE);
            subscriber.cancel();
            ack(subscriber.getItems().get(0));
            flush(client);
            assertThat(acknowledged(broker, "PUBACK")).containsExactly(1);
            assertThat(broker.received("UNSUBSCRIBE")).isEmpty();
        }
    }

    @Test
    void isReadyWhenTheBrokerHasGrantedEverySubscriptionAndSaysWhyNot() {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            conversation.grant(0x87);
            conversation.skipTo("PUBLISH");
            conversation.close();
        }, conversation -> {
            conversation.accept();
            conversation.grant(1);
            conversation.serve();
        })) {
            ReconnectingClient client = fixture.client(broker);
            IncomingChannel channel = incoming("in", "secret/#", 1).onDemand().on(client);
            assertThat(channel.health()).isEqualTo(ChannelHealth.ok("in")); // nobody listens, nothing is missing
            subscribe(channel, 1);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(channel.health().reason())
                    .contains("subscription to 'secret/#' refused", "0x87 Not authorized").doesNotContain("("));
            assertThat(channel.health().alive()).isTrue();
            assertThat(channel.health().ready()).isFalse();
            signal(client);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(channel.health()).isEqualTo(ChannelHealth.ok("in")));
        }
    }

    @Test
    void staysAliveWithoutABrokerAndSaysWhatIsMissing() throws Exception {
        int port;
        try (ScriptedBroker broker = delivering(1, 1)) {
            port = broker.port();
        }
        IncomingChannel channel = incoming("in", "t", 1).onDemand().on(fixture.client("localhost", port));
        AssertSubscriber<Message<?>> subscriber = subscribe(channel, 1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(channel.health().reason()).contains("refused"));
        assertThat(channel.health().alive()).isTrue();
        assertThat(channel.health().ready()).isFalse();
        subscriber.cancel();
        assertThat(texts(subscriber)).isEmpty();
    }
}
