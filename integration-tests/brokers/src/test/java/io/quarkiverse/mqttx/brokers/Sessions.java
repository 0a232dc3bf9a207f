package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.brokers.Station.OtherReceiver;
import io.quarkiverse.mqttx.brokers.Station.Receiver;
import io.quarkiverse.mqttx.brokers.Station.Sender;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.ChaosProxy;
import io.quarkiverse.mqttx.testing.RawClient;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;

/** What the broker keeps, and whom it serves. */
final class Sessions {

    private Sessions() {
    }

    /** What each side retains, the other gets when it subscribes; what comes later is told from it. */
    static void retained(Cell cell, String filter) throws Exception {
        TestApplication sending = cell.application().beans(Sender.class)
                .outgoing("out", "topic", cell.topic("state"), "qos", "1", "retain", "true").start();
        Cell.awaitReady(sending);
        sending.get(Sender.class).send("on").get(10, TimeUnit.SECONDS);
        sending.stop();

        ReferenceClient outside = cell.outside().subscribe(cell.topic(filter), 1);
        assertThat(outside.awaitReceived(1, Duration.ofSeconds(10))).singleElement().satisfies(message -> {
            assertThat(message.text()).isEqualTo("on");
            assertThat(message.retained()).isTrue();
        });

        TestApplication receiving = cell.application().beans(Receiver.class)
                .incoming("in", "topic", cell.topic(filter), "qos", "1").start();
        Receiver receiver = receiving.get(Receiver.class);
        Cell.eventually().until(() -> !receiver.arrivals().isEmpty());
        outside.publish(cell.topic("state"), "live", 1);
        Cell.eventually().untilAsserted(() -> assertThat(receiver.payloads()).containsExactly("on", "live"));
        assertThat(receiver.arrivals()).extracting(arrival -> arrival.metadata().isRetain()).containsExactly(true, false);
    }

    static void will(Cell cell) {
        ReferenceClient outside = cell.outside().subscribe(cell.topic("will"), 1);
        ChaosProxy proxy = cell.proxy();
        TestApplication application = cell.application(proxy.port()).beans(Receiver.class)
                .connector("auto-reconnect", "false").connector("will-topic", cell.topic("will"))
                .connector("will-payload", "gone").connector("will-qos", "1")
                .incoming("in", "topic", cell.topic("in")).start();
        Cell.awaitReady(application);

        proxy.resetAll();

        Cell.eventually().untilAsserted(() -> assertThat(outside.receivedTexts()).containsExactly("gone"));
        assertThat(outside.received()).extracting(ReceivedMessage::qos).containsExactly(1);
    }

    /** What is published while the application is away reaches it when it is back. */
    static void persistent(Cell cell) {
        TestApplication first = receiving(cell).start();
        Cell.awaitReady(first);
        first.stop();

        ReferenceClient publisher = cell.outside();
        List<String> sent = IntStream.range(0, 20).mapToObj(Integer::toString).toList();
        sent.forEach(text -> publisher.publish(cell.topic("in"), text.getBytes(StandardCharsets.UTF_8), 1, false));

        TestApplication second = receiving(cell).start();
        Receiver receiver = second.get(Receiver.class);
        Cell.eventually().untilAsserted(() -> assertThat(receiver.payloads()).containsExactlyElementsOf(sent));
    }

    /**
     * A process has died between PUBREC and PUBREL, and the next one knows nothing of it: none of its messages is taken for a
     * repetition.
     */
    static void inherited(Cell cell) throws Exception {
        ReferenceClient outside = cell.outside().subscribe(cell.topic("out"), 2);
        RawClient dying = cell.lastingSession();
        assertThat(dying.publish(cell.topic("out"), 2, false, "old", "").next()).startsWith("PUBREC");
        dying.close();

        TestApplication application = cell.application().beans(Sender.class).connector("client-id", cell.clientId())
                .connector("auto-clean-session", "false").outgoing("out", "topic", cell.topic("out"), "qos", "2").start();
        Cell.awaitReady(application);
        for (String text : List.of("1", "2", "3")) {
            application.get(Sender.class).send(text).get(10, TimeUnit.SECONDS);
        }

        Cell.eventually().untilAsserted(() -> assertThat(outside.receivedTexts()).containsExactly("old", "1", "2", "3"));
    }

    private static TestApplication receiving(Cell cell) {
        return cell.application().beans(Receiver.class).connector("client-id", cell.clientId())
                .connector("auto-clean-session", "false").incoming("in", "topic", cell.topic("in"), "qos", "1");
    }

    /** Two members of a group share the messages: each is processed by one of them, and both have work. */
    static void shared(Cell cell) {
        String filter = "$share/group/" + cell.topic("work");
        TestApplication application = cell.application().beans(Receiver.class, OtherReceiver.class)
                .incoming("in", "topic", filter, "qos", "1", "client-id", cell.clientId())
                .incoming("other", "topic", filter, "qos", "1", "client-id", cell.clientId() + "b").start();
        Cell.awaitReady(application);
        ReferenceClient publisher = cell.outside();
        List<String> sent = IntStream.range(0, 100).mapToObj(Integer::toString).toList();

        sent.forEach(text -> publisher.publish(cell.topic("work"), text, 1));

        List<String> none = List.of();
        Cell.eventually().untilAsserted(() -> {
            List<String> one = application.get(Receiver.class).payloads();
            List<String> other = application.get(OtherReceiver.class).payloads();
            assertThat(one).isNotEqualTo(none);
            assertThat(other).isNotEqualTo(none);
            assertThat(Stream.concat(one.stream(), other.stream())).containsExactlyInAnyOrderElementsOf(sent);
        });
    }
}
