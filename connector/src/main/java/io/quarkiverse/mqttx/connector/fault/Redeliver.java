package io.quarkiverse.mqttx.connector.fault;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.spi.FailureContext;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

/**
 * The strategy {@code redeliver}: the message stays with the broker unacknowledged, and the broker sends it again once the
 * connection has been renewed. After a number of deliveries the next strategy has it.
 */
final class Redeliver implements MqttFailureHandler {

    private final StrategyContext context;
    private final int maxAttempts;
    private final NackLog log;

    private Redeliver(StrategyContext context) {
        this.context = context;
        this.maxAttempts = context.settings().failure().redeliver().maxAttempts();
        this.log = new NackLog(Redeliver.class, context);
    }

    @Override
    public Uni<Void> handle(IncomingMqttMessage message, Throwable reason, Metadata metadata) {
        int delivery = message.getMqttMetadata().getBrokerDeliveries();
        if (!message.isRedeliverable() || delivery >= maxAttempts) {
            return context.next().handle(message, reason, metadata);
        }
        log.say(message, reason, () -> "is left to the broker at delivery " + delivery + " of " + maxAttempts);
        return context.redeliver(message);
    }

    @ApplicationScoped
    @Identifier("redeliver")
    static class Factory implements MqttFailureHandler.Factory {

        @Override
        public MqttFailureHandler create(FailureContext context) {
            return new Redeliver((StrategyContext) context);
        }
    }
}
