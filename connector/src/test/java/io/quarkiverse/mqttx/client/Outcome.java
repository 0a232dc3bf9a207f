package io.quarkiverse.mqttx.client;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;

/** What became of a publish. */
public final class Outcome implements PublishCompletion {

    private final CompletableFuture<Integer> result = new CompletableFuture<>();

    public static Outcome of(ReconnectingClient client, String topic, String payload, int qos) {
        Outcome outcome = new Outcome();
        client.publish(Publish.of(topic, payload.getBytes(StandardCharsets.UTF_8), qos, false), outcome);
        return outcome;
    }

    @Override
    public void succeeded(int packetId, int reasonCode, Properties answer) {
        if (!result.complete(reasonCode)) {
            throw new IllegalStateException("settled twice");
        }
    }

    @Override
    public void failed(Throwable cause) {
        if (!result.completeExceptionally(cause)) {
            throw new IllegalStateException("settled twice");
        }
    }

    boolean isDone() {
        return result.isDone();
    }

    /** Waits for the reason code. */
    int reasonCode() throws Exception {
        return result.get(ClientFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits for the failure. */
    public Throwable failure() {
        return result.handle((code, failure) -> failure).orTimeout(ClientFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
