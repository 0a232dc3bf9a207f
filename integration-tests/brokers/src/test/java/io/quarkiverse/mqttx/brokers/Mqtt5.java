package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.brokers.Station.Holder;
import io.quarkiverse.mqttx.brokers.Station.Receiver;
import io.quarkiverse.mqttx.brokers.Station.Sender;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.ChaosProxy;
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

    static void willProperties(Cell cell) {
        ReferenceClient outside = cell.outside().subscribe(cell.topic("will"), 1);
        ChaosProxy proxy = cell.proxy();
        TestApplication application = withWill(cell, proxy).connector("auto-reconnect", "false")
                .connector("will-properties", "content-type=text/plain,response-topic=answers,correlation-data=7,"
                        + "message-expiry-seconds=600,user.b=1,user.a=2,user.b=3")
                .start();
        Cell.awaitReady(application);

        proxy.resetAll();

        MqttProperties seen = outside.awaitReceived(1, Duration.ofSeconds(10)).get(0).properties();
        assertThat(seen.getContentType()).isEqualTo("text/plain");
        assertThat(seen.getResponseTopic()).isEqualTo("answers");
        assertThat(seen.getCorrelationData()).asString().isEqualTo("7");
        assertThat(seen.getMessageExpiryInterval()).isBetween(500L, 600L);
        assertThat(seen.getUserProperties()).extracting(property -> property.getKey() + "=" + property.getValue())
                .containsExactly("b=1", "a=2", "b=3");
    }

    /** The will does not wait for the end of the session. */
    static void willWithSession(Cell cell) {
        ReferenceClient outside = cell.outside().subscribe(cell.topic("will"), 1);
        ChaosProxy proxy = cell.proxy();
        TestApplication application = withWill(cell, proxy).connector("auto-reconnect", "false")
                .connector("client-id", cell.clientId()).connector("auto-clean-session", "false")
                .connector("session-expiry-seconds", "3600").start();
        Cell.awaitReady(application);

        proxy.resetAll();

        Cell.eventually().untilAsserted(() -> assertThat(outside.receivedTexts()).containsExactly("gone"));
    }

    /** An application that comes back in time has no will published. */
    static void willDelay(Cell cell) {
        ReferenceClient outside = cell.outside().subscribe(cell.topic("will"), 1);
        ChaosProxy proxy = cell.proxy();
        TestApplication application = withWill(cell, proxy).connector("client-id", cell.clientId())
                .connector("auto-clean-session", "false").connector("session-expiry-seconds", "120")
                .connector("will-delay-seconds", "60").start();
        Cell.awaitReady(application);

        proxy.resetAll();

        Cell.eventually().untilAsserted(() -> assertThat(proxy.connections()).isGreaterThan(1));
        Cell.awaitReady(application);
        outside.publish(cell.topic("will"), "sentinel", 1);
        outside.awaitReceived(1, Duration.ofSeconds(10));
        assertThat(outside.receivedTexts()).containsExactly("sentinel");
    }

    private static TestApplication withWill(Cell cell, ChaosProxy proxy) {
        return cell.application(proxy.port()).beans(Receiver.class).connector("will-topic", cell.topic("will"))
                .connector("will-payload", "gone").connector("will-qos", "1").incoming("in", "topic", cell.topic("in"));
    }

    /** The broker names the client, and keeps its session under that name over a lost connection. */
    static void assignedClientId(Cell cell) {
        ChaosProxy proxy = cell.proxy();
        TestApplication application = cell.application(proxy.port()).beans(Receiver.class)
                .connector("auto-clean-session", "false").incoming("in", "topic", cell.topic("in"), "qos", "1").start();
        Cell.awaitReady(application);
        String assigned = clientId(application);
        assertThat(assigned).isNotEmpty();
        ReferenceClient outside = cell.outside();

        proxy.refuse();
        proxy.cutAll();
        Cell.eventually().until(() -> !application.connector().getReadiness().isOk());
        outside.publish(cell.topic("in"), "meanwhile", 1);
        proxy.heal();

        Receiver receiver = application.get(Receiver.class);
        Cell.eventually().untilAsserted(() -> assertThat(receiver.payloads()).containsExactly("meanwhile"));
        assertThat(clientId(application)).isEqualTo(assigned);
    }

    private static String clientId(TestApplication application) {
        return application.get(MqttConnections.class).all().get(0).status().negotiated().clientId();
    }

    /** The broker sends no more than the client takes ahead of its acknowledgements, and goes on behind them. */
    static void receiveMaximum(Cell cell) throws Exception {
        TestApplication application = cell.application().beans(Holder.class, Sender.class)
                .connector("client-id", cell.clientId()).connector("receive-maximum", "5")
                .incoming("in", "topic", cell.topic("in"), "qos", "1")
                .outgoing("out", "topic", cell.topic("out"), "qos", "1").start();
        Holder holder = application.get(Holder.class);
        holder.take();
        Cell.awaitReady(application);
        cell.outside().publishAll(cell.topic("in"), 20, i -> Integer.toString(i).getBytes(StandardCharsets.UTF_8), 1);

        while (holder.received() < 20) {
            // Some brokers send fewer, ejabberd one at a time
            Cell.eventually().untilAsserted(() -> assertThat(holder.held()).isPositive());
            // What the broker would send now comes before its answer, since it is the same connection
            application.get(Sender.class).send("and?").get(10, TimeUnit.SECONDS);
            holder.letGo();
        }

        assertThat(holder.received()).isEqualTo(20);
        assertThat(holder.highest()).isLessThanOrEqualTo(5);
    }

    /** A broker that counts wrong either sends too much, which ends the connection, or stops. */
    static void receiveMaximumAtQos2(Cell cell) {
        TestApplication application = cell.application().beans(Receiver.class).connector("receive-maximum", "1")
                .incoming("in", "topic", cell.topic("in"), "qos", "2").start();
        Cell.awaitReady(application);

        cell.outside().publishAll(cell.topic("in"), 50, i -> Integer.toString(i).getBytes(StandardCharsets.UTF_8), 2);

        Receiver receiver = application.get(Receiver.class);
        Cell.eventually().untilAsserted(() -> assertThat(receiver.payloads()).hasSize(50).doesNotHaveDuplicates());
        assertThat(application.get(MqttConnections.class).all().get(0).status().reconnects()).isZero();
    }

    /** The broker leaves out what is too large for the client, and the rest arrives. */
    static void maximumPacketSize(Cell cell) {
        TestApplication application = cell.application().beans(Receiver.class).connector("max-message-size", "1000")
                .incoming("in", "topic", cell.topic("in"), "qos", "1").start();
        Cell.awaitReady(application);
        ReferenceClient outside = cell.outside();

        outside.publish(cell.topic("in"), "x".repeat(2_000), 1);
        outside.publish(cell.topic("in"), "small", 1);

        Receiver receiver = application.get(Receiver.class);
        Cell.eventually().untilAsserted(() -> assertThat(receiver.payloads()).containsExactly("small"));
        assertThat(application.get(MqttConnections.class).all().get(0).status().reconnects()).isZero();
    }
}
