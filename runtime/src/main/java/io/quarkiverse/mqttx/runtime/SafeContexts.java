package io.quarkiverse.mqttx.runtime;

import jakarta.inject.Singleton;

import io.quarkiverse.mqttx.spi.MessageContextListener;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.vertx.core.Context;

/** Lets Hibernate Reactive and others use the contexts of a client's messages and outcomes, as Quarkus does with channels. */
@Singleton
public class SafeContexts implements MessageContextListener {

    @Override
    public void made(Context context) {
        VertxContextSafetyToggle.setContextSafe(context, true);
    }
}
