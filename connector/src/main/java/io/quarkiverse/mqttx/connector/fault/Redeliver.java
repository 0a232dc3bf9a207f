package io.quarkiverse.mqttx.connector.fault;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.IncomingMqttMessage;
import io.quarkiverse.mqttx.topic.SafeText;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

/**
 * The strategy {@code redeliver}: the message stays with the broker unacknowledged, and the broker sends it again once the
 * connection has been renewed. After a number of deliveries the next strategy has it.
 */
final class Redeliver implements MqttFailureHandler {

    private static final Logger log = Logger.getLogger(Redeliver.class);

    private final FailureContext context;
    private final int maxAttempts;

    private Redeliver(FailureContext context) {
        this.context = context;
        this.maxAttempts = context.settings().failure().redeliver().maxAttempts();
    }

    @Override
    public Uni<Void> handle(IncomingMqttMessage message, Throwable reason, Metadata metadata) {
        int delivery = message.getMqttMetadata().getBrokerDeliveries();
        if (!message.isRedeliverable() || delivery >= maxAttempts) {
            return context.next().handle(message, reason, metadata);
        }
        log.warnf("Channel '%s': delivery %d of %d of a message on topic '%s' has failed, it is left to the broker: %s",
                context.settings().channel(), delivery, maxAttempts, SafeText.of(message.getMqttMetadata().getTopic()),
                Causes.describe(reason));
        log.debugf(SafeText.of(reason), "Channel '%s': the full cause", context.settings().channel());
        return context.redeliver(message);
    }

    @ApplicationScoped
    @Identifier("redeliver")
    static class Factory implements MqttFailureHandler.Factory {

        @Override
        public MqttFailureHandler create(FailureContext context) {
            return new Redeliver(context);
        }
    }
}
