package io.quarkiverse.mqttx.client;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.quarkiverse.mqttx.client.routing.Route;
import io.quarkiverse.mqttx.session.InboundMessage;

/** A recipient that collects what it gets. */
public final class RecordingRoute implements Route {

    private final ReconnectingClient client;
    private final List<InboundMessage> messages = new CopyOnWriteArrayList<>();
    private volatile Throwable failure;

    private RecordingRoute(ReconnectingClient client) {
        this.client = client;
    }

    /** One that acknowledges each message at once. */
    public static RecordingRoute acknowledging(ReconnectingClient client) {
        return new RecordingRoute(client);
    }

    /** One that leaves it to the test. */
    public static RecordingRoute manual() {
        return new RecordingRoute(null);
    }

    @Override
    public void deliver(InboundMessage message) {
        messages.add(message);
        if (client != null) {
            client.acknowledge(message);
        }
    }

    @Override
    public void failed(Throwable cause) {
        failure = cause;
    }

    Throwable failure() {
        return failure;
    }

    List<InboundMessage> messages() {
        return messages;
    }

    List<String> texts() {
        return messages.stream().map(message -> new String(message.packet().payload(), StandardCharsets.UTF_8)).toList();
    }

    List<String> awaitTexts(int count) {
        await(count + " messages").atMost(ClientFixture.PATIENCE).pollInterval(Duration.ofMillis(5))
                .until(() -> messages.size() >= count);
        return texts();
    }
}
