package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.connector.IncomingMqttBatch;
import io.quarkiverse.mqttx.connector.IncomingMqttMessage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MessageConverter;
import io.smallrye.reactive.messaging.keyed.KeyedMulti;

/**
 * From a batch to a list of what its messages hold, each converted as if it had come alone; to a list of the messages
 * themselves,
 * where that is asked for. A message that cannot be converted is nacked, and left out.
 */
@ApplicationScoped
class BatchConverter implements MessageConverter {

    private final DeclaredTypes declared;
    private final Instance<MessageConverter> converters;
    private final Map<Element, MessageConverter> known = new ConcurrentHashMap<>();

    @Inject
    BatchConverter(@Any Instance<MessageConverter> converters) {
        this(converters, DeclaredTypes.UNKNOWN);
    }

    BatchConverter(Instance<MessageConverter> converters, DeclaredTypes declared) {
        this.converters = converters;
        this.declared = declared;
    }

    /** For the proxy of the container. */
    BatchConverter() {
        this(null, DeclaredTypes.UNKNOWN);
    }

    /** What is wanted of a channel's messages. */
    private record Element(String channel, Type type) {
    }

    @Override
    public int getPriority() {
        return PayloadConverter.PRIORITY;
    }

    @Override
    public boolean canConvert(Message<?> in, Type target) {
        return in.getPayload() instanceof IncomingMqttBatch && target != KeyedMulti.class;
    }

    @Override
    public Message<?> convert(Message<?> in, Type target) {
        return convertUni(in, target).subscribeAsCompletionStage().join();
    }

    @Override
    public Uni<Message<?>> convertUni(Message<?> in, Type target) {
        return Uni.createFrom().deferred(() -> {
            IncomingMqttBatch batch = (IncomingMqttBatch) in.getPayload();
            Type exact = declared.incoming(batch.getChannel(), target);
            if (!(DeclaredTypes.raw(exact) instanceof Class<?> raw) || !raw.isAssignableFrom(List.class)) {
                throw new PayloadConversionException("channel '" + batch.getChannel() + "' has batch=true, and nothing makes of"
                        + " a batch a " + exact.getTypeName() + "; take a List of it, or an IncomingMqttBatch", null);
            }
            return convert(in, batch, argument(exact));
        });
    }

    private Uni<Message<?>> convert(Message<?> in, IncomingMqttBatch batch, Type wanted) {
        boolean messages = DeclaredTypes.raw(wanted) instanceof Class<?> raw && Message.class.isAssignableFrom(raw);
        Type payload = !messages ? wanted : wanted == IncomingMqttMessage.class ? Object.class : argument(wanted);
        if (payload == byte[].class || payload == Object.class) {
            return Uni.createFrom().item(in.withPayload(list(batch.getMessages(), messages)));
        }
        Element element = new Element(batch.getChannel(), payload);
        List<IncomingMqttMessage> left = new ArrayList<>(batch.size());
        return Multi.createFrom().iterable(batch)
                .onItem().transformToUniAndConcatenate(message -> convert(message, element)
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
                    return left.size() == batch.size() ? list : list.addMetadata(batch.with(left));
                });
    }

    private Uni<? extends Message<?>> convert(IncomingMqttMessage message, Element element) {
        MessageConverter converter = known.get(element);
        if (converter == null) {
            converter = find(message, element);
            known.put(element, converter);
        }
        return converter.convertUni(message, element.type());
    }

    private MessageConverter find(IncomingMqttMessage message, Element element) {
        return converters.stream().sorted(Comparator.comparingInt(MessageConverter::getPriority))
                .filter(converter -> converter.canConvert(message, element.type())).findFirst()
                .orElseThrow(() -> new PayloadConversionException("channel '" + element.channel() + "': nothing converts the"
                        + " messages of a batch to " + element.type().getTypeName(), null));
    }

    private static List<?> list(List<? extends Message<?>> messages, boolean asMessages) {
        return asMessages ? messages : messages.stream().map(Message::getPayload).toList();
    }

    /** The first type argument as far as it is certain; the bytes when nothing is known. */
    private static Type argument(Type type) {
        if (!(type instanceof ParameterizedType generic)) {
            return byte[].class;
        }
        Type argument = generic.getActualTypeArguments()[0];
        if (argument instanceof WildcardType wildcard) {
            return wildcard.getLowerBounds().length > 0 ? wildcard.getLowerBounds()[0] : wildcard.getUpperBounds()[0];
        }
        return argument;
    }
}
