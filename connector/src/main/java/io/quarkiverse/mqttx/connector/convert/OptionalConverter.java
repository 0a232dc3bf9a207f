package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MessageConverter;

/**
 * Converts to an {@code Optional} of any other type. It is empty for a message without payload, which deletes a
 * retained message (MQTT-5.0 §3.3.1.3).
 */
@ApplicationScoped
class OptionalConverter extends ContainerConverter {

    @Inject
    OptionalConverter(@Any Instance<MessageConverter> converters) {
        this(converters, DeclaredTypes.UNKNOWN);
    }

    OptionalConverter(Instance<MessageConverter> converters, DeclaredTypes declared) {
        super(converters, declared);
    }

    /** For the proxy of the container. */
    OptionalConverter() {
        this(null, DeclaredTypes.UNKNOWN);
    }

    @Override
    public boolean canConvert(Message<?> in, Type target) {
        return DeclaredTypes.raw(target) == Optional.class && in.getPayload() instanceof byte[]
                && in.getMetadata(IncomingMqttMetadata.class).isPresent();
    }

    @Override
    Uni<Message<?>> contained(Message<?> in, Type target) {
        if (in.getPayload() instanceof byte[] payload && payload.length == 0) {
            return Uni.createFrom().item(in.withPayload(Optional.empty()));
        }
        String channel = in.getMetadata(IncomingMqttMetadata.class).orElseThrow().getChannel();
        return element(in, channel, argument(exact(channel, target)))
                .map(converted -> converted.withPayload(Optional.ofNullable(converted.getPayload())));
    }
}
