package io.quarkiverse.mqttx.runtime;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.eclipse.microprofile.reactive.messaging.spi.Connector;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkus.runtime.StartupEvent;

/** What the connector does at the start before and after Reactive Messaging wires the channels. */
@Dependent
public class ConnectorAtStart {

    /** When Reactive Messaging wires the channels. */
    private static final int WIRING = Interceptor.Priority.LIBRARY_BEFORE;

    /**
     * Checks the configuration. Reactive Messaging would stop at the first channel without a connector and name none that may
     * be meant, and it would log what the connector throws before it throws the same.
     */
    void check(@Observes @Priority(WIRING - 1) StartupEvent event, @Connector(MqttConnector.NAME) MqttConnector connector) {
        connector.check();
    }

    /** Subscribes the channels that are injected and that nobody has subscribed to. */
    void subscribe(@Observes @Priority(WIRING + 1) StartupEvent event,
            @Connector(MqttConnector.NAME) MqttConnector connector) {
        connector.subscribeAtStart();
    }
}
