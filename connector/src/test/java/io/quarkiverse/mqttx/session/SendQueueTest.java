package io.quarkiverse.mqttx.session;

import static io.quarkiverse.mqttx.session.model.SendQueueOverflow.BACK_PRESSURE;
import static io.quarkiverse.mqttx.session.model.SendQueueOverflow.DROP_NEWEST;
import static io.quarkiverse.mqttx.session.model.SendQueueOverflow.DROP_OLDEST;
import static io.quarkiverse.mqttx.session.model.SendQueueOverflow.FAIL;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.SendQueueStatus;
import io.quarkiverse.mqttx.session.model.SendQueueOverflow;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

/** What waits to be sent is bounded for each publisher, expires, and gives way, as its settings say. */
class SendQueueTest {

    private static final long UNLIMITED = SendQueueSettings.UNLIMITED;

    private final SessionHarness session = new SessionHarness();

    private PublisherQueue share(int maxMessages, long maxBytes, SendQueueOverflow overflow) {
        return use(new SendQueueSettings(maxMessages, maxBytes, overflow, true, false, true));
    }

    private PublisherQueue compacting(int maxMessages, SendQueueOverflow overflow) {
        return use(new SendQueueSettings(maxMessages, UNLIMITED, overflow, true, true, true));
    }

    private PublisherQueue droppingQos0() {
        return use(new SendQueueSettings(100, UNLIMITED, BACK_PRESSURE, false, false, true));
    }

    private PublisherQueue use(SendQueueSettings settings) {
        session.share = new PublisherQueue("out", settings);
        return session.share;
    }

    private void publish(String topic, String payload, int qos, boolean retain) {
        session.publish(Publish.of(topic, payload.getBytes(StandardCharsets.UTF_8), qos, retain), payload);
    }

    private void publishExpiring(String name, int qos, long seconds) {
        session.publish(SessionHarness.message(name, qos)
                .with(Properties.EMPTY.with(Property.MESSAGE_EXPIRY_INTERVAL, seconds)), name);
    }

    /** The payloads that were sent since the last look. */
    private List<String> sent() {
        List<String> payloads = new ArrayList<>();
        session.sent.forEach(packet -> {
            if (packet instanceof Publish publish) {
                payloads.add(new String(publish.payload(), StandardCharsets.UTF_8));
            }
        });
        session.sent.clear();
        return payloads;
    }

    /** The expiry intervals that were sent since the last look; -1 for none. */
    private List<Long> intervals() {
        List<Long> intervals = session.sent.stream().filter(Publish.class::isInstance)
                .map(packet -> ((Publish) packet).properties().number(Property.MESSAGE_EXPIRY_INTERVAL, -1)).toList();
        session.sent.clear();
        return intervals;
    }

    private List<String> outcomes() {
        List<String> outcomes = List.copyOf(session.outcomes);
        session.outcomes.clear();
        return outcomes;
    }

    // Overflow

    @Test
    void withBackPressureNothingIsDropped() {
        PublisherQueue share = share(2, 5, BACK_PRESSURE);
        for (String name : List.of("a", "b", "c", "d")) {
            session.publish(name, 1);
        }
        assertThat(share.status()).isEqualTo(new SendQueueStatus(4, 16, 0, 0, 0, 0, 0, 0));
        assertThat(session.outcomes).isEmpty();
        session.connect(false, Properties.EMPTY);
        assertThat(share.waiting()).isZero();
    }

    @Test
    void theOldestGiveWay() {
        PublisherQueue share = share(2, UNLIMITED, DROP_OLDEST);
        for (String name : List.of("a", "b", "c", "d")) {
            session.publish(name, 1);
        }
        assertThat(outcomes()).containsExactly("a dropped OLDEST", "b dropped OLDEST");
        session.open();
        session.receive(new ConnAck(false, 0, Properties.EMPTY));
        assertThat(sent()).containsExactly("c", "d");
        assertThat(share.status()).isEqualTo(new SendQueueStatus(0, 0, 2, 0, 0, 0, 0, 0));
    }

    @Test
    void theNewestIsDropped() {
        PublisherQueue share = share(2, UNLIMITED, DROP_NEWEST);
        for (String name : List.of("a", "b", "c")) {
            session.publish(name, 0);
        }
        assertThat(outcomes()).containsExactly("c dropped NEWEST");
        assertThat(share.status()).isEqualTo(new SendQueueStatus(2, 8, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void theNewestFailsWithTheNameAndTheBound() {
        PublisherQueue share = share(1, 1000, FAIL);
        session.publish("a", 2);
        session.publish("b", 2);
        assertThat(outcomes())
                .containsExactly("b The send queue of 'out' is full (send-queue-max-messages=1, send-queue-max-bytes=1000);"
                        + " the message to 't/b' is not taken (send-queue-overflow=fail)");
        assertThat(share.status()).isEqualTo(new SendQueueStatus(1, 4, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void bytesAreBoundedToo() {
        PublisherQueue share = share(100, 10, DROP_OLDEST); // topic and payload of "a" are 4 bytes
        session.publish("a", 1);
        session.publish("b", 1);
        session.publish("cc", 1);
        assertThat(outcomes()).containsExactly("a dropped OLDEST");
        assertThat(share.status().waitingBytes()).isEqualTo(10);
    }

    @Test
    void whatIsTooLargeAloneMakesNobodyGiveWay() {
        PublisherQueue share = share(100, 10, DROP_OLDEST);
        session.publish("a", 1);
        session.publish("much-too-large", 1);
        assertThat(outcomes()).containsExactly("much-too-large dropped NEWEST");
        assertThat(share.waiting()).isEqualTo(1);
    }

    @Test
    void whatNeedNotWaitIsNotMeasured() {
        PublisherQueue share = share(1, 1, FAIL);
        session.connect();
        session.publish("a", 1);
        session.publish("b", 0);
        session.publish("c", 2);
        assertThat(sent()).containsExactly("a", "b", "c");
        assertThat(share.status()).isEqualTo(new SendQueueStatus(0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void whatIsInFlightIsNotDropped() {
        SessionHarness narrow = session;
        narrow.connAck = Properties.builder().add(Property.RECEIVE_MAXIMUM, 2).build();
        share(1, UNLIMITED, DROP_OLDEST);
        narrow.connect();
        for (String name : List.of("a", "b", "c", "d")) {
            narrow.publish(name, 1);
        }
        assertThat(sent()).containsExactly("a", "b");
        assertThat(outcomes()).containsExactly("c dropped OLDEST");
        narrow.reconnect(true);
        assertThat(sent()).containsExactly("a", "b");
        narrow.receive(PacketType.PUBACK, 1);
        assertThat(sent()).containsExactly("d");
        assertThat(outcomes()).containsExactly("a ok");
    }

    @Test
    void onePublisherDoesNotTouchAnother() {
        PublisherQueue first = share(1, UNLIMITED, DROP_OLDEST);
        session.publish("a1", 1);
        PublisherQueue second = share(2, UNLIMITED, DROP_OLDEST);
        session.publish("b1", 1);
        session.publish("b2", 1);
        session.share = first;
        session.publish("a2", 1);
        session.share = second;
        session.publish("b3", 1);
        assertThat(outcomes()).containsExactly("a1 dropped OLDEST", "b1 dropped OLDEST");
        session.open();
        session.receive(new ConnAck(false, 0, Properties.EMPTY));
        assertThat(sent()).containsExactly("b2", "a2", "b3");
        assertThat(first.status().droppedOldest()).isEqualTo(1);
        assertThat(second.status().droppedOldest()).isEqualTo(1);
    }

    @Test
    void whatACompletionPublishesComesBehindWhatHasCausedIt() {
        PublisherQueue share = share(1, UNLIMITED, DROP_OLDEST);
        session.session.outbound().publish(SessionHarness.message("a", 1), new PublishCompletion() {
            @Override
            public void succeeded(int packetId, int reasonCode, Properties answer) {
            }

            @Override
            public void failed(Throwable cause) {
                session.publish("after a", 1);
            }
        }, share, 0);
        session.publish("b", 1);
        assertThat(outcomes()).containsExactly("b dropped OLDEST");
        assertThat(share.waiting()).isEqualTo(1);
    }

    // QoS 0 without a connection

    @Test
    void qos0IsKeptOfflineUnlessItIsNotWanted() {
        share(100, UNLIMITED, BACK_PRESSURE);
        session.publish("kept", 0);
        PublisherQueue dropping = droppingQos0();
        session.publish("dropped", 0);
        session.publish("waits", 1);
        assertThat(outcomes()).containsExactly("dropped dropped OFFLINE");
        session.open();
        session.publish("in the handshake", 0);
        session.receive(new ConnAck(false, 0, Properties.EMPTY));
        session.publish("online", 0);
        assertThat(sent()).containsExactly("kept", "waits", "online");
        assertThat(dropping.status().droppedOffline()).isEqualTo(2);
    }

    @Test
    void qos0ThatWaitsForTheSocketGoesWithTheConnection() {
        PublisherQueue dropping = droppingQos0();
        session.connect();
        session.session.writable(false, 0);
        session.publish("a", 0);
        session.publish("b", 1);
        assertThat(session.outcomes).isEmpty();
        session.loseConnection();
        assertThat(outcomes()).containsExactly("a dropped OFFLINE");
        assertThat(dropping.waiting()).isEqualTo(1);
    }

    // Expiry

    @Test
    void theIntervalThatIsSentIsWhatIsLeft() {
        session.share = new PublisherQueue("out");
        publishExpiring("a", 1, 10);
        publishExpiring("b", 0, 10);
        session.now = 3_500;
        session.publish("c", 1);
        session.open();
        session.sent.clear();
        session.receive(new ConnAck(false, 0, Properties.EMPTY));
        publishExpiring("d", 1, 10);
        assertThat(intervals()).containsExactly(7L, 7L, -1L, 10L);
    }

    @Test
    void whatHasExpiredIsDroppedAndNeverSent() {
        for (ProtocolVersion version : ProtocolVersion.values()) {
            SessionHarness harness = new SessionHarness(settings -> {
                settings.versions = Set.of(version);
                return settings;
            });
            harness.share = new PublisherQueue("out");
            harness.publish(SessionHarness.message("a", 1)
                    .with(Properties.EMPTY.with(Property.MESSAGE_EXPIRY_INTERVAL, 5L)), "a");
            harness.publish("b", 1);
            harness.now = 5_000;
            harness.connect();
            assertThat(harness.session.inflight()).as("with %s", version).isEqualTo(1);
            assertThat(harness.outcomes).containsExactly("a dropped EXPIRED");
            assertThat(harness.share.status().expired()).isEqualTo(1);
        }
    }

    @Test
    void whatExpiresWhileItWaitsIsToldInTime() {
        PublisherQueue share = share(100, UNLIMITED, BACK_PRESSURE);
        publishExpiring("a", 1, 5);
        publishExpiring("b", 1, 60);
        assertThat(session.session.nextDeadline()).isEqualTo(5_000);
        session.now = 5_000;
        session.session.tick(session.now);
        assertThat(outcomes()).containsExactly("a dropped EXPIRED");
        assertThat(session.session.nextDeadline()).isEqualTo(60_000);
        session.now = 60_000;
        session.session.tick(session.now);
        assertThat(outcomes()).containsExactly("b dropped EXPIRED");
        assertThat(session.session.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(share.status()).isEqualTo(new SendQueueStatus(0, 0, 0, 0, 0, 2, 0, 0));
    }

    @Test
    void whatExpiresWhileConnAckIsAwaitedIsToldInTime() {
        share(100, UNLIMITED, BACK_PRESSURE);
        publishExpiring("a", 1, 1);
        session.open();
        assertThat(session.session.nextDeadline()).isEqualTo(1_000);
        session.now = 1_000;
        session.session.tick(session.now);
        assertThat(outcomes()).containsExactly("a dropped EXPIRED");
        assertThat(session.session.nextDeadline()).isGreaterThan(session.now);
    }

    @Test
    void whatHasExpiredMakesRoomBeforeAnythingElse() {
        share(2, UNLIMITED, DROP_OLDEST);
        session.publish("a", 1);
        publishExpiring("b", 1, 5);
        session.now = 5_000;
        session.publish("c", 1);
        assertThat(outcomes()).containsExactly("b dropped EXPIRED");
    }

    @Test
    void whatIsInFlightIsSentAgainThoughItHasExpired() {
        session.share = new PublisherQueue("out");
        session.connect();
        publishExpiring("a", 1, 5);
        assertThat(intervals()).containsExactly(5L);
        session.now = 2_000;
        session.reconnect(true);
        assertThat(intervals()).containsExactly(3L);
        session.now = 9_000;
        session.reconnect(true);
        assertThat(intervals()).as("0 would mean no expiry to some brokers").containsExactly(1L);
        assertThat(session.outcomes).isEmpty();
    }

    @Test
    void withTheSessionOfTheBrokerGoesTheDutyToSendWhatHasExpired() {
        session.share = new PublisherQueue("out");
        session.connect();
        publishExpiring("a", 1, 5);
        session.publish("b", 1);
        session.now = 9_000;
        session.reconnect(false);
        assertThat(session.sent()).containsExactly("PUBLISH 2");
        assertThat(outcomes()).containsExactly("a dropped EXPIRED");
    }

    // Compaction

    @Test
    void aNewerMessageTakesThePlaceOfAnOlderOneOfItsTopic() {
        PublisherQueue share = compacting(2, FAIL);
        publish("a", "a1", 1, false);
        publish("b", "b1", 1, false);
        publish("a", "a2", 2, false);
        publish("b", "b2", 0, false);
        publish("a", "a3", 1, false);
        assertThat(outcomes()).containsExactly("a1 replaced", "b1 replaced", "a2 replaced");
        assertThat(share.status()).isEqualTo(new SendQueueStatus(2, 6, 0, 0, 0, 0, 3, 0));
        session.connect(false, Properties.EMPTY);
        publish("a", "a4", 1, false);
        assertThat(outcomes()).as("a3 has gone").containsExactly("b2 ok");
        assertThat(share.waiting()).isZero();
        assertThat(session.session.inflight()).isEqualTo(2);
    }

    @Test
    void theOldestMayBeOneThatTookTheOldestsPlace() {
        compacting(2, DROP_OLDEST);
        publish("a", "a1", 1, false);
        publish("b", "b1", 1, false);
        publish("a", "a2", 1, false);
        publish("c", "c1", 1, false);
        publish("a", "a3", 1, false);
        assertThat(outcomes()).containsExactly("a1 replaced", "a2 dropped OLDEST", "b1 dropped OLDEST");
    }

    @Test
    void aRetainedMessageGivesWayToARetainedOneOnly() {
        compacting(10, BACK_PRESSURE);
        publish("a", "retained", 1, true);
        publish("a", "plain", 1, false);
        publish("a", "retained again", 1, true);
        assertThat(outcomes()).containsExactly("plain replaced");
        session.open();
        session.receive(new ConnAck(false, 0, Properties.EMPTY));
        assertThat(sent()).containsExactly("retained", "retained again");
    }

    @Test
    void requestsAndRepliesAreNotCompacted() {
        compacting(10, BACK_PRESSURE);
        for (String name : List.of("a", "b")) {
            session.publish(Publish.of("requests", name.getBytes(StandardCharsets.UTF_8), 1, false)
                    .with(Properties.EMPTY.with(Property.CORRELATION_DATA, new byte[] { 1 })), name);
        }
        assertThat(outcomes()).isEmpty();
        assertThat(session.share.waiting()).isEqualTo(2);
    }
}
