package io.quarkiverse.mqttx.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

import io.quarkiverse.mqttx.api.ConnectResult;
import io.quarkiverse.mqttx.api.ConnectionStatus.State;
import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.api.MqttSubscription;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.PublishResult;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/** The client in the hands of an application, on real brokers. */
@Tag("broker")
class MqttClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private TestApplication application;

    @AfterEach
    void end() {
        if (application != null) {
            application.close();
        }
    }

    private MqttClient start(TestBroker broker, String version, String... attributes) {
        broker.start();
        application = new TestApplication(broker).connector("version", version)
                .client("own", "client-id", "own", "shutdown-timeout-seconds", "0")
                .client("own", attributes).start();
        return application.mqttClient("own");
    }

    private static String text(Message<byte[]> message) {
        return new String(message.getPayload(), UTF_8);
    }

    @ParameterizedTest
    @ArgumentsSource(ClientOnBrokers.class)
    void publishesAtEveryQosAndTellsTheOutcome(TestBroker broker, String version) {
        MqttClient client = start(broker, version);
        try (ReferenceClient reader = ReferenceClient.connect(broker).subscribe("out/#", 2)) {
            PublishResult atQos0 = client.publishAndAwait("out/0", "zero", 0);
            PublishResult atQos1 = client.publishAndAwait("out/1", Map.of("n", 1), 1, false);
            PublishResult atQos2 = client.publishAndAwait(OutgoingMqttMetadata.of("out/2", 2), null);
            assertThat(atQos0).isEqualTo(new PublishResult(0, 0, java.util.Optional.empty(), List.of()));
            assertThat(atQos1.packetId()).isPositive();
            assertThat(atQos1.reasonCode()).isZero();
            assertThat(atQos2.packetId()).isPositive();
            List<ReceivedMessage> received = reader.awaitReceived(3);
            assertThat(received).extracting(ReceivedMessage::text).containsExactly("zero", "{\"n\":1}", "");
        }
    }

    @ParameterizedTest
    @ArgumentsSource(ClientOnBrokers.class)
    void subscribesToSeveralFiltersAtOnceAndTakesThemBack(TestBroker broker, String version) {
        MqttClient client = start(broker, version);
        MqttSubscription subscription = client
                .openAndAwait(List.of(Subscription.of("in/a", 1), Subscription.of("in/b", 2), Subscription.of("c/+", 0)));
        assertThat(subscription.grantedQos()).isEqualTo(Map.of("in/a", 1, "in/b", 2, "c/+", 0));
        AssertSubscriber<Message<byte[]>> messages = subscription.messages().subscribe()
                .withSubscriber(AssertSubscriber.create(10));
        try (ReferenceClient writer = ReferenceClient.connect(broker)) {
            writer.publish("in/a", "1", 1);
            writer.publish("in/b", "2", 2);
            writer.publish("c/d", "3", 0);
            messages.awaitItems(3, PATIENCE);
            assertThat(messages.getItems()).extracting(MqttClientTest::text).containsExactly("1", "2", "3");
            messages.getItems().forEach(Message::ack);

            client.unsubscribeAndAwait("in/a", "c/+");
            writer.publish("in/a", "4", 1);
            writer.publish("c/d", "5", 1);
            writer.publish("in/b", "6", 1);
            messages.awaitItems(4, PATIENCE);
            assertThat(text(messages.getItems().get(3))).isEqualTo("6");
            messages.assertNotTerminated();

            subscription.unsubscribeAndAwait();
            messages.awaitCompletion(PATIENCE);
        }
        assertThatThrownBy(() -> subscription.messages().collect().asList().await().atMost(PATIENCE))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("one subscriber");
    }

    @ParameterizedTest
    @ArgumentsSource(ClientOnBrokers.class)
    void callsAHandlerForEachMessageOfItsTopicAndAcknowledges(TestBroker broker, String version) {
        MqttClient client = start(broker, version, "auto-clean-session", "false");
        List<String> handled = new CopyOnWriteArrayList<>();
        client.subscribeAndAwait("in/sync", 1, message -> handled.add("sync " + text(message)));
        client.subscribeAsync("in/async", 2, message -> {
            handled.add("async " + text(message));
            return Uni.createFrom().voidItem();
        }).await().atMost(PATIENCE);
        try (ReferenceClient writer = ReferenceClient.connect(broker)) {
            writer.publish("in/sync", "1", 1);
            writer.publish("in/async", "2", 2);
            writer.publish("in/sync", "3", 1);
            writer.publish("in/async", "4", 2);
        }
        await().atMost(PATIENCE).until(() -> handled.size() == 4);
        // What was not acknowledged would come again
        client.reconnectAndAwait();
        client.publishAndAwait("in/sync", "5", 1);
        await().atMost(PATIENCE).until(() -> handled.contains("sync 5"));
        assertThat(handled).containsExactlyInAnyOrder("sync 1", "async 2", "sync 3", "async 4", "sync 5");
    }

    @ParameterizedTest
    @ArgumentsSource(ClientOnBrokers.class)
    void receivesWhatCameBetweenTwoCalls(TestBroker broker, String version) {
        MqttClient client = start(broker, version);
        assertThatThrownBy(() -> client.receiveAndAwait("in/+", SHORT)).isInstanceOf(TimeoutException.class);
        // the subscription may not be granted yet when the first call is over
        await().atMost(PATIENCE).until(client::isConnected);
        client.pingAndAwait();
        try (ReferenceClient writer = ReferenceClient.connect(broker)) {
            writer.publish("in/a", "1", 1);
            writer.publish("in/b", "2", 1);
            writer.publish("in/c", "3", 1);
        }
        for (String expected : List.of("1", "2", "3")) {
            Message<byte[]> message = client.receiveAndAwait("in/+", PATIENCE);
            assertThat(text(message)).isEqualTo(expected);
            message.ack();
        }
        client.unsubscribeAndAwait("in/+");
        assertThatThrownBy(() -> client.receiveAndAwait("in/+", SHORT)).isInstanceOf(TimeoutException.class);
    }

    @ParameterizedTest
    @ArgumentsSource(ClientOnBrokers.class)
    void connectsPingsAndDisconnectsWhenTheApplicationSaysSo(TestBroker broker, String version) {
        MqttClient client = start(broker, version);
        assertThat(client.status().state()).isEqualTo(State.NEW);
        assertThat(client.lastConnAck()).isEmpty();

        ConnectResult connected = client.connectAndAwait();
        assertThat(connected.isAccepted()).isTrue();
        assertThat(connected.sessionPresent()).isFalse();
        assertThat(connected.negotiated().orElseThrow().version()).hasToString(version);
        assertThat(client.lastConnAck()).contains(connected);
        assertThat(client.isConnected()).isTrue();
        assertThat(client.pingAndAwait()).isPositive();

        client.disconnectAndAwait();
        assertThat(client.status().state()).isEqualTo(State.CLOSED);
        assertThatThrownBy(client::pingAndAwait).isInstanceOf(MqttConnectionException.class);
        Uni<PublishResult> waiting = client.publish("out", "later", 1);
        var outcome = waiting.subscribeAsCompletionStage();
        assertThat(outcome).isNotDone();
        client.connectAndAwait();
        assertThat(outcome).succeedsWithin(PATIENCE);

        client.abortAndAwait();
        await().atMost(PATIENCE).until(client::isConnected);
        assertThat(client.reconnectAndAwait().isAccepted()).isTrue();
    }

    @ParameterizedTest
    @ArgumentsSource(ClientOnBrokers.class)
    void takesBackWhatAnEarlierProcessHasSubscribedTo(TestBroker broker, String version) {
        MqttClient earlier = start(broker, version, "auto-clean-session", "false");
        earlier.openAndAwait("kept/#", 1);
        application.close();
        application = new TestApplication(broker).connector("version", version)
                .client("own", "client-id", "own", "auto-clean-session", "false", "shutdown-timeout-seconds", "0").start();
        MqttClient client = application.mqttClient("own");
        assertThat(client.connectAndAwait().sessionPresent()).isTrue();
        client.unsubscribeAndAwait("kept/#");

        AssertSubscriber<Message<byte[]>> messages = client.openAndAwait("in", 1).messages().subscribe()
                .withSubscriber(AssertSubscriber.create(10));
        try (ReferenceClient writer = ReferenceClient.connect(broker)) {
            writer.publish("kept/a", "nobody wants it", 1);
            writer.publish("in", "1", 1);
        }
        messages.awaitItems(1, PATIENCE);
        assertThat(application.connector().sharedConnections().get(0).client().unrouted()).isZero();
    }

    @ParameterizedTest
    @ArgumentsSource(ClientOnBrokers.class)
    void convertsPayloads(TestBroker broker, String version) {
        MqttClient client = start(broker, version, "failure-strategy", "ignore");
        AssertSubscriber<Message<Integer>> messages = client.subscribe("in", 1, Integer.class).subscribe()
                .withSubscriber(AssertSubscriber.create(10));
        client.connectAndAwait();
        client.pingAndAwait();
        client.publishAndAwait("in", "1", 1);
        client.publishAndAwait("in", "no number", 1);
        client.publishAndAwait("in", 3, 1);
        messages.awaitItems(2, PATIENCE);
        assertThat(messages.getItems()).extracting(Message::getPayload).containsExactly(1, 3);
    }

    @ParameterizedTest
    @ArgumentsSource(ClientOnBrokers.class)
    void aNackEndsTheSubscriptionAndAnotherOneMayFollow(TestBroker broker, String version) {
        MqttClient client = start(broker, version);
        List<String> handled = new CopyOnWriteArrayList<>();
        client.subscribeAndAwait("in", 1, message -> {
            handled.add(text(message));
            throw new IllegalArgumentException("not this one");
        });
        client.publishAndAwait("in", "1", 1);
        await().atMost(PATIENCE).until(() -> !handled.isEmpty());
        AssertSubscriber<Message<byte[]>> messages = client.openAndAwait("in", 1).messages().subscribe()
                .withSubscriber(AssertSubscriber.create(10));
        client.publishAndAwait("in", "2", 1);
        messages.awaitItems(1, PATIENCE);
        assertThat(text(messages.getItems().get(0))).isEqualTo("2");
        messages.getItems().get(0).ack();
        assertThat(handled).containsExactly("1");
    }
}
