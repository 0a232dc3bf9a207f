package io.quarkiverse.mqttx.connector.reply;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.CorrelationId;
import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.spi.CorrelationIdHandler;
import io.smallrye.common.annotation.Identifier;

/** Random UUIDs as text, which people can read and search for. */
@ApplicationScoped
@Identifier(MqttRequestReply.UUID)
class UuidHandler implements CorrelationIdHandler {

    @Override
    public CorrelationId generate(Message<?> request) {
        return CorrelationId.of(UUID.randomUUID().toString());
    }
}
