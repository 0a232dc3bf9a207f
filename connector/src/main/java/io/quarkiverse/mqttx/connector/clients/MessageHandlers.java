package io.quarkiverse.mqttx.connector.clients;

import java.util.function.Function;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.topic.SafeText;
import io.smallrye.mutiny.Uni;

/** Calls a message handler of the application, and acks or nacks the message by its outcome. */
final class MessageHandlers {

    private static final Logger log = Logger.getLogger(MessageHandlers.class);

    private MessageHandlers() {
    }

    /** Acks or nacks the message as the handler's outcome says; fails when the failure strategy ends the subscription. */
    static Uni<Void> handle(Message<byte[]> message, Function<Message<byte[]>, Uni<Void>> handler) {
        return Uni.createFrom().deferred(() -> handler.apply(message))
                .onItemOrFailure().transformToUni((handled, failure) -> Uni.createFrom()
                        .completionStage(() -> failure == null ? message.ack() : message.nack(failure)));
    }

    static void ended(String connection, Throwable cause) {
        log.warnf("%s: a subscription with a handler has ended: %s", connection, SafeText.ofMessage(cause.getMessage()));
    }
}
