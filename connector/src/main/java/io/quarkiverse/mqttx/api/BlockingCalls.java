package io.quarkiverse.mqttx.api;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;

/** The blocking forms of the client's methods. */
final class BlockingCalls {

    private BlockingCalls() {
    }

    /** @param method the one that does not block */
    static <T> T await(String method, Uni<T> outcome) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("MqttClient." + method + "AndAwait would block an event loop; use " + method
                    + "(…) and return its Uni, or annotate the method that calls it with @Blocking");
        }
        return outcome.await().indefinitely();
    }
}
