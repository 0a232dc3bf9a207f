package io.quarkiverse.mqttx.benchmarks.throughput.floor;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Flow;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.vertx.core.Vertx;

/**
 * What Reactive Messaging costs, below which no connector gets: it hands messages from a bare socket to Reactive Messaging, and
 * writes to it what Reactive Messaging hands out. It knows as much of MQTT 3.1.1 as that takes, and trusts its peer.
 */
@ApplicationScoped
@Connector("floor")
public class FloorConnector implements InboundConnector, OutboundConnector {

    private final Map<String, Receiver> receivers = new HashMap<>();
    private final Wire wire;
    private final int port;
    private final boolean contexts;

    /** @param contexts whether each message gets a duplicated context of its own, as Quarkus expects it of a connector */
    FloorConnector(Vertx vertx, @ConfigProperty(name = "mp.messaging.connector.floor.port") int port,
            @ConfigProperty(name = "floor.contexts", defaultValue = "false") boolean contexts) {
        this.wire = new Wire(vertx, receivers);
        this.port = port;
        this.contexts = contexts;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        return receivers.computeIfAbsent(config.getValue("topic", String.class), topic -> new Receiver(wire, contexts));
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        return new Sender(wire, config.getValue("topic", String.class), config.getValue("qos", Integer.class),
                config.getValue("max-inflight-queue", Integer.class));
    }

    /** When the channels are wired. */
    void connect(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE + 1) StartupEvent event) {
        wire.connect(port);
    }
}
