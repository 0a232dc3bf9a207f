package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.IncomingMqttBatch;
import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkiverse.mqttx.runtime.ChannelPlan;
import io.quarkiverse.mqttx.runtime.PlannedChannel;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.reactive.messaging.MessageConverter;

/** Batches in an application: the build knows the elements of the lists, which Reactive Messaging erases. */
@Tag("slow")
class BatchesTest {

    private static final List<Object> SEEN = new CopyOnWriteArrayList<>();

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Depot.class, Order.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.batch-size", "2")
            .overrideConfigKey("mp.messaging.connector.smallrye-mqtt-x.batch-window-ms", "3600000")
            .overrideConfigKey("mp.messaging.incoming.orders.batch", "true")
            .overrideConfigKey("mp.messaging.incoming.orders.qos", "1")
            .overrideConfigKey("mp.messaging.incoming.texts.batch", "true")
            .overrideConfigKey("mp.messaging.incoming.texts.topic", "orders")
            .overrideConfigKey("mp.messaging.incoming.messages.batch", "true")
            .overrideConfigKey("mp.messaging.incoming.messages.topic", "orders")
            .overrideConfigKey("mp.messaging.incoming.late.batch", "${BATCH_OR_NOT:true}")
            .overrideConfigKey("mp.messaging.incoming.late.topic", "orders")
            .overrideConfigKey("mp.messaging.incoming.single.topic", "lists")
            .overrideConfigKey("mp.messaging.incoming.single.concurrency-key", "topic-level:1")
            .overrideConfigKey("mp.messaging.outgoing.sent.topic", "orders")
            .overrideConfigKey("mp.messaging.outgoing.sent.qos", "1")
            .overrideConfigKey("mp.messaging.outgoing.lists.qos", "1");

    @Inject
    @Channel("sent")
    Emitter<Order> sent;

    @Inject
    @Channel("lists")
    Emitter<List<Order>> lists;

    @Inject
    ChannelPlan plan;

    @Inject
    @Any
    Instance<MessageConverter> converters;

    @Inject
    @Connector(MqttConnector.NAME)
    MqttConnector connector;

    @Test
    void bringTheElementsAsTheMethodsDeclareThem() {
        await().atMost(Duration.ofSeconds(20)).until(() -> connector.getReadiness().isOk());
        sent.send(new Order("bolts", 3));
        sent.send(new Order("nuts", 4));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(SEEN).contains("2 orders, 7 pieces",
                "texts [{\"part\":\"bolts\",\"pieces\":3}, {\"part\":\"nuts\",\"pieces\":4}]", "bolts at orders",
                "nuts at orders", "late 7"));
        lists.send(List.of(new Order("screws", 1)));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(SEEN).contains("single screws"));
    }

    @Test
    void areKnownToThePlan() {
        assertThat(plan.channels()).filteredOn(channel -> channel.name().equals("orders")).singleElement()
                .satisfies(channel -> {
                    assertThat(channel.values()).containsEntry("batch", "true");
                    assertThat(channel.uses()).singleElement().extracting(PlannedChannel.Use::payloadType,
                            PlannedChannel.Use::converter).containsExactly(Order.class.getName(), "JSON by Jackson");
                });
        assertThat(converters.stream().map(converter -> converter.getClass().getSimpleName()))
                .contains("BatchConverter", "FormatConverter", "TextConverter");
    }

    public record Order(String part, int pieces) {
    }

    @ApplicationScoped
    static class Depot {

        @Incoming("orders")
        void orders(List<Order> orders, IncomingMqttBatch batch) {
            SEEN.add(batch.size() + " orders, " + orders.stream().mapToInt(Order::pieces).sum() + " pieces");
        }

        @Incoming("texts")
        @NonBlocking
        void texts(List<String> orders) {
            SEEN.add("texts " + orders);
        }

        @Incoming("messages")
        void messages(List<Message<Order>> orders) {
            orders.forEach(order -> SEEN.add(order.getPayload().part() + " at "
                    + order.getMetadata(IncomingMqttMetadata.class).orElseThrow().getTopic()));
        }

        @Incoming("late")
        CompletionStage<Void> late(Message<List<Order>> orders) {
            SEEN.add("late " + orders.getPayload().stream().mapToInt(Order::pieces).sum());
            return orders.ack();
        }

        @Incoming("single")
        void single(List<Order> orders) {
            orders.forEach(order -> SEEN.add("single " + order.part()));
        }
    }
}
