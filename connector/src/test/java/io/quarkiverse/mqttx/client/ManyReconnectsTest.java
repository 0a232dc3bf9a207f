package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.client.ClientFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.routing.Route;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.testing.CuttingBroker;
import io.quarkiverse.mqttx.testing.QuietLog;
import io.quarkiverse.mqttx.topic.TopicFilter;

/**
 * 10,000 connections over real sockets, each cut with messages in flight both ways: every message comes to its end, and
 * nothing is left of the connections.
 */
@Tag("broker")
class ManyReconnectsTest {

    /** Side by side, since a client waits at least 5 ms before it tries again. */
    private static final int CLIENTS = 8;
    private static final int FIRST = 1_000;
    private static final int ALL = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /**
     * Half a kilobyte for each of the 9,000 connections between the two measurements: less than a connection that is still held
     * would take. What else moves in the heap, such as caches and compiled code's constants, is a fraction of this.
     */
    private static final long HEAP_MARGIN = 512L * (ALL - FIRST);
    /** Vert.x and the JVM may start a thread late. */
    private static final int FEW = 5;

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @Test
    void tenThousandLostConnectionsLeaveNothingBehind() throws Exception {
        // Those of other tests' Vert.x in this JVM
        int before = timers(LiveObjects.now());
        List<Traffic> traffic = IntStream.range(0, CLIENTS).mapToObj(i -> new Traffic()).toList();
        try (QuietLog quiet = new QuietLog()) {
            traffic.forEach(Traffic::start);
            LiveObjects first = after(traffic, FIRST);
            traffic.forEach(Traffic::goOn);
            LiveObjects last = after(traffic, ALL);
            System.out.println("after " + FIRST + " connections: " + first + "; after " + ALL + ": " + last);

            assertThat(last.heapBytes()).as("heap").isLessThan(first.heapBytes() + HEAP_MARGIN);
            assertThat(last.threads()).as("threads").isLessThanOrEqualTo(first.threads() + FEW);
            assertThat(last.files()).as("open files").isLessThanOrEqualTo(first.files() + FEW);
            assertThat(last.instances(Connection.class)).as("connections").isLessThanOrEqualTo(2 * CLIENTS);
            // One for the next deadline of each session, such as its keep-alive
            assertThat(timers(last)).as("timers").isLessThanOrEqualTo(timers(first) + CLIENTS);
            for (Traffic each : traffic) {
                get(each.client.stop(Duration.ofSeconds(5)));
            }
            // One that was cancelled goes with the next turn of its event loop
            await().untilAsserted(() -> assertThat(timers(LiveObjects.now())).as("timers of clients that are stopped")
                    .isLessThanOrEqualTo(before));
        } finally {
            traffic.forEach(each -> each.broker.close());
        }
    }

    /** Waits for so many connections, then lets everything come to its end and looks at what is left. */
    private static LiveObjects after(List<Traffic> traffic, int connections) throws Exception {
        await().atMost(PATIENCE).until(
                () -> traffic.stream().mapToInt(each -> each.broker.connections()).sum() >= connections);
        traffic.forEach(Traffic::pause);
        for (Traffic each : traffic) {
            await().atMost(PATIENCE).untilAsserted(each::assertSettled);
        }
        return LiveObjects.now();
    }

    private static int timers(LiveObjects objects) {
        return objects.instances("io.vertx.core.impl.VertxImpl$InternalTimerHandler");
    }

    /** A client with messages in flight both ways, and its broker. */
    private final class Traffic {

        private static final int IN_FLIGHT = 3;

        private final CuttingBroker broker = CuttingBroker.start();
        private final ReconnectingClient client = fixture.create(
                ClientOptions.to(new ServerAddress("127.0.0.1", broker.port(), false)).persistentSession("tested")
                        .reconnect(true, -1, 0, 1));
        private final AtomicInteger accepted = new AtomicInteger();
        private final AtomicInteger settled = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicInteger delivered = new AtomicInteger();
        private final AtomicInteger deliveredTwice = new AtomicInteger();
        private final BitSet seen = new BitSet();
        private volatile boolean publishing;

        void start() {
            client.route(List.of(TopicFilter.of("in")), new Route() {
                @Override
                public void deliver(InboundMessage message) {
                    delivered(message);
                }

                @Override
                public void failed(Throwable cause) {
                    failed.incrementAndGet();
                }
            });
            client.start();
            goOn();
        }

        void goOn() {
            publishing = true;
            broker.cut(true);
            client.context().runOnContext(now -> IntStream.range(0, IN_FLIGHT).forEach(i -> publish()));
        }

        void pause() {
            publishing = false;
            broker.cut(false);
        }

        /** On the client's event loop: another one for each that is settled. */
        private void publish() {
            int number = accepted.getAndIncrement();
            client.publish(Publish.of("out", ByteBuffer.allocate(4).putInt(number).array(), 1 + number % 2, false),
                    new PublishCompletion() {
                        @Override
                        public void succeeded(int packetId, int reasonCode, Properties answer) {
                            settled.incrementAndGet();
                            if (publishing) {
                                publish();
                            }
                        }

                        @Override
                        public void failed(Throwable cause) {
                            failed.incrementAndGet();
                        }
                    });
        }

        private void delivered(InboundMessage message) {
            int number = ByteBuffer.wrap(message.packet().payload()).getInt();
            if (!seen.get(number)) {
                seen.set(number);
                delivered.incrementAndGet();
            } else if (message.packet().qos() == 2) {
                deliveredTwice.incrementAndGet();
            }
            client.acknowledge(message);
        }

        void assertSettled() {
            assertThat(broker.failure()).isNull();
            assertThat(failed.get()).as("failed").isZero();
            assertThat(settled.get()).as("settled").isEqualTo(accepted.get());
            assertThat(broker.taken()).as("taken by the broker").isEqualTo(accepted.get());
            assertThat(broker.takenTwice()).as("QoS 2 messages published twice").isZero();
            assertThat(broker.unacknowledged()).as("not acknowledged to the broker").isZero();
            assertThat(delivered.get()).as("delivered").isEqualTo(broker.published());
            assertThat(deliveredTwice.get()).as("QoS 2 messages delivered twice").isZero();
        }
    }
}
