package io.quarkiverse.mqttx.connector.fault;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.IncomingMqttMessage;
import io.quarkiverse.mqttx.topic.SafeText;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;

/** The strategy {@code ignore}: one line in the log, the message is acknowledged, and the channel goes on. */
final class Ignore implements MqttFailureHandler {

    private static final Logger log = Logger.getLogger(Ignore.class);

    private final String channel;

    private Ignore(String channel) {
        this.channel = channel;
    }

    @Override
    public Uni<Void> handle(IncomingMqttMessage message, Throwable reason, Metadata metadata) {
        log.warnf("Channel '%s': a message on topic '%s' was nacked and is ignored: %s", channel,
                SafeText.of(message.getMqttMetadata().getTopic()), Causes.describe(reason));
        log.debugf(SafeText.of(reason), "Channel '%s': the full cause", channel);
        return Uni.createFrom().completionStage(message::ack);
    }

    @ApplicationScoped
    @Identifier("ignore")
    static class Factory implements MqttFailureHandler.Factory {

        @Override
        public MqttFailureHandler create(FailureContext context) {
            return new Ignore(context.settings().channel());
        }
    }
}
