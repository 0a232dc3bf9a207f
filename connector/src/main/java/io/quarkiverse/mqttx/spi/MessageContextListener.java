package io.quarkiverse.mqttx.spi;

import io.vertx.core.Context;

/**
 * Observes the contexts that are created for a client's messages and outcomes: an optional bean of the environment that
 * needs to know where it is safe to keep something, as Quarkus does. For any thread.
 */
@FunctionalInterface
public interface MessageContextListener {

    /** @param context a duplicated one, for one message or outcome alone */
    void made(Context context);
}
