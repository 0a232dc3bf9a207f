package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.quarkiverse.mqttx.spi.JsonFormat;
import io.smallrye.reactive.messaging.json.JsonMapping;

/**
 * JSON by the {@link JsonMapping} of SmallRye's modules for Jackson and JSON-B. It knows text and classes only, so the
 * elements of a {@code List}, {@code Set} or {@code Collection} are read as an array, and other generic types not at
 * all.
 */
record MappedFormat(JsonMapping mapping) implements JsonFormat {

    private static final Set<Type> COLLECTIONS = Set.of(Collection.class, List.class, Set.class);

    @Override
    public Reader reader(Type type) {
        if (type instanceof Class<?> plain) {
            return json -> mapping.fromJson(Utf8Text.decode(json), plain);
        }
        if (type instanceof ParameterizedType generic && COLLECTIONS.contains(generic.getRawType())
                && generic.getActualTypeArguments()[0] instanceof Class<?> element) {
            Class<?> array = Array.newInstance(element, 0).getClass();
            boolean set = generic.getRawType() == Set.class;
            return json -> collection((Object[]) mapping.fromJson(Utf8Text.decode(json), array), set);
        }
        throw new IllegalArgumentException("no converter knows the type: the JSON mapping " + mapping.getClass().getName()
                + " knows classes, and List, Set and Collection of one; take byte[] or a class of your own, or add a bean that"
                + " implements " + JsonFormat.class.getName() + " or io.smallrye.reactive.messaging.MessageConverter");
    }

    private static Object collection(Object[] elements, boolean set) {
        if (elements == null) {
            return null;
        }
        return set ? new LinkedHashSet<>(Arrays.asList(elements)) : Arrays.asList(elements);
    }

    @Override
    public Writer writer(Type type) {
        return value -> Utf8Text.encode(mapping.toJson(value));
    }
}
