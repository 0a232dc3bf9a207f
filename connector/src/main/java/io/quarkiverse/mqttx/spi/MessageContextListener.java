package io.quarkiverse.mqttx.spi;

import io.vertx.core.Context;

/**
 * Is told of the contexts that are made for a client's messages and outcomes: a bean that an environment may provide which
 * wants to know where it is safe to keep something, as Quarkus does. For any thread.
 */
@FunctionalInterface
public interface MessageContextListener {

    /** @param context a duplicated one, for one message or outcome alone */
    void made(Context context);
}
