package io.quarkiverse.mqttx.connector;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.testing.AnswersOnTheWire;
import io.quarkiverse.mqttx.testing.ChaosProxy;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;

/**
 * Every way in which an application nacks a message, with every failure strategy: how often its method sees the message, what
 * the broker hears and whether the channel goes on.
 */
class EveryNackTest extends OnArtemis {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BAD = "bad";
    private static final String GOOD = "1";
    /** How often each way to nack has seen the bad message. */
    private static final Map<String, Integer> ATTEMPTS = new ConcurrentHashMap<>();

    /** Channels with a name of their own, and what they are configured with beyond the strategy. */
    private static final Map<String, String[]> WAYS = Map.ofEntries(Map.entry("thrown", new String[0]),
            Map.entry("uni", new String[0]),
            Map.entry("stage", new String[0]),
            Map.entry("blocking", new String[0]),
            Map.entry("unordered", new String[0]),
            Map.entry("keyed", new String[] { "concurrency-key", "topic" }),
            Map.entry("copies", new String[] { "concurrency", "2" }),
            Map.entry("batched", new String[] { "batch", "true", "batch-window-ms", "5" }),
            Map.entry("converted", new String[0]),
            Map.entry("converted-batch", new String[] { "batch", "true", "batch-window-ms", "5" }),
            Map.entry("manual", new String[0]),
            Map.entry("afterwards", new String[0]),
            Map.entry("processor", new String[0]),
            Map.entry("payload-chain", new String[0]),
            Map.entry("message-chain", new String[0]),
            Map.entry("stream-chain", new String[0]));

    /** @param attempts how often a method sees a message at which it fails each time */
    record Row(String strategy, int qos, int attempts, List<Integer> told, boolean goesOn) {
    }

    static List<Row> rows() {
        return List.of(new Row("fail", 1, 1, List.of(), false),
                new Row("ignore", 2, 1, List.of(0), true),
                new Row("dead-letter-topic", 1, 1, List.of(0), true),
                new Row("delayed-retry,ignore", 1, 2, List.of(0), true),
                new Row("reject", 2, 1, List.of(0x80), true),
                new Row("redeliver,ignore", 1, 2, List.of(0), true),
                new Row("redeliver,reject", 2, 2, List.of(0x80), true));
    }

    /** Nothing writes it. */
    static final class Unwritable {
        public String getText() {
            throw new UnsupportedOperationException("unwritable");
        }
    }

    @ApplicationScoped
    static class Ways {

        private static boolean isBad(String way, String payload) {
            if (payload.equals(BAD)) {
                ATTEMPTS.merge(way, 1, Integer::sum);
                return true;
            }
            SEEN.add(way);
            return false;
        }

        private static void look(String way, String payload) {
            if (isBad(way, payload)) {
                throw new IllegalStateException(way);
            }
        }

        @Incoming("thrown")
        void thrown(String payload) {
            look("thrown", payload);
        }

        @Incoming("uni")
        Uni<Void> uni(String payload) {
            return isBad("uni", payload) ? Uni.createFrom().failure(new IllegalStateException()) : Uni.createFrom().voidItem();
        }

        @Incoming("stage")
        CompletionStage<Void> stage(String payload) {
            return isBad("stage", payload) ? CompletableFuture.failedFuture(new IllegalStateException())
                    : CompletableFuture.completedFuture(null);
        }

        @Incoming("blocking")
        @Blocking
        void blocking(String payload) {
            look("blocking", payload);
        }

        @Incoming("unordered")
        @Blocking(ordered = false)
        void unordered(String payload) {
            look("unordered", payload);
        }

        @Incoming("keyed")
        @Blocking(ordered = false)
        void keyed(String payload) {
            look("keyed", payload);
        }

        @Incoming("copies")
        Uni<Void> copies(String payload) {
            return Uni.createFrom().item(payload).invoke(it -> look("copies", it)).replaceWithVoid();
        }

        @Incoming("batched")
        void batched(List<byte[]> payloads) {
            payloads.forEach(payload -> look("batched", new String(payload)));
        }

        @Incoming("converted")
        void converted(Integer payload) {
            SEEN.add("converted");
        }

        @Incoming("converted-batch")
        CompletionStage<Void> convertedBatch(Message<List<Integer>> payloads) {
            payloads.getPayload().forEach(payload -> SEEN.add("converted-batch"));
            return payloads.ack();
        }

        @Incoming("manual")
        @Acknowledgment(Acknowledgment.Strategy.MANUAL)
        CompletionStage<Void> manual(Message<String> message) {
            return isBad("manual", message.getPayload()) ? message.nack(new IllegalStateException()) : message.ack();
        }

        @Incoming("afterwards")
        @Acknowledgment(Acknowledgment.Strategy.POST_PROCESSING)
        CompletionStage<Void> afterwards(Message<String> message) {
            look("afterwards", message.getPayload());
            return CompletableFuture.completedFuture(null);
        }

        @Incoming("processor")
        @Outgoing("out-1")
        String processor(String payload) {
            look("processor", payload);
            return payload;
        }

        @Incoming("payload-chain")
        @Outgoing("out-2")
        Object payloadChain(String payload) {
            return isBad("payload-chain", payload) ? new Unwritable() : payload;
        }

        @Incoming("message-chain")
        @Outgoing("out-3")
        Message<String> messageChain(Message<String> message) {
            return isBad("message-chain", message.getPayload())
                    ? message.addMetadata(OutgoingMqttMetadata.of("no/topic/#"))
                    : message.withPayload("done");
        }

        @Incoming("stream-chain")
        @Outgoing("out-4")
        Multi<Message<Object>> streamChain(Multi<Message<String>> messages) {
            return messages.map(message -> message
                    .withPayload(isBad("stream-chain", message.getPayload()) ? new Unwritable() : "done"));
        }
    }

    /** Who acknowledges here Reactive Messaging does not know, or it has done so before; so it nacks nothing. */
    @ApplicationScoped
    static class WithoutNack {

        @Incoming("message")
        CompletionStage<Void> message(Message<String> message) {
            throw new IllegalStateException("message");
        }

        @Incoming("message-processor")
        @Outgoing("out-1")
        Message<String> process(Message<String> message) {
            throw new IllegalStateException("message-processor");
        }

        @Incoming("payload-stream")
        @Outgoing("out-2")
        Multi<String> payloads(Multi<String> payloads) {
            return payloads.onItem().invoke(payload -> {
                throw new IllegalStateException("payload-stream");
            });
        }

        @Incoming("stream")
        @Outgoing("out-3")
        Multi<Message<String>> stream(Multi<Message<String>> messages) {
            return messages.onItem().invoke(message -> {
                throw new IllegalStateException("stream");
            });
        }
    }

    private final AnswersOnTheWire wire = new AnswersOnTheWire();
    private ChaosProxy proxy;

    @BeforeEach
    void readAlong() {
        ATTEMPTS.clear();
        proxy = ChaosProxy.to(broker).tap(wire);
        outside.subscribe("dead-letter/#", 1);
    }

    @AfterEach
    void endReading() {
        application.close();
        proxy.close();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyWayToNackLeadsToTheStrategy(Row row) {
        start(row);
        WAYS.keySet().forEach(way -> outside.publish(way, BAD, row.qos()));
        if (row.goesOn()) {
            awaitAnswers(BAD, way -> isConversion(way) && row.strategy().endsWith("reject") ? List.of(0x99) : row.told());
        } else {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(application.connector().getLiveness().getChannels())
                    .filteredOn(channel -> !channel.isOk() && WAYS.containsKey(channel.getChannel()))
                    .extracting(HealthReport.ChannelInfo::getChannel)
                    .containsExactlyInAnyOrderElementsOf(WAYS.keySet()));
        }
        assertThat(ATTEMPTS).isEqualTo(WAYS.keySet().stream().filter(way -> !isConversion(way))
                .collect(toMap(way -> way, way -> row.attempts())));

        WAYS.keySet().forEach(way -> outside.publish(way, GOOD, row.qos()));
        if (row.goesOn()) {
            awaitAnswers(GOOD, way -> List.of(0));
            awaitSeen(WAYS.keySet().toArray());
            assertThat(application.connector().getLiveness().isOk()).isTrue();
        } else {
            await().atMost(PATIENCE).until(() -> WAYS.keySet().stream().allMatch(way -> wire.deliveries(way, GOOD) == 1));
            application.stop();
            assertThat(WAYS.keySet()).allSatisfy(way -> assertThat(wire.answers(way, GOOD)).isEmpty());
            assertThat(WAYS.keySet()).allSatisfy(way -> assertThat(wire.answers(way, BAD)).isEmpty());
            assertThat(SEEN).isEmpty();
        }
        assertThat(outside.received().stream().map(ReceivedMessage::topic)).containsExactlyInAnyOrderElementsOf(
                row.strategy().equals("dead-letter-topic")
                        ? WAYS.keySet().stream().map(way -> "dead-letter/" + way + "/" + way).toList()
                        : List.of());
    }

    @Test
    void whatFailsWithoutANackEndsTheStreamAndIsNotAcknowledgedForThat() {
        List<String> manual = List.of("message", "message-processor", "stream");
        application.beans(WithoutNack.class).connector("port", Integer.toString(proxy.port()))
                .connector("shutdown-timeout-seconds", "0") // the messages are in process for ever
                .connector("failure-strategy", "ignore").connector("qos", "1").incoming("payload-stream");
        manual.forEach(application::incoming);
        List.of("out-1", "out-2", "out-3").forEach(application::outgoing);
        application.start();
        awaitReady();
        outside.publish("payload-stream", BAD, 1);
        await().atMost(PATIENCE).until(() -> wire.answers("payload-stream", BAD).equals(List.of(0)));
        manual.forEach(channel -> outside.publish(channel, BAD, 1));

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(application.get(HealthCenter.class).getLiveness().getChannels()).filteredOn(channel -> !channel.isOk())
                    .extracting(HealthReport.ChannelInfo::getChannel).anyMatch(name -> name.endsWith("WithoutNack#message"));
            assertThat(application.connector().getLiveness().getChannels()).filteredOn(channel -> !channel.isOk())
                    .extracting(HealthReport.ChannelInfo::getChannel).containsExactlyInAnyOrder("out-1", "out-2", "out-3");
        });
        application.stop();
        assertThat(manual).allSatisfy(channel -> assertThat(wire.answers(channel, BAD)).isEmpty());
    }

    private static boolean isConversion(String way) {
        return way.startsWith("converted");
    }

    private void awaitAnswers(String payload, Function<String, List<Integer>> expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                WAYS.keySet().stream().collect(toMap(way -> way, way -> wire.answers(way, payload))))
                .isEqualTo(WAYS.keySet().stream().collect(toMap(way -> way, expected))));
    }

    private void start(Row row) {
        // redeliver needs a session, and without one the broker is told that a failed channel wants nothing more
        boolean keepsSession = row.strategy().startsWith("redeliver") || !row.goesOn();
        application.beans(Ways.class).connector("port", Integer.toString(proxy.port()))
                .connector("client-id", "ways" + row.strategy().hashCode())
                .connector("auto-clean-session", Boolean.toString(!keepsSession));
        List.of("out-1", "out-2", "out-3", "out-4").forEach(out -> application.outgoing(out, "topic", "done", "qos", "1"));
        WAYS.forEach((way, attributes) -> application.incoming(way, "qos", Integer.toString(row.qos()), "failure-strategy",
                row.strategy(), "retry-max-attempts", "2", "retry-delay-ms", "1",
                "redeliver-delay-seconds", "0"));
        WAYS.forEach(application::incoming);
        application.start();
        awaitReady();
    }
}
