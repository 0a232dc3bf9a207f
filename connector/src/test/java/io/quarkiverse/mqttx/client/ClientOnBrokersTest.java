package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

import io.quarkiverse.mqttx.api.ConnectionStatus.State;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.client.routing.Route;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.Brokers;
import io.quarkiverse.mqttx.testing.BrokersAndVersions;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.quarkiverse.mqttx.topic.TopicFilter;

@Tag("broker")
class ClientOnBrokersTest {

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @ParameterizedTest
    @ArgumentsSource(BrokersAndVersions.class)
    void publishesAtEachQos(TestBroker broker, ProtocolVersion version) throws Exception {
        broker.start();
        try (ReferenceClient outside = ReferenceClient.connect(broker).subscribe("out/#", 2)) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).version(version));
            get(client.start());
            assertThat(client.status().negotiated().version()).isEqualTo(version);
            for (int qos = 0; qos <= 2; qos++) {
                assertThat(Outcome.of(client, "out/" + qos, "at " + qos, qos).reasonCode()).isZero();
            }
            assertThat(outside.awaitReceived(3)).extracting(ReceivedMessage::text)
                    .containsExactlyInAnyOrder("at 0", "at 1", "at 2");
        }
    }

    @ParameterizedTest
    @ArgumentsSource(BrokersAndVersions.class)
    void receivesAtEachQos(TestBroker broker, ProtocolVersion version) throws Exception {
        broker.start();
        ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).version(version));
        RecordingRoute route = RecordingRoute.acknowledging(client);
        client.route(List.of(TopicFilter.of("in/+")), route);
        Grant grant = Grant.of(client, "in/+", 2);
        get(client.start());
        assertThat(grant.code()).isEqualTo(2);
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            for (int qos = 0; qos <= 2; qos++) {
                outside.publish("in/" + qos, "at " + qos, qos);
            }
            assertThat(route.awaitTexts(3)).containsExactlyInAnyOrder("at 0", "at 1", "at 2");

            get(client.unsubscribe("in/+", grant));
            outside.publish("in/1", "after", 1);
        }
        assertThat(Outcome.of(client, "flush", "x", 2).reasonCode()).isNotNegative();
        assertThat(route.texts()).hasSize(3);
        assertThat(client.unrouted()).isZero();
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void twoUsersOfAFilterGetItsMessagesAtTheHigherQosWhoeverCameFirst(TestBroker broker) throws Exception {
        broker.start();
        ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
        RecordingRoute route = RecordingRoute.acknowledging(client);
        client.route(List.of(TopicFilter.of("low/first"), TopicFilter.of("high/first")), route);
        get(client.start());
        Grant.of(client, "low/first", 0).code();
        Grant high = Grant.of(client, "low/first", 2);
        assertThat(high.code()).isEqualTo(2);
        Grant.of(client, "high/first", 2).code();
        assertThat(Grant.of(client, "high/first", 0).code()).isEqualTo(2);
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            outside.publish("low/first", "1", 2);
            outside.publish("high/first", "2", 2);
            route.awaitTexts(2);
            assertThat(route.messages()).extracting(message -> message.packet().qos()).containsExactly(2, 2);

            get(client.unsubscribe("low/first", high));
            outside.publish("low/first", "for the one that stays", 2);
            assertThat(route.awaitTexts(3)).endsWith("for the one that stays");
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void speaksTheHighestVersionByItself(TestBroker broker) throws Exception {
        broker.start();
        ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
        get(client.start());
        assertThat(client.status().negotiated().version()).isEqualTo(ProtocolVersion.V5);
        assertThat(client.status().negotiated().clientId()).isEqualTo("tested");
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void comesBackAfterARestartOfTheBroker(TestBroker broker) throws Exception {
        broker.persistent().start();
        ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).persistentSession("restarted"));
        RecordingRoute route = RecordingRoute.acknowledging(client);
        client.route(List.of(TopicFilter.of("in")), route);
        client.route(List.of(TopicFilter.of("out")), RecordingRoute.acknowledging(client));
        Grant.of(client, "in", 1);
        get(client.start());

        broker.stop();
        await().atMost(ClientFixture.PATIENCE).until(() -> client.status().state() != State.CONNECTED);
        Outcome whileDown = Outcome.of(client, "out", "waits", 2);
        broker.start();
        await().atMost(ClientFixture.PATIENCE).until(() -> client.status().isConnected());

        assertThat(client.status().reconnects()).isEqualTo(1);
        whileDown.reasonCode();
        try (ReferenceClient outside = ReferenceClient.connect(broker)) {
            outside.publish("in", "again", 1);
            assertThat(route.awaitTexts(1)).containsExactly("again");
        }
    }

    @Test
    void keepsTheOrderOfEachPublishingThread() throws Exception {
        int threads = 4;
        int each = 500;
        try (TestBroker broker = new ArtemisBroker().start();
                ReferenceClient outside = ReferenceClient.connect(broker).subscribe("order/#", 1)) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            List<Thread> publishers = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                String topic = "order/" + t;
                publishers.add(new Thread(() -> IntStream.range(0, each)
                        .forEach(i -> Outcome.of(client, topic, String.valueOf(i), 1))));
            }
            publishers.forEach(Thread::start);
            client.context().runOnContext(v -> IntStream.range(0, each)
                    .forEach(i -> Outcome.of(client, "order/loop", String.valueOf(i), 1)));

            List<ReceivedMessage> all = outside.awaitReceived((threads + 1) * each);
            List<String> expected = IntStream.range(0, each).mapToObj(String::valueOf).toList();
            for (String source : List.of("0", "1", "2", "3", "loop")) {
                assertThat(all.stream().filter(m -> m.topic().equals("order/" + source)).map(ReceivedMessage::text))
                        .containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void publishesTheNextMessageFromTheCompletionOfTheLast() throws Exception {
        try (TestBroker broker = new ArtemisBroker().start();
                ReferenceClient outside = ReferenceClient.connect(broker).subscribe("chain", 1)) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)));
            get(client.start());
            CompletableFuture<Void> end = new CompletableFuture<>();
            AtomicInteger next = new AtomicInteger();
            client.publish(numbered(next.getAndIncrement()), new PublishCompletion() {
                @Override
                public void succeeded(int packetId, int reasonCode, Properties answer) {
                    int number = next.getAndIncrement();
                    if (number < 200) {
                        client.publish(numbered(number), this);
                    } else {
                        end.complete(null);
                    }
                }

                @Override
                public void failed(Throwable cause) {
                    end.completeExceptionally(cause);
                }
            });
            end.join();
            assertThat(outside.awaitReceived(200)).extracting(ReceivedMessage::text)
                    .containsExactlyElementsOf(IntStream.range(0, 200).mapToObj(String::valueOf).toList());
        }
    }

    @Test
    void answersAMessageFromWithinItsDelivery() throws Exception {
        try (TestBroker broker = new ArtemisBroker().start();
                ReferenceClient outside = ReferenceClient.connect(broker).subscribe("answer", 1)) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).version(ProtocolVersion.V5));
            client.route(List.of(TopicFilter.of("question")), new Route() {
                @Override
                public void deliver(InboundMessage message) {
                    client.publish(Publish.of("answer", message.packet().payload(), 1, false), new PublishCompletion() {
                        @Override
                        public void succeeded(int packetId, int reasonCode, Properties answer) {
                            client.acknowledge(message);
                        }

                        @Override
                        public void failed(Throwable cause) {
                            client.leaveUnacked(message);
                        }
                    });
                }

                @Override
                public void failed(Throwable cause) {
                }
            });
            Grant grant = Grant.of(client, "question", 1);
            get(client.start());
            grant.code();
            // more than the window of 100, so it only ends when the acknowledgements reach the broker
            outside.publishAll("question", 500, i -> String.valueOf(i).getBytes(), 1);
            assertThat(outside.awaitReceived(500)).extracting(ReceivedMessage::text)
                    .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(String::valueOf).toList());
        }
    }

    @Test
    void wrongCredentialsAreRetriedSlowlyUntilTheyAreRight() throws Exception {
        try (MosquittoBroker broker = new MosquittoBroker()) {
            broker.user("me", "right").start();
            ReconnectingClient client = fixture.createWithSlowDelay(
                    ClientOptions.to(address(broker)).user("me", "hidden-secret").reconnect(true, -1, 1, 10), 300);
            var started = client.start();
            await().atMost(ClientFixture.PATIENCE).until(() -> client.status().state() == State.WAITING);
            assertThat(client.status().reasonCode()).isIn(ReasonCode.NOT_AUTHORIZED, ReasonCode.BAD_USER_NAME_OR_PASSWORD);
            assertThat(client.status().reason()).contains("Check username and password").doesNotContain("hidden-secret");

            broker.stop();
            broker.user("me", "hidden-secret").start();
            get(started);
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void aClientThatIsTakenOverWaitsBeforeItComesBack(TestBroker broker) throws Exception {
        broker.start();
        ReconnectingClient client = fixture.create(
                ClientOptions.to(address(broker)).persistentSession("shared").reconnect(true, -1, 60_000, 60_000));
        get(client.start());
        try (ReferenceClient rival = ReferenceClient.of(broker).persistentSession("shared").connect()) {
            await().atMost(ClientFixture.PATIENCE).until(() -> client.status().state() == State.WAITING);
            assertThat(rival.sessionPresent()).isTrue();
            assertThat(rival.isConnected()).isTrue();
        }
    }

    private static Publish numbered(int number) {
        return Publish.of("chain", String.valueOf(number).getBytes(), 1, false);
    }
}
