package io.quarkiverse.mqttx.deployment;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import io.quarkiverse.mqttx.connector.convert.Conversion;

/** Knows which payload types cannot have a property by which the connector would fill a topic. */
record PayloadPropertiesCheck(IndexView index) {

    private static final List<String> ENTRIES = List.of("io.vertx.core.json.JsonObject");

    /** Whether no payload of the type has it. False in doubt: when a subclass might, or a class is not known. */
    boolean lacks(Type payload, String property) {
        Conversion conversion = new Payloads(index).conversion(payload);
        if (ENTRIES.contains(payload.name().toString())) {
            return false;
        }
        if (payload.kind() == Type.Kind.ARRAY || payload.kind() == Type.Kind.PRIMITIVE || conversion == Conversion.TEXT
                || conversion == Conversion.SCALAR || conversion == Conversion.BUFFER) {
            return true;
        }
        ClassInfo type = index.getClassByName(payload.name());
        return type != null && !type.isInterface() && index.getAllKnownSubclasses(type.name()).isEmpty()
                && lacks(type, property);
    }

    private boolean lacks(ClassInfo type, String property) {
        String suffix = Character.toUpperCase(property.charAt(0)) + property.substring(1);
        boolean has = type.isRecord() && reads(type.method(property))
                || Stream.of("get", "is").anyMatch(prefix -> reads(type.method(prefix + suffix)))
                || isReadable(type.field(property));
        return !has && above(type).allMatch(name -> {
            ClassInfo known = index.getClassByName(name);
            return known == null ? name.equals(DotName.OBJECT_NAME) || name.equals(DotName.RECORD_NAME)
                    : lacks(known, property);
        });
    }

    private static Stream<DotName> above(ClassInfo type) {
        return Stream.concat(Stream.ofNullable(type.superName()), type.interfaceNames().stream())
                .filter(name -> !name.toString().equals("java.io.Serializable")
                        && !name.toString().equals("java.lang.Comparable"));
    }

    private static boolean reads(MethodInfo method) {
        return method != null && isPublic(method.flags()) && method.returnType().kind() != Type.Kind.VOID;
    }

    private static boolean isReadable(FieldInfo field) {
        return field != null && isPublic(field.flags());
    }

    private static boolean isPublic(short flags) {
        return Modifier.isPublic(flags) && !Modifier.isStatic(flags);
    }
}
