package io.quarkiverse.mqttx.connector.reply;

import java.security.SecureRandom;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.CorrelationId;
import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.spi.CorrelationIdHandler;
import io.smallrye.common.annotation.Identifier;

/** 16 random bytes that nobody can guess. */
@ApplicationScoped
@Identifier(MqttRequestReply.BYTES)
class RandomBytesHandler implements CorrelationIdHandler {

    private static final int LENGTH = 16;

    private final SecureRandom random = new SecureRandom();

    @Override
    public CorrelationId generate(Message<?> request) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return CorrelationId.of(bytes);
    }
}
