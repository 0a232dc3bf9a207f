package io.quarkiverse.mqttx.runtime;

import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.List;

import io.quarkus.arc.impl.GenericArrayTypeImpl;
import io.quarkus.arc.impl.ParameterizedTypeImpl;

/**
 * A type in a form that the build can record.
 *
 * @param className the class, or that of an array's innermost elements
 * @param arguments empty for a class that is not generic
 * @param dimensions 0 when it is no array
 */
public record PayloadType(String className, List<PayloadType> arguments, int dimensions) {

    /** @throws IllegalStateException when a class is missing */
    Type load() {
        Type type = loadClass(className);
        if (!arguments.isEmpty()) {
            type = new ParameterizedTypeImpl(type, arguments.stream().map(PayloadType::load).toArray(Type[]::new));
        }
        for (int i = 0; i < dimensions; i++) {
            type = type instanceof Class<?> component ? Array.newInstance(component, 0).getClass()
                    : new GenericArrayTypeImpl(type);
        }
        return type;
    }

    private static Class<?> loadClass(String name) {
        for (Class<?> primitive : List.of(boolean.class, byte.class, char.class, short.class, int.class, long.class,
                float.class, double.class)) {
            if (primitive.getName().equals(name)) {
                return primitive;
            }
        }
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
