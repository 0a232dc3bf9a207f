package io.quarkiverse.mqttx.spi;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.CorrelationId;

/**
 * Makes the correlation ids of requests: a CDI bean, in place of 16 random bytes. Called on the threads that send requests,
 * several at once.
 */
public interface CorrelationIdHandler {

    /**
     * An id that no other request has which still waits for its reply.
     *
     * @param request what is about to be sent
     */
    CorrelationId generate(Message<?> request);
}
