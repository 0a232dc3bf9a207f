package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

import io.quarkiverse.mqttx.brokers.Station.Receiver;
import io.quarkiverse.mqttx.brokers.Station.Sender;
import io.quarkiverse.mqttx.connector.IncomingMqttMetadata;
import io.quarkiverse.mqttx.connector.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.ReferenceClient;

/** What MQTT 5 has brought. */
final class Mqtt5 {

    private static final byte[] CORRELATION = { 0, 1, (byte) 0xFE };

    private Mqtt5() {
    }

    static void properties(Cell cell) throws Exception {
        TestApplication application = cell.application().beans(Sender.class, Receiver.class)
                .incoming("in", "topic", cell.topic("in"), "qos", "1")
                .outgoing("out", "topic", cell.topic("out"), "qos", "1").start();
        ReferenceClient outside = cell.outside().subscribe(cell.topic("out"), 1);
        Cell.awaitReady(application);

        application.get(Sender.class).send("{}", OutgoingMqttMetadata.builder().withContentType("application/json")
                .withUtf8Payload().withResponseTopic("answers").withCorrelationData(CORRELATION).withUserProperty("b", "1")
                .withUserProperty("a", "2").withUserProperty("b", "3").build());
        MqttProperties seen = outside.awaitReceived(1, Duration.ofSeconds(10)).get(0).properties();
        assertThat(seen.getContentType()).isEqualTo("application/json");
        assertThat(seen.getPayloadFormat()).isTrue();
        assertThat(seen.getResponseTopic()).isEqualTo("answers");
        assertThat(seen.getCorrelationData()).isEqualTo(CORRELATION);
        assertThat(seen.getUserProperties()).extracting(property -> property.getKey() + "=" + property.getValue())
                .containsExactly("b=1", "a=2", "b=3");

        MqttProperties sent = new MqttProperties();
        sent.setContentType("text/plain");
        sent.setPayloadFormat(true);
        sent.setResponseTopic("back");
        sent.setCorrelationData(CORRELATION);
        sent.setUserProperties(List.of(new UserProperty("z", "1"), new UserProperty("a", "2"), new UserProperty("z", "3")));
        outside.publish(cell.topic("in"), "hello".getBytes(StandardCharsets.UTF_8), 1, false, sent);
        Receiver receiver = application.get(Receiver.class);
        Cell.eventually().until(() -> !receiver.arrivals().isEmpty());
        IncomingMqttMetadata metadata = receiver.arrivals().get(0).metadata();
        assertThat(metadata.getContentType()).contains("text/plain");
        assertThat(metadata.isUtf8Payload()).isTrue();
        assertThat(metadata.getResponseTopic()).contains("back");
        assertThat(metadata.getCorrelationData()).hasValueSatisfying(data -> assertThat(data).isEqualTo(CORRELATION));
        assertThat(metadata.getUserProperties()).extracting(property -> property.name() + "=" + property.value())
                .containsExactly("z=1", "a=2", "z=3");
    }

    /** The broker passes on how much of the time is left. */
    static void expiry(Cell cell) throws Exception {
        TestApplication application = cell.application().beans(Sender.class)
                .outgoing("out", "topic", cell.topic("out"), "qos", "1").start();
        ReferenceClient outside = cell.outside().subscribe(cell.topic("out"), 1);
        Cell.awaitReady(application);

        application.get(Sender.class).send("news",
                OutgoingMqttMetadata.builder().withMessageExpiry(Duration.ofMinutes(10)).build());

        MqttProperties seen = outside.awaitReceived(1, Duration.ofSeconds(10)).get(0).properties();
        assertThat(seen.getMessageExpiryInterval()).isBetween(500L, 600L);
    }
}
