package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * The last converter: fails with a message that no converter fits the type. Without it Reactive Messaging would hand
 * the bytes to the method as they are, which ends in an error that helps nobody.
 */
@ApplicationScoped
class MissingConverter extends PayloadConverter {

    @Override
    public int getPriority() {
        return Integer.MAX_VALUE;
    }

    @Override
    boolean supports(Type target) {
        return true;
    }

    @Override
    Object decode(byte[] payload, Type target, String contentType) {
        throw new IllegalArgumentException("no converter knows the type; take byte[] or a class of your own, or add a bean "
                + "that implements io.smallrye.reactive.messaging.MessageConverter");
    }
}
