package io.quarkiverse.mqttx.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.session.SubscriptionListener;

/** The first answer to a subscription. */
public final class Grant implements SubscriptionListener {

    private final CompletableFuture<Integer> result = new CompletableFuture<>();

    static Grant of(ReconnectingClient client, String filter, int qos) {
        Grant grant = new Grant();
        client.subscribe(Subscription.of(filter, qos), grant);
        return grant;
    }

    @Override
    public void granted(int qos) {
        result.complete(qos);
    }

    @Override
    public void refused(int reasonCode, String reason) {
        result.complete(reasonCode);
    }

    /** Waits for the QoS granted or the reason code of a refusal. */
    int code() throws Exception {
        return result.get(ClientFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
