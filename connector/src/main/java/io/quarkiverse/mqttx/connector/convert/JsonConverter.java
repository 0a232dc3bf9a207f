package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.connector.IncomingMqttMetadata;

/** To every other type, from JSON. */
@ApplicationScoped
class JsonConverter extends PayloadConverter {

    private final JsonFormat format;
    private final DeclaredTypes declared;
    private final Map<Type, JsonFormat.Reader> readers = new ConcurrentHashMap<>();

    @Inject
    JsonConverter(@Any Instance<JsonFormat> formats) {
        this(JsonFormats.first(formats), DeclaredTypes.UNKNOWN);
    }

    JsonConverter(JsonFormat format, DeclaredTypes declared) {
        this.format = format;
        this.declared = declared;
    }

    /** For the proxy of the container. */
    JsonConverter() {
        this(null, DeclaredTypes.UNKNOWN);
    }

    /** After every converter that says what it converts. */
    @Override
    public int getPriority() {
        return PRIORITY + 1000;
    }

    @Override
    boolean supports(Type target) {
        return target instanceof Class<?> || target instanceof ParameterizedType || target instanceof GenericArrayType;
    }

    @Override
    Type exact(Message<?> in, Type target) {
        return declared.isErased(target)
                ? in.getMetadata(IncomingMqttMetadata.class)
                        .map(metadata -> declared.incoming(metadata.getChannel(), target)).orElse(target)
                : target;
    }

    @Override
    Object decode(byte[] payload, Type target) throws Exception {
        if (isBlank(payload)) {
            throw new IllegalArgumentException("it is empty, which is no JSON");
        }
        Object value = reader(target).read(payload);
        if (value == null) {
            // Reactive Messaging takes a null for a message without payload
            throw new IllegalArgumentException("it is the JSON value null");
        }
        return value;
    }

    private JsonFormat.Reader reader(Type type) {
        JsonFormat.Reader reader = readers.get(type);
        return reader != null ? reader : readers.computeIfAbsent(type, format::reader);
    }

    private static boolean isBlank(byte[] payload) {
        for (byte character : payload) {
            if (character != ' ' && character != '\n' && character != '\r' && character != '\t') {
                return false;
            }
        }
        return true;
    }
}
