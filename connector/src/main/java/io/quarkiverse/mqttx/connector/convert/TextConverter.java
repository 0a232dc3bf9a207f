package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Converts to {@code String} and to the JSON classes of Vert.x; text must be UTF-8. */
@ApplicationScoped
class TextConverter extends TextualConverter {

    static final Set<Type> TYPES = Set.of(String.class, JsonObject.class, JsonArray.class);

    @Inject
    TextConverter(Formats formats) {
        super(formats);
    }

    /** For the proxy of the container. */
    TextConverter() {
        this(null);
    }

    @Override
    boolean supports(Type target) {
        return TYPES.contains(target);
    }

    @Override
    Object decode(String text, Type target) {
        if (target == String.class) {
            return text;
        }
        return target == JsonObject.class ? new JsonObject(text) : new JsonArray(text);
    }
}
