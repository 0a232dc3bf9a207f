package io.quarkiverse.mqttx.connector;

import java.lang.reflect.Type;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.TopicVariables;
import io.quarkiverse.mqttx.spi.TopicVariableKey;

/** Groups by the first variable of the topic, where nothing else is asked for. */
@ApplicationScoped
class FirstTopicVariable extends TopicVariableKey {

    FirstTopicVariable() {
        super(null);
    }

    @Override
    public boolean canExtract(Message<?> first, Type keyType, Type valueType) {
        return keyType == String.class
                && first.getMetadata(TopicVariables.class).flatMap(TopicVariables::getTopicTemplate).isPresent();
    }

    @Override
    public Object extractKey(Message<?> message, Type keyType) {
        return variables(message).getTopicVariables().values().stream().findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a message came by a topic of the channel that has no variable"
                        + " to group by; give each of them one"));
    }
}
