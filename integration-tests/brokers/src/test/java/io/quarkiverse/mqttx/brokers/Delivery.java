package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.quarkiverse.mqttx.brokers.Station.Receiver;
import io.quarkiverse.mqttx.brokers.Station.Sender;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;

/** Messages at each QoS. */
final class Delivery {

    /** More than the windows of most brokers, so that messages flow on only because earlier ones are acknowledged. */
    private static final int MESSAGES = 200;

    private Delivery() {
    }

    private static List<String> numbers() {
        return IntStream.range(0, MESSAGES).mapToObj(Integer::toString).toList();
    }

    /** The broker acknowledges each message, and a client outside gets each once and in order. */
    static void out(Cell cell, int qos) throws Exception {
        ReferenceClient outside = cell.outside().subscribe(cell.topic("out"), qos);
        TestApplication application = cell.application().beans(Sender.class)
                .outgoing("out", "topic", cell.topic("out"), "qos", Integer.toString(qos)).start();
        Cell.awaitReady(application);

        Sender sender = application.get(Sender.class);
        CompletableFuture.allOf(numbers().stream().map(sender::send).toArray(CompletableFuture[]::new))
                .get(20, TimeUnit.SECONDS);

        Cell.eventually().untilAsserted(() -> assertThat(outside.receivedTexts()).containsExactlyElementsOf(numbers()));
        assertThat(outside.received()).extracting(ReceivedMessage::qos).containsOnly(qos);
    }

    /**
     * The application gets each message once and in order; at QoS 1 and 2 a client that goes on with the session finds nothing
     * left in it, so all is acknowledged.
     */
    static void in(Cell cell, int qos) {
        TestApplication application = cell.application().beans(Receiver.class)
                .incoming("in", "topic", cell.topic("in"), "qos", Integer.toString(qos), "buffer-size", "1000");
        if (qos > 0) {
            application.connector("client-id", cell.clientId()).connector("auto-clean-session", "false");
        }
        application.start();
        Cell.awaitReady(application);
        ReferenceClient publisher = cell.outside();

        publisher.publishAll(cell.topic("in"), MESSAGES, i -> Integer.toString(i).getBytes(StandardCharsets.UTF_8), qos);

        Receiver receiver = application.get(Receiver.class);
        Cell.eventually().untilAsserted(() -> assertThat(receiver.payloads()).containsExactlyElementsOf(numbers()));
        assertThat(receiver.arrivals()).extracting(arrival -> arrival.metadata().getQos()).containsOnly(qos);
        application.stop();
        if (qos > 0) {
            ReferenceClient successor = cell.outside(cell.outsideOptions().persistentSession(cell.clientId()));
            publisher.publish(cell.topic("in"), "sentinel", qos);
            Cell.eventually().untilAsserted(() -> assertThat(successor.receivedTexts()).containsExactly("sentinel"));
        }
    }
}
