package io.quarkiverse.mqttx.connector.reply;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.api.ReplyFailureException;
import io.quarkiverse.mqttx.spi.ReplyFailureHandler;
import io.quarkiverse.mqttx.topic.SafeText;
import io.smallrye.common.annotation.Identifier;

/**
 * Finds replies with the user property {@link MqttRequestReply#FAILURE}: they state a failure, with its text as the
 * reason.
 */
@ApplicationScoped
@Identifier(MqttRequestReply.USER_PROPERTY)
class UserPropertyFailures implements ReplyFailureHandler {

    @Override
    public Throwable handleReply(Message<byte[]> reply) {
        return reply.getMetadata(IncomingMqttMetadata.class)
                .flatMap(metadata -> metadata.getUserProperty(MqttRequestReply.FAILURE))
                .map(said -> new ReplyFailureException(SafeText.ofMessage(said))).orElse(null);
    }
}
