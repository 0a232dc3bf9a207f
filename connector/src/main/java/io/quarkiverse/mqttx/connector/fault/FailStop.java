package io.quarkiverse.mqttx.connector.fault;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.IncomingMqttMessage;
import io.quarkiverse.mqttx.connector.config.IncomingSettings;
import io.quarkiverse.mqttx.topic.SafeText;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

/**
 * The strategy {@code fail}, the default: the channel stops and reports itself dead. Nothing is acknowledged, so the broker
 * delivers the message again once the application has been restarted, provided that the session is persistent.
 */
final class FailStop implements MqttFailureHandler {

    private static final Logger log = Logger.getLogger(FailStop.class);

    private final IncomingSettings settings;

    FailStop(IncomingSettings settings) {
        this.settings = settings;
    }

    @Override
    public Uni<Void> handle(IncomingMqttMessage message, Throwable reason, Metadata metadata) {
        log.errorf(SafeText.of(reason),
                "Channel '%s' stops: a message on topic '%s' was nacked, and 'failure-strategy' is '%s'",
                settings.channel(), SafeText.of(message.getMqttMetadata().getTopic()),
                String.join(",", settings.failure().strategies()));
        return Uni.createFrom().failure(reason);
    }

    @ApplicationScoped
    @Identifier("fail")
    static class Factory implements MqttFailureHandler.Factory {

        @Override
        public MqttFailureHandler create(FailureContext context) {
            return new FailStop(context.settings());
        }
    }
}
