package io.quarkiverse.mqttx.connector;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.smallrye.reactive.messaging.keyed.KeyValueExtractor;

/**
 * Groups the messages of a channel by a variable of its topic, for a method that takes
 * <code>KeyedMulti&lt;String, Message&lt;T&gt;&gt;</code>. Without any more ado they are grouped by the first variable. For
 * another one extend this class, with a constructor without parameters that names it, make it a bean, and let the method's
 * parameter say <code>@Keyed(ByCell.class)</code>.
 */
public abstract class TopicVariableKey implements KeyValueExtractor {

    private final String variable;

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
     * @throws RuntimeException which fails the stream, when the topic of the message does not have it
     */
    @Override
    public Object extractKey(Message<?> message, Type keyType) {
        return variables(message).get(variable);
    }

    /** The payload, which Reactive Messaging converts for a <code>KeyedMulti</code> of messages only. */
    @Override
    public Object extractValue(Message<?> message, Type valueType) {
        Object payload = message.getPayload();
        Type raw = valueType instanceof ParameterizedType generic ? generic.getRawType() : valueType;
        if (raw instanceof Class<?> type && !type.isInstance(payload)) {
            throw new IllegalArgumentException("a payload of " + payload.getClass() + " cannot be taken as a "
                    + valueType.getTypeName() + " from a KeyedMulti of payloads, which are not converted; take a KeyedMulti<K,"
                    + " Message<" + type.getSimpleName() + ">>");
        }
        return payload;
    }

    static TopicVariables variables(Message<?> message) {
        return message.getMetadata(TopicVariables.class).orElseThrow(() -> new IllegalArgumentException(
                "a message without TopicVariables cannot be grouped by one; it was not received by " + MqttConnector.NAME));
    }
}
