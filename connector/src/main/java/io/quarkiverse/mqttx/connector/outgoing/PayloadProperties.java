package io.quarkiverse.mqttx.connector.outgoing;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.vertx.core.json.JsonObject;

/**
 * Reads certain properties of payloads, as text: the components of a record, what getters return, public fields, and the
 * entries of a {@code Map} or {@code JsonObject}. What a class has is found out with its first payload.
 */
final class PayloadProperties {

    private final ClassValue<Map<String, Property>> properties;

    PayloadProperties(List<String> names) {
        properties = new ClassValue<>() {
            @Override
            protected Map<String, Property> computeValue(Class<?> type) {
                Map<String, Property> found = new HashMap<>();
                for (String name : names) {
                    found.put(name, find(type, name));
                }
                return found;
            }
        };
    }

    /**
     * A property as text, or {@code null} when the payload does not have it or it is {@code null}.
     *
     * @throws IllegalArgumentException when it cannot be read, or is nothing that text could be made of
     */
    String text(String name, Object payload) {
        Object value = payload instanceof Map<?, ?> map ? map.get(name)
                : payload instanceof JsonObject json ? json.getValue(name) : read(name, payload);
        if (value == null) {
            return null;
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean || value instanceof Character
                || value instanceof UUID) {
            return value.toString();
        }
        throw new IllegalArgumentException("the property '" + name + "' of a payload of " + payload.getClass() + " is of "
                + value.getClass() + ", which is no level of a topic; make it text, a number, a boolean, an enum or a UUID");
    }

    private Object read(String name, Object payload) {
        Property property = properties.get(payload.getClass()).get(name);
        if (property == null) {
            return null;
        }
        try {
            return property.read(payload);
        } catch (InvocationTargetException failure) {
            throw unreadable(name, payload, failure.getCause());
        } catch (IllegalAccessException failure) {
            throw unreadable(name, payload, failure);
        }
    }

    private static IllegalArgumentException unreadable(String name, Object payload, Throwable cause) {
        return new IllegalArgumentException(
                "the property '" + name + "' of a payload of " + payload.getClass() + " cannot be read: " + cause, cause);
    }

    private static Property find(Class<?> type, String name) {
        Method accessor = type.isRecord() ? accessor(type, name) : null;
        String suffix = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        accessor = accessor != null ? accessor : accessor(type, "get" + suffix);
        accessor = accessor != null ? accessor : accessor(type, "is" + suffix);
        if (accessor != null) {
            return accessor::invoke;
        }
        try {
            Field field = type.getField(name);
            return !Modifier.isStatic(field.getModifiers()) && field.trySetAccessible() ? field::get : null;
        } catch (NoSuchFieldException none) {
            return null;
        }
    }

    /** Its class need not be public. */
    private static Method accessor(Class<?> type, String name) {
        try {
            Method method = type.getMethod(name);
            boolean reads = method.getReturnType() != void.class && !Modifier.isStatic(method.getModifiers());
            return reads && method.trySetAccessible() ? method : null;
        } catch (NoSuchMethodException none) {
            return null;
        }
    }

    @FunctionalInterface
    private interface Property {

        Object read(Object payload) throws InvocationTargetException, IllegalAccessException;
    }
}
