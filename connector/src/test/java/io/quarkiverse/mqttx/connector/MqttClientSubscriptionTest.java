package io.quarkiverse.mqttx.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.api.SubscribeException;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** What a client tells a broker, and what it makes of answers that no real broker gives on demand. */
@Tag("broker")
class MqttClientSubscriptionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestApplication application;

    @ApplicationScoped
    static class Consumer {

        @Incoming("in")
        void take(byte[] payload) {
        }
    }

    @AfterEach
    void end() {
        if (application != null) {
            application.close();
        }
    }

    private MqttClient client(ScriptedBroker broker) {
        application = new TestApplication(broker.host(), broker.port()).client("own", "client-id", "own",
                "shutdown-timeout-seconds", "0").start();
        return application.mqttClient("own");
    }

    @Test
    void aRefusedSubscriptionFailsWithTheCodeAndIsNotAskedForAgain() {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.grant(1);
            connection.grant(0x87);
            connection.serve();
        }, connection -> {
            connection.accept();
            connection.expect("PINGREQ");
            connection.send(Packets.pingResp());
            connection.serve();
        })) {
            MqttClient client = client(broker);
            assertThatThrownBy(() -> client.openAndAwait(List.of(Subscription.of("a", 1), Subscription.of("secret", 1))))
                    .isInstanceOfSatisfying(SubscribeException.class, refused -> {
                        assertThat(refused.filter()).isEqualTo("secret");
                        assertThat(refused.reasonCode()).isEqualTo(0x87);
                        assertThat(refused).hasMessageContaining("secret").hasMessageContaining("0x87");
                    });
            client.reconnectAndAwait();
            client.pingAndAwait();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "own", "in", "default" })
    void aMessageThatIsNotAcknowledgedShowsInTheHealth(String name) {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            if (name.equals("in")) {
                connection.grant(1);
            }
            connection.grant(1);
            connection.publish("t", 1, 7, "x");
            connection.serve();
        })) {
            application = new TestApplication(broker.host(), broker.port()).connector("client-id", "own")
                    .connector("shutdown-timeout-seconds", "0").connector("unacknowledged-message-max-age-seconds", "1");
            if (name.equals("own")) {
                application.client("own", "keep-alive-seconds", "30");
            } else if (name.equals("in")) {
                application.beans(Consumer.class).incoming("in");
            }
            application.start();
            // so that the channel and the client subscribe each in a packet of its own
            await().atMost(PATIENCE).until(() -> application.connector().getReadiness().isOk());
            AssertSubscriber<Message<byte[]>> messages = application.connector().client(name.equals("default") ? null : name)
                    .subscribe("t", 1).subscribe().withSubscriber(AssertSubscriber.create(1)).awaitItems(1, PATIENCE);

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(application.connector().getReadiness().getChannels())
                    .singleElement().satisfies(channel -> {
                        assertThat(channel.getChannel()).isEqualTo(name);
                        assertThat(channel.isOk()).isFalse();
                        assertThat(channel.getMessage()).contains("'t' is not acknowledged for");
                    }));
            assertThat(application.connector().getLiveness().isOk()).isTrue();

            messages.getItems().get(0).ack();
            await().atMost(PATIENCE).until(() -> application.connector().getReadiness().isOk());
        }
    }

    @Test
    void aMultiFailsWhenItsSubscriptionIsRefused() {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.grant(0x87);
            connection.serve();
        })) {
            AssertSubscriber<Message<byte[]>> messages = client(broker).subscribe("secret", 1).subscribe()
                    .withSubscriber(AssertSubscriber.create(1));
            messages.awaitFailure(PATIENCE).assertFailedWith(SubscribeException.class, "0x87");
        }
    }

    @Test
    void aCancelledMultiUnsubscribes() {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.grant(1);
            connection.publish("a", 1, 1, "one");
            connection.serve();
        })) {
            AssertSubscriber<Message<byte[]>> messages = client(broker).subscribe("a", 1).subscribe()
                    .withSubscriber(AssertSubscriber.create(1));
            messages.awaitItems(1, PATIENCE).getItems().get(0).ack();
            broker.awaitReceived("PUBACK", 1);
            messages.cancel();
            broker.awaitReceived("UNSUBSCRIBE", 1);
        }
    }

    @Test
    void aMessageIsAcknowledgedWhenTheApplicationAcksIt() {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.grant(1);
            connection.publish("a", 1, 1, "one");
            connection.publish("a", 1, 2, "two");
            connection.serve();
        })) {
            MqttClient client = client(broker);
            AssertSubscriber<Message<byte[]>> messages = client.subscribe("a", 1).subscribe()
                    .withSubscriber(AssertSubscriber.create(1));
            messages.awaitItems(1, PATIENCE);
            client.pingAndAwait();
            assertThat(broker.received("PUBACK")).isEmpty();
            messages.getItems().get(0).ack();
            broker.awaitReceived("PUBACK", 1);
            messages.request(1).awaitItems(2, PATIENCE);
            assertThat(new String(messages.getItems().get(1).getPayload(), UTF_8)).isEqualTo("two");
            assertThat(messages.getItems().get(1).getMetadata(IncomingMqttMetadata.class).orElseThrow().getPacketId())
                    .isEqualTo(2);
        }
    }

    @Test
    void outcomesComeOnTheContextThatAskedForThem() throws Exception {
        try (ScriptedBroker broker = serving()) {
            MqttClient client = client(broker);
            Vertx vertx = Vertx.vertx();
            try {
                Context caller = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
                CompletableFuture<Context> context = new CompletableFuture<>();
                caller.runOnContext(begin -> client.publish("a", "x", 1).subscribe()
                        .with(result -> context.complete(Vertx.currentContext()), context::completeExceptionally));
                assertThat(context.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isSameAs(caller);

                CompletableFuture<Context> other = new CompletableFuture<>();
                client.publish("a", "x", 1).subscribe().with(result -> other.complete(Vertx.currentContext()),
                        other::completeExceptionally);
                Context ofConnection = other.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(VertxContext.isDuplicatedContext(ofConnection)).isTrue();
                assertThat(ofConnection.isEventLoopContext()).isTrue();
            } finally {
                vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void theBlockingFormsRefuseToBlockAnEventLoop() throws Exception {
        try (ScriptedBroker broker = serving()) {
            MqttClient client = client(broker);
            CompletableFuture<Throwable> refusal = new CompletableFuture<>();
            client.publish("a", "x", 1).subscribe().with(result -> {
                try {
                    client.pingAndAwait();
                    refusal.complete(null);
                } catch (RuntimeException refused) {
                    refusal.complete(refused);
                }
            });
            assertThat(refusal.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("pingAndAwait").hasMessageContaining("@Blocking");
        }
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingIsSent() {
        try (ScriptedBroker broker = serving()) {
            MqttClient client = client(broker);
            assertThatThrownBy(() -> client.openAndAwait("a/#/b", 1)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a/#/b");
            assertThatThrownBy(() -> client.openAndAwait("a", 3)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0, 1 or 2");
            assertThat(broker.connections()).isZero();
            assertThatThrownBy(() -> client.publishAndAwait("a/+", "x", 1)).isInstanceOf(PublishException.class)
                    .hasMessageContaining("a/+");
            assertThat(broker.received("PUBLISH")).isEmpty();
        }
    }

    private static ScriptedBroker serving() {
        return ScriptedBroker.serving();
    }
}
