package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** To {@code String} and to the JSON classes of Vert.x; the payload must be UTF-8. */
@ApplicationScoped
class TextConverter extends PayloadConverter {

    static final Set<Type> TYPES = Set.of(String.class, JsonObject.class, JsonArray.class);

    @Override
    boolean supports(Type target) {
        return TYPES.contains(target);
    }

    @Override
    Object decode(byte[] payload, Type target) throws Exception {
        String text = Utf8.decode(payload);
        if (target == String.class) {
            return text;
        }
        return target == JsonObject.class ? new JsonObject(text) : new JsonArray(text);
    }
}
