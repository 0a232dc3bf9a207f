package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * To any other class, from JSON, and to {@code List}, {@code Set} and {@code Collection} of one. A JSON mapping knows
 * classes only and no generic types, so the elements of a collection are read as an array.
 */
@ApplicationScoped
class JsonConverter extends PayloadConverter {

    private static final Set<Type> COLLECTIONS = Set.of(Collection.class, List.class, Set.class);

    @Inject
    JsonCodec json;

    /** After every converter that says what it converts. */
    @Override
    public int getPriority() {
        return PRIORITY + 1000;
    }

    @Override
    boolean supports(Type target) {
        return target instanceof Class<?> || elementType(target) != null;
    }

    @Override
    Object decode(byte[] payload, Type target) throws Exception {
        String text = Utf8.decode(payload);
        if (text.isBlank()) {
            throw new IllegalArgumentException("it is empty, which is no JSON");
        }
        if (target instanceof Class<?> type) {
            return notNull(json.fromJson(text, type));
        }
        Object[] elements = (Object[]) notNull(json.fromJson(text, Array.newInstance(elementType(target), 0).getClass()));
        List<Object> list = Arrays.asList(elements);
        return ((ParameterizedType) target).getRawType() == Set.class ? new LinkedHashSet<>(list) : list;
    }

    /** Reactive Messaging takes a {@code null} for a message without payload, so {@code null} is told apart here. */
    private static Object notNull(Object value) {
        if (value == null) {
            throw new IllegalArgumentException("it is the JSON value null");
        }
        return value;
    }

    private static Class<?> elementType(Type target) {
        return target instanceof ParameterizedType generic && COLLECTIONS.contains(generic.getRawType())
                && generic.getActualTypeArguments()[0] instanceof Class<?> element ? element : null;
    }
}
