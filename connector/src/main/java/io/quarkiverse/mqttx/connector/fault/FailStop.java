package io.quarkiverse.mqttx.connector.fault;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.spi.FailureContext;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

/**
 * The strategy {@code fail}, the default: the channel stops and reports itself dead. Nothing is acknowledged, so the broker
 * delivers the message again once the application has been restarted, provided that the session is persistent.
 */
public final class FailStop implements MqttFailureHandler {

    @Override
    public Uni<Void> handle(IncomingMqttMessage message, Throwable reason, Metadata metadata) {
        return Uni.createFrom().failure(reason); // which stops the channel, and that is logged
    }

    @ApplicationScoped
    @Identifier("fail")
    static class Factory implements MqttFailureHandler.Factory {

        @Override
        public MqttFailureHandler create(FailureContext context) {
            return new FailStop();
        }
    }
}
