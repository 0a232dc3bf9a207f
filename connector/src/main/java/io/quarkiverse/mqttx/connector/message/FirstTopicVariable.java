package io.quarkiverse.mqttx.connector.message;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.TopicVariables;
import io.quarkiverse.mqttx.spi.TopicVariableKey;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/** The default extractor of keys: the first variable of the topic. */
@ApplicationScoped
class FirstTopicVariable extends TopicVariableKey {

    /** By template, of which an application has few. */
    private final Map<String, String> names = new ConcurrentHashMap<>();

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
        TopicVariables variables = variables(message);
        return variables.getTopicTemplate().map(template -> variables.get(names.computeIfAbsent(template, this::firstOf)))
                .orElseThrow(() -> new IllegalArgumentException("a message came by a topic of the channel that has no variable"
                        + " to group by; give each of them one"));
    }

    private String firstOf(String template) {
        return TopicTemplate.of(template).names().get(0);
    }
}
