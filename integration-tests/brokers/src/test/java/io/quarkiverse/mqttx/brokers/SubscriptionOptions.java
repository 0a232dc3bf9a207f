package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.mqttx.brokers.Station.Receiver;
import io.quarkiverse.mqttx.brokers.Station.Sender;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.ReferenceClient;

/** The options of a subscription in MQTT 5. */
final class SubscriptionOptions {

    private SubscriptionOptions() {
    }

    static void noLocal(Cell cell) throws Exception {
        TestApplication application = cell.application().beans(Receiver.class, Sender.class)
                .connector("client-id", cell.clientId())
                .incoming("in", "topic", cell.topic("talk"), "qos", "1", "no-local", "true")
                .outgoing("out", "topic", cell.topic("talk"), "qos", "1").start();
        Cell.awaitReady(application);

        application.get(Sender.class).send("own").get(10, TimeUnit.SECONDS);
        cell.outside().publish(cell.topic("talk"), "foreign", 1);

        Receiver receiver = application.get(Receiver.class);
        Cell.eventually().untilAsserted(() -> assertThat(receiver.payloads()).containsExactly("foreign"));
    }

    static void retainAsPublished(Cell cell) {
        TestApplication application = cell.application().beans(Receiver.class)
                .incoming("in", "topic", cell.topic("state"), "qos", "1", "retain-as-published", "true").start();
        Cell.awaitReady(application);
        ReferenceClient outside = cell.outside();

        outside.publish(cell.topic("state"), "on".getBytes(StandardCharsets.UTF_8), 1, true);
        outside.publish(cell.topic("state"), "by the way", 1);

        Receiver receiver = application.get(Receiver.class);
        Cell.eventually().untilAsserted(() -> assertThat(receiver.payloads()).containsExactly("on", "by the way"));
        assertThat(receiver.arrivals()).extracting(arrival -> arrival.metadata().isRetain()).containsExactly(true, false);
    }

    static void retainHandling(Cell cell) {
        ReferenceClient outside = cell.outside();
        outside.publish(cell.topic("state"), "old".getBytes(StandardCharsets.UTF_8), 1, true);
        TestApplication application = cell.application().beans(Receiver.class)
                .incoming("in", "topic", cell.topic("state"), "qos", "1", "retain-handling", "never").start();
        Cell.awaitReady(application);

        outside.publish(cell.topic("state"), "new", 1);

        Receiver receiver = application.get(Receiver.class);
        Cell.eventually().untilAsserted(() -> assertThat(receiver.payloads()).containsExactly("new"));
    }
}
