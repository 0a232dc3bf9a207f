package io.quarkiverse.mqttx.runtime;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.eclipse.microprofile.reactive.messaging.spi.Connector;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkus.runtime.StartupEvent;

/** Subscribes the channels that are injected and that nobody has subscribed to, once Reactive Messaging has wired all. */
@Dependent
public class SubscriptionsAtStart {

    /** Reactive Messaging has {@code LIBRARY_BEFORE}. */
    void started(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE + 1) StartupEvent event,
            @Connector(MqttConnector.NAME) MqttConnector connector) {
        connector.subscribeAtStart();
    }
}
