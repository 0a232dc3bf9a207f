package io.quarkiverse.mqttx.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;

import io.quarkiverse.mqttx.spi.JsonFormat;

/**
 * JSON by the application's own {@code Jsonb}. Added where quarkus-jsonb is there and quarkus-jackson is not. Behind a proxy,
 * so that it is made with the first message that needs it.
 */
@ApplicationScoped
@Typed(JsonFormat.class)
public class JsonbJson implements JsonFormat {

    private final Jsonb jsonb;

    @Inject
    public JsonbJson(Jsonb jsonb) {
        this.jsonb = jsonb;
    }

    @Override
    public int getPriority() {
        return PROVIDED_PRIORITY;
    }

    @Override
    public Reader reader(Type type) {
        return json -> jsonb.fromJson(new ByteArrayInputStream(json), type);
    }

    @Override
    public Writer writer(Type type) {
        return value -> {
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            jsonb.toJson(value, type, json);
            return json.toByteArray();
        };
    }
}
