package io.quarkiverse.mqttx.api;

import java.util.Map;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** A subscription of an {@link MqttClient} that the broker has granted. For any thread. */
public interface MqttSubscription {

    /** The topic filters with the QoS that the broker has granted for each, which may be lower than what was wanted. */
    Map<String, Integer> grantedQos();

    /**
     * The messages, for one subscriber. What arrives before it comes waits for it. Cancelling unsubscribes. Where the
     * messages go to a handler, it fails.
     */
    Multi<Message<byte[]>> messages();

    /** Unsubscribes from all of it; completes when UNSUBACK has come, at once without a connection. */
    Uni<Void> unsubscribe();

    default void unsubscribeAndAwait() {
        BlockingCalls.await("unsubscribe", unsubscribe());
    }
}
