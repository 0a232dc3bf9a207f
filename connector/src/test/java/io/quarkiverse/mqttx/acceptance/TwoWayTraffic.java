package io.quarkiverse.mqttx.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.awaitility.core.ConditionFactory;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.Blocking;

/**
 * Numbered messages at QoS 1 and at QoS 2, each way at the same time, between an application and a client outside, both with
 * persistent sessions.
 * <p>
 * The messages go in sections, one more than there are interruptions. An interruption comes when half of its section has
 * arrived, and the next section begins only after it: so it always hits messages that are under way.
 */
final class TwoWayTraffic implements AutoCloseable {

    /** Messages of each flow; {@code -Dacceptance.messages=10000} for the full figure. */
    static final int MESSAGES = Integer.getInteger("acceptance.messages", 2_000);

    /**
     * As much as mosquitto is set to have in flight: when a session comes back it sends that much, whatever it is told here.
     */
    private static final String RECEIVE_MAXIMUM = "65535";

    private static final Duration PATIENCE = Duration.ofSeconds(60 + MESSAGES / 50);

    /** One direction at one QoS. The channel and the topic are the name in lower case. */
    enum Flow {
        IN1(1),
        IN2(2),
        OUT1(1),
        OUT2(2);

        final int qos;

        Flow(int qos) {
            this.qos = qos;
        }

        String topic() {
            return name().toLowerCase();
        }
    }

    private static volatile TwoWayTraffic current;

    private int outsideQos = 2;
    private final ReferenceClient outside;
    private final TestApplication application;
    private final Map<Flow, Tally> arrived = new EnumMap<>(Flow.class);
    private final List<CompletableFuture<Void>> gates;
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private CompletableFuture<Void> sending;
    private int interruptions;

    /** @param port where the application finds the broker, which may be behind a proxy */
    TwoWayTraffic(TestBroker broker, int port, int interruptions) {
        for (Flow flow : Flow.values()) {
            arrived.put(flow, new Tally(MESSAGES + 1));
        }
        gates = Stream.generate(() -> new CompletableFuture<Void>()).limit(interruptions + 1).toList();
        outside = ReferenceClient.of(broker).reconnecting("outside").connect();
        application = new TestApplication(broker.host(), port).beans(Application.class)
                .connector("client-id", "application").connector("auto-clean-session", "false")
                .connector("receive-maximum", RECEIVE_MAXIMUM)
                .connector("reconnect-interval-seconds", "0").connector("reconnect-max-interval-seconds", "1");
        for (Flow flow : List.of(Flow.IN1, Flow.IN2)) {
            application.incoming(flow.topic(), "qos", Integer.toString(flow.qos));
        }
        for (Flow flow : List.of(Flow.OUT1, Flow.OUT2)) {
            application.outgoing(flow.topic(), "qos", Integer.toString(flow.qos));
        }
        current = this;
    }

    /**
     * For Artemis, which gives packet identifiers to other messages after a restart: the client outside knows QoS 2 messages by
     * their identifier alone and would drop those. What the application publishes has QoS 2 all the same.
     */
    TwoWayTraffic subscribedOutsideAtQos1() {
        outsideQos = 1;
        return this;
    }

    /** Returns when both sides have begun to send. */
    void start() {
        outside.onMessage(this::arrivedOutside);
        outside.subscribe(Flow.OUT1.topic(), 1).subscribe(Flow.OUT2.topic(), outsideQos);
        application.start();
        Patience.awaitReady(application);
        sending = CompletableFuture.runAsync(this::sendFromOutside);
    }

    /** Does something bad while messages are under way in all flows, and lets the next section go. */
    void interrupt(Runnable interruption) {
        int underWay = interruptions * section() + section() / 2;
        eventually().untilAsserted(() -> assertThat(arrived).allSatisfy(
                (flow, tally) -> assertThat(tally.distinct()).isGreaterThanOrEqualTo(underWay)));
        interruption.run();
        gates.get(interruptions++).complete(null);
    }

    /**
     * Waits until nothing is lost any more and one more message has gone through each flow: what would be delivered twice comes
     * before it.
     */
    void finish() throws Exception {
        eventually().untilAsserted(() -> assertThat(arrived).allSatisfy(
                (flow, tally) -> assertThat(tally.lost()).containsExactly(MESSAGES)));
        gates.get(interruptions).complete(null);
        eventually().untilAsserted(() -> assertThat(arrived).allSatisfy((flow, tally) -> assertThat(tally.lost()).isEmpty()));
        sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        outside.flush();
        eventually().until(() -> accepted.get() + refused.get() == 2 * (MESSAGES + 1));
    }

    private static ConditionFactory eventually() {
        return Patience.eventually().atMost(PATIENCE);
    }

    List<Integer> lost() {
        return arrived.values().stream().flatMap(tally -> tally.lost().stream()).toList();
    }

    /** Which messages of the flow came more than once. */
    List<Integer> duplicated(Flow flow) {
        return arrived.get(flow).duplicated();
    }

    /** How many of its messages the application was told that the broker has not taken. */
    int refused() {
        return refused.get();
    }

    String summary() {
        StringBuilder text = new StringBuilder();
        arrived.forEach((flow, tally) -> text.append(String.format("; %s: %d of %d arrived, %d more than once", flow,
                tally.distinct(), MESSAGES + 1, tally.duplicated().size())));
        return text.substring(2);
    }

    TestApplication application() {
        return application;
    }

    // What the two sides do

    @ApplicationScoped
    static class Application {

        /** Acknowledged when it returns. */
        @Incoming("in1")
        @Blocking
        void takeAtQos1(String number) {
            current.arrived.get(Flow.IN1).add(number);
        }

        @Incoming("in2")
        CompletionStage<Void> takeAtQos2(Message<String> message) {
            current.arrived.get(Flow.IN2).add(message.getPayload());
            return message.ack();
        }

        @Outgoing("out1")
        Multi<Message<String>> sendAtQos1() {
            return current.messages();
        }

        @Outgoing("out2")
        Multi<Message<String>> sendAtQos2() {
            return current.messages();
        }
    }

    private Multi<Message<String>> messages() {
        return Multi.createFrom().range(0, MESSAGES + 1).onItem().transformToUniAndConcatenate(
                number -> Uni.createFrom().completionStage(gate(number)).replaceWith(() -> message(number)));
    }

    private Message<String> message(int number) {
        return Message.of(Integer.toString(number), () -> {
            accepted.incrementAndGet();
            return CompletableFuture.completedStage(null);
        }, cause -> {
            refused.incrementAndGet();
            return CompletableFuture.completedStage(null);
        });
    }

    private void sendFromOutside() {
        for (int number = 0; number <= MESSAGES; number++) {
            gate(number).join();
            for (Flow flow : List.of(Flow.IN1, Flow.IN2)) {
                outside.send(flow.topic(), Integer.toString(number).getBytes(StandardCharsets.UTF_8), flow.qos, false, null);
            }
        }
    }

    private void arrivedOutside(ReceivedMessage message) {
        Arrays.stream(Flow.values()).filter(flow -> flow.topic().equals(message.topic())).findFirst()
                .ifPresent(flow -> arrived.get(flow).add(message.text()));
    }

    private int section() {
        return MESSAGES / gates.size();
    }

    /** What the message with this number waits for. */
    private CompletableFuture<Void> gate(int number) {
        int section = number == MESSAGES ? gates.size() : Math.min(number / section(), gates.size() - 1);
        return section == 0 ? CompletableFuture.completedFuture(null) : gates.get(section - 1);
    }

    @Override
    public void close() {
        gates.forEach(gate -> gate.complete(null));
        application.close();
        outside.close();
    }
}
