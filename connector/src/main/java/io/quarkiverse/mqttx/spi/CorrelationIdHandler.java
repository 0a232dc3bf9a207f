package io.quarkiverse.mqttx.spi;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.CorrelationId;

/**
 * Makes the correlation ids of requests. A CDI bean with {@code @Identifier("name")}, chosen by the attribute
 * {@code reply-correlation-id-handler=name}. Called on the threads that send requests, several at once.
 */
public interface CorrelationIdHandler {

    /**
     * An id that no other request has which still waits for its reply.
     *
     * @param request what is about to be sent
     */
    CorrelationId generate(Message<?> request);
}
