package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.IncomingMqttBatch;
import io.quarkiverse.mqttx.api.IncomingMqttMessage;
import io.quarkiverse.mqttx.api.PayloadConversionException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MessageConverter;
import io.smallrye.reactive.messaging.keyed.KeyedMulti;

/**
 * Converts a batch to a list of its payloads, each converted as if it had come alone, or to a list of the messages
 * themselves. A message that cannot be converted is nacked, and left out.
 */
@ApplicationScoped
class BatchConverter extends ContainerConverter {

    @Inject
    BatchConverter(@Any Instance<MessageConverter> converters) {
        this(converters, DeclaredTypes.UNKNOWN);
    }

    BatchConverter(Instance<MessageConverter> converters, DeclaredTypes declared) {
        super(converters, declared);
    }

    /** For the proxy of the container. */
    BatchConverter() {
        this(null, DeclaredTypes.UNKNOWN);
    }

    @Override
    public boolean canConvert(Message<?> in, Type target) {
        return in.getPayload() instanceof IncomingMqttBatch && target != KeyedMulti.class;
    }

    @Override
    Uni<Message<?>> contained(Message<?> in, Type target) {
        IncomingMqttBatch batch = (IncomingMqttBatch) in.getPayload();
        Type exact = exact(batch.getChannel(), target);
        if (!(DeclaredTypes.raw(exact) instanceof Class<?> raw) || !raw.isAssignableFrom(List.class)) {
            throw new PayloadConversionException("channel '" + batch.getChannel() + "' has batch=true, and nothing makes of"
                    + " a batch a " + exact.getTypeName() + "; take a List of it, or an IncomingMqttBatch", null);
        }
        return convert(in, batch, argument(exact));
    }

    private Uni<Message<?>> convert(Message<?> in, IncomingMqttBatch batch, Type wanted) {
        boolean messages = DeclaredTypes.raw(wanted) instanceof Class<?> raw && Message.class.isAssignableFrom(raw);
        Type payload = !messages ? wanted
                : wanted == IncomingMqttMessage.class ? Object.class : argument(wanted);
        if (payload == byte[].class || payload == Object.class) {
            return Uni.createFrom().item(in.withPayload(list(batch.getMessages(), messages)));
        }
        List<IncomingMqttMessage> left = new ArrayList<>(batch.size());
        return Multi.createFrom().iterable(batch)
                .onItem().transformToUniAndConcatenate(message -> element(message, batch.getChannel(), payload)
                        .onItem().invoke(() -> left.add(message))
                        // The others do not wait for what becomes of it
                        .onFailure().invoke(message::nack)
                        .onFailure().recoverWithNull())
                .collect().asList()
                .map(converted -> {
                    if (converted.isEmpty()) {
                        throw new PayloadConversionException("channel '" + batch.getChannel() + "': none of the " + batch.size()
                                + " messages of a batch can be converted to " + payload.getTypeName(), null);
                    }
                    Message<?> list = in.withPayload(list(converted, messages));
                    return left.size() == batch.size() ? list : list.addMetadata(IncomingMqttBatch.of(left));
                });
    }

    private static List<?> list(List<? extends Message<?>> messages, boolean asMessages) {
        return asMessages ? messages : messages.stream().map(Message::getPayload).toList();
    }
}
