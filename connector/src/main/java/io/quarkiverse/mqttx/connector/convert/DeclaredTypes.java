package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The generic payload types of the channels, as the application's code declares them. Reactive Messaging erases them: for a
 * method that takes {@code List<Temperature>} it asks the converters for a {@code List}. Who has read the code, as the
 * extension does when it builds the application, knows better.
 */
public final class DeclaredTypes {

    /** Nobody has read the code: types are what Reactive Messaging says. */
    public static final DeclaredTypes UNKNOWN = new DeclaredTypes(Map.of(), Map.of());

    private final Set<Type> erased = new HashSet<>();
    private final Map<String, Map<Type, Type>> incoming = new HashMap<>();
    private final Map<String, Type> outgoing;

    /**
     * @param incoming for each incoming channel the generic types that are taken from it, one for each raw class
     * @param outgoing for each outgoing channel the one generic type that is given to it
     */
    public DeclaredTypes(Map<String, List<Type>> incoming, Map<String, Type> outgoing) {
        incoming.forEach((channel, types) -> types.forEach(type -> {
            Type raw = raw(type);
            erased.add(raw);
            this.incoming.computeIfAbsent(channel, name -> new HashMap<>()).put(raw, type);
        }));
        this.outgoing = Map.copyOf(outgoing);
    }

    /** Whether more is known of some channel's type than this. */
    boolean isErased(Type asked) {
        return erased.contains(asked);
    }

    /** What the consumer of the channel wants when Reactive Messaging asks for the type. */
    Type incoming(String channel, Type asked) {
        Map<Type, Type> types = incoming.get(channel);
        return types == null ? asked : types.getOrDefault(asked, asked);
    }

    /** What is sent to the channel, or {@code null} when nothing more than the payload's class is known. */
    Type outgoing(String channel) {
        return outgoing.get(channel);
    }

    static Type raw(Type type) {
        if (type instanceof GenericArrayType array) {
            return Array.newInstance((Class<?>) raw(array.getGenericComponentType()), 0).getClass();
        }
        return type instanceof ParameterizedType generic ? generic.getRawType() : type;
    }
}
