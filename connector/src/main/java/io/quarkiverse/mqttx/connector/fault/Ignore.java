package io.quarkiverse.mqttx.connector.fault;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.spi.FailureContext;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

/** The strategy {@code ignore}: the log has it, the message is acknowledged, and the channel goes on. */
final class Ignore implements MqttFailureHandler {

    private final NackLog log;

    private Ignore(StrategyContext context) {
        this.log = new NackLog(Ignore.class, context);
    }

    @Override
    public Uni<Void> handle(IncomingMqttMessage message, Throwable reason, Metadata metadata) {
        log.say(message, reason, () -> "is ignored");
        return Uni.createFrom().completionStage(message::ack);
    }

    @ApplicationScoped
    @Identifier("ignore")
    static class Factory implements MqttFailureHandler.Factory {

        @Override
        public MqttFailureHandler create(FailureContext context) {
            return new Ignore((StrategyContext) context);
        }
    }
}
