package io.quarkiverse.mqttx.spi;

import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Finds replies that state a failure. A CDI bean with {@code @Identifier("name")}, chosen by the attribute
 * {@code reply-failure-handler=name}. Called on the event loop of the connection: it must not block.
 */
public interface ReplyFailureHandler {

    /**
     * What the request fails with, or {@code null} when the reply states no failure and is to be delivered.
     *
     * @param reply as it was received, with {@link io.quarkiverse.mqttx.api.IncomingMqttMetadata}
     */
    Throwable handleReply(Message<byte[]> reply);
}
