package io.quarkiverse.mqttx.connector.convert;

import java.util.Comparator;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import io.smallrye.reactive.messaging.json.JsonMapping;
import io.smallrye.reactive.messaging.providers.helpers.VertxJsonMapping;

/**
 * Objects to JSON and back. Where the application brings a {@link JsonMapping}, as SmallRye's modules for Jackson and JSON-B
 * do, that one is asked, otherwise Vert.x, which needs Jackson Databind and in Quarkus uses the application's
 * {@code ObjectMapper}. A dependent bean, as its users are asked for each message.
 */
@Dependent
class JsonCodec {

    private final JsonMapping mapping;

    @Inject
    JsonCodec(@Any Instance<JsonMapping> mappings) {
        this(mappings.handlesStream()
                .min(Comparator.comparingInt(handle -> priority(handle.getBean().getBeanClass())))
                .map(Instance.Handle::get).orElseGet(VertxJsonMapping::new));
    }

    JsonCodec(JsonMapping mapping) {
        this.mapping = mapping;
    }

    String toJson(Object value) {
        return mapping.toJson(value);
    }

    <T> T fromJson(String json, Class<T> type) {
        return mapping.fromJson(json, type);
    }

    private static int priority(Class<?> bean) {
        Priority priority = bean.getAnnotation(Priority.class);
        return priority == null ? JsonMapping.DEFAULT_PRIORITY : priority.value();
    }
}
