package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.address;
import static io.quarkiverse.mqttx.client.ClientFixture.awaitTurns;
import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.MessageKeptException;
import io.quarkiverse.mqttx.api.MqttConnectionException;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.SendQueueStatus;
import io.quarkiverse.mqttx.client.model.Backlog;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.PublisherQueue;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.topic.TopicFilter;

@Tag("broker")
class WriteAheadTest {

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @Test
    void noPublishGoesOutBeforeItIsDurable() throws Exception {
        GatedStore store = new GatedStore();
        try (ScriptedBroker broker = ScriptedBroker.serving()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).keptIn(store));
            List<String> sent = packetsSent(client);
            get(client.start());
            Outcome outcome = Outcome.of(client, "a", "x", 2);
            Outcome behind = Outcome.of(client, "a", "y", 0);
            // the session has given both away, and nobody has sent them
            behind.reasonCode();
            store.awaitBegun(1);
            awaitTurns(client);
            assertThat(sent).isEmpty();
            assertThat(broker.received("PUBLISH")).isEmpty();

            store.letAll();
            assertThat(outcome.reasonCode()).isZero();
            assertThat(store.commits().get(0)).containsExactly("Accepted", "Identified");
            await().atMost(ClientFixture.PATIENCE).until(() -> store.load().isEmpty());
        }
    }

    @Test
    void eachPacketWaitsForItsOwnCommitAndForThatOnly() throws Exception {
        GatedStore store = new GatedStore();
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.silence();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).keptIn(store));
            List<String> sent = packetsSent(client);
            get(client.start());
            Outcome.of(client, "first", "", 1);
            store.awaitBegun(1);
            Outcome.of(client, "behind the first", "", 0);
            Outcome.of(client, "second", "", 1);
            Outcome.of(client, "behind the second", "", 0);
            awaitTurns(client);
            assertThat(sent).isEmpty();

            store.letOne();
            store.awaitBegun(2);
            awaitTurns(client);
            assertThat(sent).containsExactly("first", "behind the first");

            store.letOne();
            await().atMost(ClientFixture.PATIENCE).until(() -> sent.size() == 4);
            assertThat(sent).endsWith("second", "behind the second");
            assertThat(broker.awaitReceived("PUBLISH", 4)).hasSize(4);
            store.letAll();
        }
    }

    /** The topics of what is handed to the socket, in order. */
    private static List<String> packetsSent(ReconnectingClient client) {
        List<String> topics = new CopyOnWriteArrayList<>();
        client.onPacket(PacketType.PUBLISH, null, 0, packet -> topics.add(packet.topic()));
        return topics;
    }

    @Test
    void pubRecAndPubCompWaitUntilTheirChangeIsDurable() throws Exception {
        GatedStore store = new GatedStore();
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.publish("in", 2, 7, "x");
            connection.expect("PUBREC");
            connection.send(Packets.pubRel(7));
            connection.expect("PUBCOMP");
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).keptIn(store));
            RecordingRoute route = RecordingRoute.acknowledging(client);
            client.route(List.of(TopicFilter.of("in")), route);
            get(client.start());
            route.awaitTexts(1);
            assertThat(broker.received("PUBREC")).isEmpty();
            store.letOne();
            broker.awaitReceived("PUBREC", 1);
            assertThat(broker.received("PUBCOMP")).isEmpty();
            store.letAll();
            broker.awaitReceived("PUBCOMP", 1);
            assertThat(store.commits()).containsExactly(List.of("Received"), List.of("Completed"));
        }
    }

    @Test
    void changesThatComeDuringACommitAreTheNextOneAndPacketsKeepTheirOrder() throws Exception {
        GatedStore store = new GatedStore();
        try (ScriptedBroker broker = ScriptedBroker.serving()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).keptIn(store));
            get(client.start());
            Outcome.of(client, "a", "1", 1);
            Outcome.of(client, "a", "2", 0);
            Outcome.of(client, "a", "3", 1);
            Outcome last = Outcome.of(client, "a", "4", 0);
            store.letAll();
            last.reasonCode();
            List<RawPacket> received = broker.awaitReceived("PUBLISH", 4);

            assertThat(received.stream().map(packet -> new String(packet.payload()))).containsExactly("1", "2", "3", "4");
        }
    }

    @Test
    void whatIsNotKeptWaitsForNothing() throws Exception {
        GatedStore store = new GatedStore();
        try (ScriptedBroker broker = ScriptedBroker.serving()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).keptIn(store));
            get(client.start());
            Outcome.of(client, "a", "1", 0).reasonCode();

            broker.awaitReceived("PUBLISH", 1);
            assertThat(store.commits()).isEmpty();
            store.letAll();
        }
    }

    @Test
    void aStoreThatCannotWriteEndsTheConnectionAndNothingThatIsNotDurableGoesOut() throws Exception {
        GatedStore store = GatedStore.open();
        store.failWith("no space left on device");
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.silence();
        }, connection -> {
            connection.accept(true);
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).keptIn(store));
            get(client.start());
            Outcome outcome = Outcome.of(client, "a", "x", 2);

            await().atMost(ClientFixture.PATIENCE).until(() -> !client.status().isConnected()
                    && String.valueOf(client.status().reason()).contains("no space left on device"));
            assertThat(broker.received("PUBLISH")).isEmpty();
            assertThat(outcome.isDone()).isFalse();

            store.failWith(null);
            assertThat(outcome.reasonCode()).isZero();
            assertThat(broker.received("PUBLISH")).singleElement()
                    .satisfies(packet -> assertThat(packet.connection()).isEqualTo(2));
            assertThat(store.commits().get(0)).startsWith("Accepted", "Identified");
        }
    }

    @Test
    void whenTooManyPacketsWaitTheRestStaysInTheSessionUntilTheyHaveGoneOut() throws Exception {
        int many = 6_000;
        GatedStore store = new GatedStore();
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.silence();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).keptIn(store));
            get(client.start());
            Outcome.of(client, "kept", "", 1);
            store.awaitBegun(1);
            List<Outcome> others = IntStream.range(0, many).mapToObj(i -> Outcome.of(client, "other", "", 0)).toList();
            awaitTurns(client);
            assertThat(others.stream().filter(Outcome::isDone).count()).as("packets that wait").isBetween(1_000L,
                    many - 1_000L);

            store.letAll();
            assertThat(others.get(many - 1).reasonCode()).isZero();
            broker.awaitReceived("PUBLISH", many + 1);
        }
    }

    @Test
    void theConnectionIsClosedBehindThePacketsThatWait() throws Exception {
        GatedStore store = new GatedStore();
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.silence();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).keptIn(store));
            get(client.start());
            Outcome.of(client, "a", "x", 1);
            store.awaitBegun(1);
            client.disconnect(Duration.ZERO);
            await().atMost(ClientFixture.PATIENCE).until(() -> !client.status().isConnected());
            awaitTurns(client);
            store.letAll();

            broker.awaitReceived("DISCONNECT", 1);
            assertThat(broker.received("PUBLISH")).hasSize(1);
        }
    }

    @Test
    void aSlowStoreIsNotTakenForASilentBroker() throws Exception {
        GatedStore store = new GatedStore();
        try (ScriptedBroker broker = ScriptedBroker.serving()) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).keepAlive(1).ackTimeout(300)
                    .keptIn(store));
            get(client.start());
            Outcome outcome = Outcome.of(client, "a", "x", 1);
            store.awaitBegun(1);
            await().during(Duration.ofMillis(2_500)).atMost(ClientFixture.PATIENCE)
                    .until(() -> client.status().isConnected());
            assertThat(broker.received("PUBLISH")).isEmpty();
            store.letAll();

            assertThat(outcome.reasonCode()).isZero();
            assertThat(broker.connections()).isEqualTo(1);
        }
    }

    @Test
    void theTimeForAnAnswerBeginsWithTheCommit() throws Exception {
        GatedStore store = new GatedStore();
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.silence();
        }, connection -> {
            connection.accept(true);
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).ackTimeout(300).keptIn(store));
            get(client.start());
            Outcome outcome = Outcome.of(client, "a", "x", 1);
            store.awaitBegun(1);
            store.letAll();

            assertThat(outcome.reasonCode()).isZero();
            assertThat(broker.received("PUBLISH")).extracting(RawPacket::connection).containsExactly(1, 2);
        }
    }

    @Test
    void aLatePacketOfAConnectionThatHasEndedIsNotForTheNextOne() throws Exception {
        GatedStore store = new GatedStore();
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch late = new CountDownLatch(1);
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            ended.await();
            // it ends with this, but is closed behind what still waits for the store
            connection.send(Packets.connAck5(false, 0, ""));
            late.await();
            connection.publish("a", 0, 0, "late");
            connection.silence();
        }, connection -> {
            connection.accept(true);
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).keptIn(store));
            get(client.start());
            Outcome outcome = Outcome.of(client, "a", "x", 1);
            store.awaitBegun(1);
            ended.countDown();
            broker.awaitConnections(2);
            awaitTurns(client);
            late.countDown();
            await().during(Duration.ofMillis(300)).atMost(ClientFixture.PATIENCE).until(() -> broker.connections() == 2);
            store.letAll();

            assertThat(outcome.reasonCode()).isZero();
            assertThat(broker.connections()).isEqualTo(2);
        }
    }

    @Test
    void theNextProcessGoesOnWithIdentifierAndDup() throws Exception {
        GatedStore store = GatedStore.open();
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("PUBLISH");
            connection.expect("PUBLISH");
            connection.send(Packets.pubRec(1));
            connection.expect("PUBREL");
            connection.silence();
        }, connection -> {
            connection.accept(true);
            connection.serve();
        })) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).keptIn(store));
            get(client.start());
            Outcome released = Outcome.of(client, "a", "1", 2);
            Outcome sent = Outcome.of(client, "a", "2", 2);
            broker.awaitReceived("PUBREL", 1);
            get(client.stop(Duration.ZERO));

            assertThat(released.failure()).isInstanceOf(MessageKeptException.class);
            assertThat(sent.failure()).isInstanceOf(MessageKeptException.class).hasMessageContaining("session store");
            assertThat(store.isClosed()).isTrue();

            ReconnectingClient next = fixture.create(ClientOptions.to(address(broker)).keptIn(store));
            AtomicLong settledBytes = new AtomicLong();
            PublisherQueue share = new PublisherQueue("test");
            assertThat(next.adopt(share, settledBytes::addAndGet)).as("of the released one nothing is left to count")
                    .isEqualTo(new Backlog(2, 2));
            get(next.start());
            await().atMost(ClientFixture.PATIENCE).until(() -> store.load().isEmpty() && settledBytes.get() == 2);
            assertThat(share.status()).isEqualTo(new SendQueueStatus(0, 0, 0, 0, 0, 0, 0, 0));
            assertThat(next.adopt(share, settledBytes::addAndGet)).isEqualTo(Backlog.NONE);

            assertThat(broker.received("PUBLISH")).hasSize(3).last().satisfies(again -> {
                assertThat(again.packetId()).isEqualTo(2);
                assertThat(again.duplicate()).isTrue();
            });
            assertThat(broker.received("PUBREL").stream().map(RawPacket::packetId)).containsExactly(1, 1, 2);
        }
    }

    @Test
    void whatCouldNotBeStoredIsNotSaidToBeKeptAtTheEnd() throws Exception {
        GatedStore store = GatedStore.open();
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> connection.silence())) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).keptIn(store));
            Outcome stored = Outcome.of(client, "a", "1", 1);
            await().atMost(ClientFixture.PATIENCE).until(() -> store.load().outgoing().size() == 1);
            store.failWith("no space left on device");
            Outcome notStored = Outcome.of(client, "a", "2", 1);
            get(client.stop(Duration.ZERO));

            assertThat(stored.failure()).isInstanceOf(MessageKeptException.class);
            assertThat(notStored.failure()).isInstanceOf(MqttConnectionException.class)
                    .isNotInstanceOf(MessageKeptException.class);
            assertThat(store.load().outgoing()).hasSize(1);
        }
    }

    @Test
    void aSenderIsToldWhenItsMessageIsStoredBeThereAConnectionOrNot() throws Exception {
        GatedStore store = new GatedStore();
        CountDownLatch stored = new CountDownLatch(1);
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> connection.silence())) {
            ReconnectingClient client = fixture.create(ClientOptions.to(address(broker)).keptIn(store));
            client.publish(Publish.of("a", new byte[0], 1, false), new PublishCompletion() {
                @Override
                public boolean awaitsStore() {
                    return true;
                }

                @Override
                public void stored() {
                    stored.countDown();
                }

                @Override
                public void succeeded(int packetId, int reasonCode, Properties answer) {
                }

                @Override
                public void failed(Throwable cause) {
                }
            });
            store.awaitBegun(1);
            awaitTurns(client);
            assertThat(stored.getCount()).as("told before it was so").isEqualTo(1);
            store.letAll();

            assertThat(stored.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(store.load().outgoing()).hasSize(1);
        }
    }
}
