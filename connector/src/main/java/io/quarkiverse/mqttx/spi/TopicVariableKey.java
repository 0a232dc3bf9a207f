package io.quarkiverse.mqttx.spi;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.TopicVariables;
import io.smallrye.reactive.messaging.MessageConverter;
import io.smallrye.reactive.messaging.keyed.KeyValueExtractor;

/**
 * Groups the messages of a channel by a variable of its topic, for a method that takes a <code>KeyedMulti&lt;String,
 * T&gt;</code>. Without any more ado they are grouped by the first variable. For another one extend this class, with a
 * constructor without parameters that names it, make it a bean, and let the method's parameter say
 * <code>@Keyed(ByCell.class)</code>.
 */
public abstract class TopicVariableKey implements KeyValueExtractor {

    private final String variable;
    private final Map<Type, MessageConverter> known = new ConcurrentHashMap<>();

    /** Reactive Messaging converts the messages of a <code>KeyedMulti</code>, but not its payloads. */
    @Inject
    @Any
    Instance<MessageConverter> converters;

    /** @param variable its name */
    protected TopicVariableKey(String variable) {
        this.variable = variable;
    }

    /** False: it is taken where {@code @Keyed} asks for it. */
    @Override
    public boolean canExtract(Message<?> first, Type keyType, Type valueType) {
        return false;
    }

    /**
     * What the variable stands for.
     *
     * @throws RuntimeException which ends the stream, when the topic of the message does not have it
     */
    @Override
    public Object extractKey(Message<?> message, Type keyType) {
        return variables(message).get(variable);
    }

    /**
     * The payload, converted.
     *
     * @throws RuntimeException which ends the stream, when it cannot be converted
     */
    @Override
    public Object extractValue(Message<?> message, Type valueType) {
        Type raw = valueType instanceof ParameterizedType generic ? generic.getRawType() : valueType;
        if (message.getPayload() == null || raw instanceof Class<?> type && type.isInstance(message.getPayload())) {
            return message.getPayload();
        }
        return known.computeIfAbsent(valueType, type -> converter(message, type)).convert(message, valueType).getPayload();
    }

    private MessageConverter converter(Message<?> message, Type type) {
        return converters.stream().sorted(Comparator.comparingInt(MessageConverter::getPriority))
                .filter(converter -> converter.canConvert(message, type)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing converts a payload of "
                        + message.getPayload().getClass() + " to " + type.getTypeName() + ", which a KeyedMulti is to hold"));
    }

    protected static TopicVariables variables(Message<?> message) {
        return message.getMetadata(TopicVariables.class).orElseThrow(() -> new IllegalArgumentException(
                "a message without TopicVariables cannot be grouped by one; it was not received from MQTT"));
    }
}
