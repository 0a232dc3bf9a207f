package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.inject.Instance;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.PayloadConversionException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MessageConverter;

/** Converts to a list or an {@code Optional}. The converter for the element type converts the content. */
abstract class ContainerConverter implements MessageConverter {

    private final Instance<MessageConverter> converters;
    private final DeclaredTypes declared;
    private final Map<Element, MessageConverter> known = new ConcurrentHashMap<>();

    ContainerConverter(Instance<MessageConverter> converters, DeclaredTypes declared) {
        this.converters = converters;
        this.declared = declared;
    }

    /** What is wanted of a channel's messages. */
    private record Element(String channel, Type type) {
    }

    /** What it throws is the failure. */
    abstract Uni<Message<?>> contained(Message<?> in, Type target);

    @Override
    public int getPriority() {
        return PayloadConverter.PRIORITY;
    }

    @Override
    public Message<?> convert(Message<?> in, Type target) {
        return convertUni(in, target).subscribeAsCompletionStage().join();
    }

    @Override
    public Uni<Message<?>> convertUni(Message<?> in, Type target) {
        return Uni.createFrom().deferred(() -> contained(in, target));
    }

    /** What is wanted where Reactive Messaging asks for the target. */
    Type exact(String channel, Type target) {
        return declared.incoming(channel, target);
    }

    /** @param channel the one of the message */
    Uni<? extends Message<?>> element(Message<?> message, String channel, Type type) {
        if (type == byte[].class || type == Object.class) {
            return Uni.createFrom().item(message);
        }
        Element element = new Element(channel, type);
        MessageConverter converter = known.get(element);
        if (converter == null) {
            converter = find(message, element);
            known.put(element, converter);
        }
        return converter.convertUni(message, type);
    }

    private MessageConverter find(Message<?> message, Element element) {
        return converters.stream().sorted(Comparator.comparingInt(MessageConverter::getPriority))
                .filter(converter -> converter.canConvert(message, element.type())).findFirst()
                .orElseThrow(() -> new PayloadConversionException("channel '" + element.channel()
                        + "': nothing converts its messages to " + element.type().getTypeName(), null));
    }

    /** The first type argument as far as it is certain; the bytes when nothing is known. */
    static Type argument(Type type) {
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
