package io.quarkiverse.mqttx.runtime;

import java.lang.reflect.Type;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.mqttx.connector.convert.JacksonFormat;
import io.quarkiverse.mqttx.spi.JsonFormat;

/**
 * JSON by the application's own {@code ObjectMapper}, with all its customizers. Added where quarkus-jackson is there. Behind a
 * proxy, since a mapper is some hundred classes: they are loaded with the first message that needs them, not at the start.
 */
@ApplicationScoped
@Typed(JsonFormat.class)
public class JacksonJson implements JsonFormat {

    private final JsonFormat jackson;

    @Inject
    public JacksonJson(ObjectMapper mapper) {
        jackson = new JacksonFormat(mapper);
    }

    @Override
    public int getPriority() {
        return PROVIDED_PRIORITY;
    }

    @Override
    public Reader reader(Type type) {
        return jackson.reader(type);
    }

    @Override
    public Writer writer(Type type) {
        return jackson.writer(type);
    }
}
