package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.IncomingMqttBatch;
import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.health.HealthReport;

/** Batches as methods of beans see them, in an application without Quarkus. */
class BatchesInApplicationTest extends OnArtemis {

    record Temperature(String sensor, double degrees) {
    }

    /** Each channel gets two messages, which make a full batch. */
    private void startWithBatchesOfTwo(Class<?> bean, String... channels) {
        application.beans(bean).connector("batch", "true").connector("batch-size", "2")
                .connector("batch-window-ms", "3600000").connector("qos", "1");
        for (String channel : channels) {
            application.incoming(channel);
        }
        application.start();
        awaitReady();
    }

    @ApplicationScoped
    static class Signatures {

        @Incoming("bytes")
        void bytes(List<byte[]> batch) {
            batch.forEach(payload -> SEEN.add("bytes " + payload.length));
        }

        @Incoming("blocking")
        @Blocking
        void blocking(Collection<byte[]> batch, IncomingMqttBatch metadata) {
            for (int i = 0; i < batch.size(); i++) {
                SEEN.add("blocking " + metadata.getMetadata(i).getTopic());
            }
        }

        @Incoming("uni")
        Uni<Void> uni(Message<List<String>> batch) {
            batch.getPayload().forEach(payload -> SEEN.add("uni " + payload));
            return Uni.createFrom().completionStage(batch.ack());
        }

        @Incoming("stage")
        CompletionStage<Void> stage(Message<List<Temperature>> batch) {
            batch.getPayload().forEach(SEEN::add);
            return batch.ack();
        }

        @Incoming("messages")
        @Acknowledgment(Acknowledgment.Strategy.POST_PROCESSING)
        CompletionStage<Void> messages(Message<List<Message<Integer>>> batch) {
            batch.getPayload().forEach(message -> SEEN.add(message.getPayload() + " at "
                    + message.getMetadata(IncomingMqttMetadata.class).orElseThrow().getTopic()));
            return batch.ack();
        }

        @Incoming("batch")
        void batch(IncomingMqttBatch batch) {
            batch.forEach(message -> SEEN.add("batch " + message.getPayload().length));
        }

        @Incoming("any")
        CompletionStage<Void> any(Message<?> message) {
            SEEN.add(message.getPayload().getClass());
            return message.ack();
        }
    }

    @Test
    void comeToEverySignatureThatTakesAList() {
        startWithBatchesOfTwo(Signatures.class, "bytes", "blocking", "uni", "stage", "messages", "batch", "any");
        for (String channel : List.of("bytes", "blocking", "uni", "batch", "any")) {
            outside.publish(channel, "a", 1);
            outside.publish(channel, "bc", 1);
        }
        outside.publish("stage", "{\"sensor\":\"kitchen\",\"degrees\":21.5}", 1);
        outside.publish("stage", "{\"sensor\":\"attic\",\"degrees\":40}", 1);
        outside.publish("messages", "7", 1);
        outside.publish("messages", "8", 1);
        awaitSeen("bytes 1", "bytes 2", "blocking blocking", "blocking blocking", "uni a", "uni bc",
                new Temperature("kitchen", 21.5), new Temperature("attic", 40), "7 at messages", "8 at messages", "batch 1",
                "batch 2", IncomingMqttBatch.class);
    }

    @ApplicationScoped
    static class Stream {

        @Incoming("in")
        @Outgoing("sums")
        Multi<Message<String>> sums(Multi<Message<List<String>>> batches) {
            return batches.map(batch -> batch.withPayload(String.join("+", batch.getPayload())));
        }

        @Incoming("sums")
        void sum(String sum) {
            SEEN.add(sum);
        }
    }

    @Test
    void comeAsAStreamToo() {
        startWithBatchesOfTwo(Stream.class, "in");
        for (int i = 1; i <= 4; i++) {
            outside.publish("in", Integer.toString(i), 1);
        }
        awaitSeen("1+2", "3+4");
    }

    @ApplicationScoped
    static class InjectedStream {
        @Inject
        @Channel("in")
        Multi<List<byte[]>> batches;

        void start() {
            batches.subscribe().with(batch -> SEEN.add(batch.stream().map(String::new).toList()));
        }
    }

    @Test
    void comeAsAnInjectedStream() {
        startWithBatchesOfTwo(InjectedStream.class, "in");
        application.get(InjectedStream.class).start();
        awaitReady();
        outside.publish("in", "a", 1);
        outside.publish("in", "b", 1);
        awaitSeen(List.of("a", "b"));
    }

    @ApplicationScoped
    static class Readings {
        static final List<Integer> positions = new CopyOnWriteArrayList<>();

        @Incoming("in")
        CompletionStage<Void> consume(Message<List<Temperature>> batch) {
            SEEN.addAll(batch.getPayload());
            IncomingMqttBatch metadata = batch.getMetadata(IncomingMqttBatch.class).orElseThrow();
            metadata.forEach(message -> positions.add(message.getPayload().length));
            return batch.ack();
        }
    }

    @Test
    void holdWhatCanBeConvertedAndLeaveTheRestToTheFailureStrategy() {
        Readings.positions.clear();
        String good = "{\"sensor\":\"a\",\"degrees\":1}";
        String longer = "{\"sensor\":\"bb\",\"degrees\":1}";
        // The broker may send the next three only when all of the first three have been acknowledged
        application.beans(Readings.class).incoming("in", "qos", "1", "batch", "true", "batch-size", "3",
                "batch-window-ms", "3600000", "receive-maximum", "3", "failure-strategy", "ignore").start();
        awaitReady();
        for (String payload : List.of(good, "no json", longer, "none", "of", "these", good, good, good)) {
            outside.publish("in", payload, 1);
        }
        Temperature a = new Temperature("a", 1);
        awaitSeen(a, new Temperature("bb", 1), a, a, a);
        assertThat(Readings.positions).containsExactly(good.length(), longer.length(), good.length(), good.length(),
                good.length());
        assertThat(application.connector().getLiveness().isOk()).isTrue();
    }

    @Test
    void stopTheChannelWhenAPayloadCannotBeConvertedAndNothingElseIsSaid() {
        startWithBatchesOfTwo(Readings.class, "in");
        outside.publish("in", "{\"sensor\":\"a\",\"degrees\":1}", 1);
        outside.publish("in", "no json", 1);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(application.connector().getLiveness().getChannels()).singleElement()
                        .extracting(HealthReport.ChannelInfo::getMessage).asString()
                        .contains("channel 'in'", "topic 'in'", Temperature.class.getName()));
    }

    @ApplicationScoped
    static class Single {

        @Incoming("in")
        void consume(String payload) {
            SEEN.add(payload);
        }
    }

    @Test
    void tellAMethodThatTakesSingleMessagesWhatItMustTake() {
        startWithBatchesOfTwo(Single.class, "in");
        outside.publish("in", "a", 1);
        outside.publish("in", "b", 1);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(application.connector().getLiveness().getChannels()).singleElement()
                        .extracting(HealthReport.ChannelInfo::getMessage).asString()
                        .contains("channel 'in' has batch=true, and nothing makes of a batch a java.lang.String;"
                                + " take a List of it, or an IncomingMqttBatch"));
        assertThat(SEEN).isEmpty();
    }

    @ApplicationScoped
    static class Orders {
        static final List<Integer> sizes = new CopyOnWriteArrayList<>();

        @Incoming("orders")
        @Blocking
        void consume(List<byte[]> orders) {
            sizes.add(orders.size());
            orders.forEach(order -> SEEN.add(new String(order)));
        }
    }

    @Test
    void comeInOrderUnderLoadWithTheBrokersWindowInBetween() {
        Orders.sizes.clear();
        // Not at QoS 2, as mosquitto is tried: there Artemis may stop when the window has been full, see docs/brokers.md
        application.beans(Orders.class).incoming("orders", "qos", "1", "batch", "true", "batch-size", "40",
                "batch-window-ms", "5", "receive-maximum", "100").start();
        awaitReady();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            sent.add(Integer.toString(i));
        }
        outside.publishAll("orders", sent.size(), i -> sent.get(i).getBytes(), 1);
        await().atMost(Duration.ofSeconds(30)).until(() -> SEEN.size() >= sent.size());
        assertThat(SEEN).containsExactlyElementsOf(sent);
        assertThat(Orders.sizes).allMatch(size -> size <= 40);
    }
}
