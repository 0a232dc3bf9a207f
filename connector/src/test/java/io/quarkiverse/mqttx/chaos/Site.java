package io.quarkiverse.mqttx.chaos;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;

/** A broker, its lanes, and a client of another library beside them, whose network is good. */
final class Site implements AutoCloseable {

    /** The client outside waits when so many of its messages have not arrived. */
    private static final int MOST_UNDER_WAY = 200;
    private static final int LEAST_UNTIL_RESTART_MILLIS = 10_000;

    final TestBroker broker;
    final List<Lane> lanes;
    private final Random chances;
    private final ArtemisIdentifiers identifiers;
    private ReferenceClient outside;
    private volatile int restarts;
    private volatile int keptBack;

    Site(TestBroker broker, List<Lane> lanes, long seed) {
        this.broker = broker;
        this.lanes = lanes;
        chances = new Random(seed + broker.name().hashCode());
        identifiers = broker instanceof ArtemisBroker ? new ArtemisIdentifiers() : null;
    }

    /** How often the broker was restarted. */
    int restarts() {
        return restarts;
    }

    /** The client outside hears what the application sends from now on. */
    void open() {
        outside = ReferenceClient.of(broker).reconnecting("outside").keepingNothing().connect();
        outside.onMessage(this::arrived);
        for (Lane lane : lanes) {
            for (Flow flow : Flow.values()) {
                if (!flow.incoming) {
                    outside.subscribe(lane.channel(flow), flow.qos);
                }
            }
        }
    }

    private void arrived(ReceivedMessage message) {
        lanes.stream().filter(lane -> message.topic().startsWith(lane.name)).findFirst()
                .ifPresent(lane -> lane.arrived(message.text()));
    }

    /** Publishes to all lanes at this rate for each flow until the latch is down. */
    void publishUntil(CountDownLatch end, int rate) throws InterruptedException {
        boolean ended = false;
        while (!ended) {
            for (Lane lane : lanes) {
                publish(lane, MOST_UNDER_WAY);
            }
            ended = end.await(1_000_000 / rate, TimeUnit.MICROSECONDS);
        }
    }

    void publishLastOnes() {
        for (Lane lane : lanes) {
            publish(lane, Integer.MAX_VALUE);
        }
        outside.flush();
    }

    private void publish(Lane lane, int mostUnderWay) {
        for (Flow flow : Flow.values()) {
            Lane.FlowCount count = lane.count(flow);
            if (flow.incoming && count.sent.get() - count.arrivals.distinct() < mostUnderWay) {
                byte[] payload = new NumberedPayload(flow, count.sent.getAndIncrement()).bytes();
                outside.send(lane.channel(flow), payload, flow.qos, false, null);
            }
        }
    }

    /** Restarts the broker now and then until the latch is down. */
    void restartUntil(CountDownLatch end) throws InterruptedException {
        while (!end.await(LEAST_UNTIL_RESTART_MILLIS + chances.nextInt(10_000), TimeUnit.MILLISECONDS)) {
            broker.stop();
            end.await(chances.nextInt(1_500), TimeUnit.MILLISECONDS);
            broker.start();
            restarts++;
        }
    }

    /**
     * Restarts Artemis when it has no packet identifier left for a connector that is connected and owes it no answer; says so.
     * Whatever else it has, and whatever another broker does, it has to get over it by itself.
     */
    void restartIfItKeepsBack() {
        List<Lane> waiting = lanes.stream().filter(lane -> lane.wire.unanswered() == 0 && lane.keptBack() > 0).toList();
        if (waiting.isEmpty() || !(broker instanceof ArtemisBroker artemis)) {
            return;
        }
        for (Lane lane : waiting) {
            System.out.printf("chaos: artemis keeps %d messages back from %s, which has answered all that it was sent%n",
                    lane.keptBack(), lane.name);
        }
        System.out.printf("chaos: its queues, with %s packet identifiers: %s%n", identifiers.usedUp() ? "no" : "free",
                artemis.queues());
        if (identifiers.usedUp()) {
            broker.restart();
            identifiers.reset();
            restarts++;
            keptBack++;
        }
    }

    /** How often it was restarted for that. */
    int keptBack() {
        return keptBack;
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
        if (outside != null) {
            outside.close();
        }
        broker.close();
        if (identifiers != null) {
            identifiers.close();
        }
    }
}
