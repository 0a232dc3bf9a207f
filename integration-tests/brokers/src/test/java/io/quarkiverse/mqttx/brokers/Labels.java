package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.brokers.Station.OtherReceiver;
import io.quarkiverse.mqttx.brokers.Station.Receiver;
import io.quarkiverse.mqttx.brokers.Station.Sender;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;

/** What MQTT 5 puts in the place of topics and filters. */
final class Labels {

    private Labels() {
    }

    /** The broker takes aliases, and finds the topics behind them. */
    static void outgoingAliases(Cell cell) throws Exception {
        ReferenceClient outside = cell.outside().subscribe(cell.topic("#"), 1);
        TestApplication application = cell.application().beans(Sender.class)
                .outgoing("out", "topic", cell.topic("a"), "qos", "1").start();
        Cell.awaitReady(application);
        assertThat(application.get(MqttConnections.class).all().get(0).status().negotiated().topicAliasMaximum()).isPositive();

        Sender sender = application.get(Sender.class);
        String[] topics = { "a", "b", "a", "b", "c", "a", "c" };
        for (String topic : topics) {
            sender.send(topic, OutgoingMqttMetadata.of(cell.topic(topic)));
        }

        Cell.eventually().untilAsserted(() -> assertThat(outside.receivedTexts()).containsExactly(topics));
        assertThat(outside.received()).extracting(ReceivedMessage::topic)
                .containsExactly(Arrays.stream(topics).map(cell::topic).toArray(String[]::new));
    }

    /** The broker uses the aliases that it may, and the application sees the topics behind them. */
    static void incomingAliases(Cell cell) {
        TestApplication application = cell.application().beans(Receiver.class).connector("topic-alias-maximum", "10")
                .incoming("in", "topic", cell.topic("#"), "qos", "1").start();
        Cell.awaitReady(application);
        ReferenceClient outside = cell.outside();
        String[] topics = { "a", "b", "a", "b" };
        for (String topic : topics) {
            outside.publish(cell.topic(topic), topic, 1);
        }

        Receiver receiver = application.get(Receiver.class);
        Cell.eventually().untilAsserted(() -> assertThat(receiver.payloads()).containsExactly(topics));
        assertThat(receiver.arrivals()).extracting(arrival -> arrival.metadata().getTopic())
                .containsExactly(Arrays.stream(topics).map(cell::topic).toArray(String[]::new));
        assertThat(Proofs.topicAliases(cell)).isEqualTo(Proofs.ALIAS);
    }

    /** The broker says for which subscription each copy of a message is. */
    static void subscriptionIdentifiers(Cell cell) throws Exception {
        TestApplication application = cell.application().beans(Receiver.class, OtherReceiver.class, Sender.class)
                .connector("client-id", cell.clientId())
                .incoming("in", "topic", cell.topic("one/+"), "qos", "1")
                .incoming("other", "topic", cell.topic("two/+"), "qos", "1")
                .outgoing("out", "topic", cell.topic("one/a"), "qos", "1").start();
        Cell.awaitReady(application);
        application.get(Sender.class).send("mine").get(10, TimeUnit.SECONDS);
        cell.outside().publish(cell.topic("two/a"), "theirs", 1);

        Receiver one = application.get(Receiver.class);
        OtherReceiver two = application.get(OtherReceiver.class);
        Cell.eventually().untilAsserted(() -> {
            assertThat(one.payloads()).containsExactly("mine");
            assertThat(two.payloads()).containsExactly("theirs");
        });
        assertThat(one.arrivals().get(0).metadata().getSubscriptionIdentifiers()).hasSize(1)
                .doesNotContainAnyElementsOf(two.arrivals().get(0).metadata().getSubscriptionIdentifiers());
    }
}
