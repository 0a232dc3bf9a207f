package io.quarkiverse.mqttx.connector.reply;

import java.security.SecureRandom;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.CorrelationId;
import io.quarkiverse.mqttx.spi.CorrelationIdHandler;

/** 16 random bytes that nobody can guess. */
final class RandomBytesHandler implements CorrelationIdHandler {

    private static final int LENGTH = 16;

    private final SecureRandom random = new SecureRandom();

    @Override
    public CorrelationId generate(Message<?> request) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return CorrelationId.of(bytes);
    }
}
