package io.quarkiverse.mqttx.chaos;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.ChaosProxy;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * One connection of the application, with channels for all flows, through a network of its own to a broker; and what is counted
 * of it. The names of its channels and topics begin with its own.
 */
final class Lane implements AutoCloseable {

    /**
     * As much as mosquitto is set to have in flight: when a session comes back it sends that much, whatever it is told here.
     */
    private static final String RECEIVE_MAXIMUM = "65535";

    /** Not so many that a slow machine sends them again all the time between two lost connections. */
    private static final String IN_FLIGHT = "100";

    final String name;
    final ChaosProxy network;
    final WireMonitor wire = new WireMonitor();
    final Map<Disturbance.Kind, Integer> disturbances = new ConcurrentHashMap<>();
    private final ProtocolVersion version;
    private final TestBroker broker;
    private final Random chances;
    private final Duration pace;
    private final ScheduledExecutorService workers;
    private final Map<Flow, FlowCount> flows = new EnumMap<>(Flow.class);
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> lastOnes = new CompletableFuture<>();
    private volatile boolean stopped;

    /** @param workers where the application acknowledges later */
    Lane(TestBroker broker, ProtocolVersion version, long seed, int rate, ScheduledExecutorService workers) {
        this.broker = broker;
        this.version = version;
        this.workers = workers;
        name = broker.name() + (version.is5() ? "5" : "3");
        chances = new Random(seed + name.hashCode());
        network = ChaosProxy.to(broker).seed(seed).tap(wire);
        pace = Duration.ofNanos(1_000_000_000L / rate);
        for (Flow flow : Flow.values()) {
            flows.put(flow, new FlowCount(number -> wire.history(new NumberedPayload(flow, number))));
        }
    }

    FlowCount count(Flow flow) {
        return flows.get(flow);
    }

    String channel(Flow flow) {
        return name + "-" + flow.label();
    }

    /** How many messages of the client outside have not arrived. */
    int keptBack() {
        return flows.entrySet().stream().filter(flow -> flow.getKey().incoming)
                .mapToInt(flow -> flow.getValue().sent.get() - flow.getValue().arrivals.distinct()).sum();
    }

    /** What is no matter of counting, such as a payload that has changed. */
    List<String> problems() {
        return problems;
    }

    void configure(TestApplication application) {
        for (Flow flow : Flow.values()) {
            String[] attributes = { "host", broker.host(), "port", Integer.toString(network.port()),
                    "version", version.is5() ? "5" : "3.1.1", "client-id", "soak-" + name, "auto-clean-session", "false",
                    "qos", Integer.toString(flow.qos), "topic", channel(flow), "receive-maximum", RECEIVE_MAXIMUM,
                    "keep-alive-seconds", "2", "connect-timeout-seconds", "3", "ack-timeout-seconds", "5",
                    "reconnect-interval-seconds", "0", "reconnect-max-interval-seconds", "1" };
            if (flow.incoming) {
                application.incoming(channel(flow), attributes).incoming(channel(flow), "failure-strategy", "ignore");
            } else {
                application.outgoing(channel(flow), attributes).outgoing(channel(flow), "max-inflight-queue", IN_FLIGHT);
            }
        }
    }

    /** One bad thing after the other, with some peace in between, until the latch is down. */
    void disturbUntil(CountDownLatch end) throws InterruptedException {
        boolean ended = end.await(peaceMillis(), TimeUnit.MILLISECONDS);
        while (!ended) {
            Disturbance next = Disturbance.next(chances);
            disturbances.merge(next.kind(), 1, Integer::sum);
            next.begin(network);
            end.await(next.millis(), TimeUnit.MILLISECONDS);
            network.heal();
            ended = end.await(peaceMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private int peaceMillis() {
        return 50 + chances.nextInt(800);
    }

    // What the application does

    /** Acknowledges at once, later on another thread, or not at all: a nack. */
    CompletionStage<Void> take(Message<String> message) {
        arrived(message.getPayload());
        int chance = ThreadLocalRandom.current().nextInt(300);
        if (chance < 100) {
            return message.ack();
        }
        int delay = chance < 297 ? chance % 40 : 500;
        workers.schedule(() -> chance == 299 ? message.nack(new IllegalStateException("on purpose")) : message.ack(), delay,
                TimeUnit.MILLISECONDS);
        return CompletableFuture.completedStage(null);
    }

    /** Of either side: what has come out at the end. */
    void arrived(String text) {
        try {
            NumberedPayload payload = NumberedPayload.parse(text);
            count(payload.flow()).arrivals.add(payload.number());
        } catch (RuntimeException e) {
            problems.add(e.getMessage());
        }
    }

    /** Messages at the lane's pace until {@link #stop}, and one more after {@link #sendLastOnes}. Never completes. */
    Multi<Message<String>> send(Flow flow) {
        return Multi.createBy().repeating().uni(() -> next(flow)).indefinitely().onItem().transform(number -> message(flow,
                number));
    }

    private Uni<Integer> next(Flow flow) {
        FlowCount count = count(flow);
        if (count.finished) {
            return Uni.createFrom().nothing();
        }
        if (stopped) {
            return Uni.createFrom().completionStage(lastOnes).onItem().transform(now -> {
                count.finished = true;
                return count.sent.getAndIncrement();
            });
        }
        return Uni.createFrom().item(flow).onItem().delayIt().by(pace).onItem().transformToUni(
                late -> stopped ? next(flow) : Uni.createFrom().item(count.sent.getAndIncrement()));
    }

    private Message<String> message(Flow flow, int number) {
        FlowCount count = count(flow);
        return Message.of(new NumberedPayload(flow, number).text(), () -> {
            count.acked.incrementAndGet();
            return CompletableFuture.completedStage(null);
        }, cause -> {
            count.nacked.incrementAndGet();
            problems.add(flow + " " + number + " was nacked: " + cause);
            return CompletableFuture.completedStage(null);
        });
    }

    /** Nothing new is sent from now on. */
    void stop() {
        stopped = true;
    }

    void sendLastOnes() {
        lastOnes.complete(null);
    }

    boolean isStopped() {
        return stopped;
    }

    @Override
    public void close() {
        stop();
        sendLastOnes();
        network.close();
    }

    /** What is counted of one flow. */
    static final class FlowCount {

        /** Given to the connector, or by the client outside to its library. */
        final AtomicInteger sent = new AtomicInteger();
        /** Of the application's messages: those of which the broker has said that it has them; at QoS 0, that are written. */
        final AtomicInteger acked = new AtomicInteger();
        final AtomicInteger nacked = new AtomicInteger();
        final Arrivals arrivals;
        private volatile boolean finished;

        FlowCount(IntFunction<String> history) {
            arrivals = new Arrivals(history);
        }

        boolean isFinished() {
            return finished;
        }
    }
}
