package io.quarkiverse.mqttx.session.simulation;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.mqttx.session.MqttSession;

/** Counts what a session holds in its collections and arrays: at rest that must not depend on how much it has done. */
final class SessionTables {

    private static final Set<String> RESERVES = Set.of("StalePacketIds", "Progress");

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private int entries;

    private SessionTables() {
    }

    static int count(MqttSession session) {
        SessionTables tables = new SessionTables();
        tables.visit(session);
        return tables.entries;
    }

    /** The session has given out all packet identifiers up to this one. */
    static void beginAt(MqttSession session, int packetId) {
        try {
            Object ids = value(value(value(session, "parts"), "outbound"), "ids");
            Field last = ids.getClass().getDeclaredField("last");
            last.setAccessible(true);
            last.setInt(ids, packetId);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(Object object, String name) throws ReflectiveOperationException {
        Field field = object.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(object);
    }

    private void visit(Object object) {
        if (object == null || !seen.add(object)) {
            return;
        }
        if (object instanceof Map<?, ?> map) {
            entries += map.size();
            map.values().forEach(this::visit);
        } else if (object instanceof Collection<?> collection) {
            entries += collection.size();
            collection.forEach(this::visit);
        } else if (object instanceof Object[] array) {
            for (Object element : array) {
                // the pages of a table stay when they are empty, and identifiers are kept in reserve
                entries += element == null || element instanceof Object[] || isReserve(element) ? 0 : 1;
                visit(element);
            }
        } else if (object.getClass().isArray()) {
            entries += used(object);
        } else if (isOfTheSession(object.getClass()) && !isReserve(object)) {
            fields(object, object.getClass());
        }
    }

    private static int used(Object array) {
        int used = 0;
        for (int i = 0; i < Array.getLength(array); i++) {
            Object value = Array.get(array, i);
            used += value instanceof Number number && number.longValue() != 0 || Boolean.TRUE.equals(value) ? 1 : 0;
        }
        return used;
    }

    /** What it has is bounded, whatever the session does: a bit for each packet identifier, or a few places for times. */
    private static boolean isReserve(Object object) {
        return RESERVES.contains(object.getClass().getSimpleName());
    }

    private static boolean isOfTheSession(Class<?> type) {
        String name = type.getName();
        return name.startsWith("io.quarkiverse.mqttx.session.") && !name.contains(".packet.") && !name.contains(".simulation.")
                && !type.isEnum();
    }

    private void fields(Object object, Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                field.setAccessible(true);
                try {
                    visit(field.get(object));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
