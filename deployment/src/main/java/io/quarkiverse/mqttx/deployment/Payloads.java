package io.quarkiverse.mqttx.deployment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jboss.jandex.ArrayType;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Type;

import io.quarkiverse.mqttx.connector.convert.Conversion;
import io.quarkiverse.mqttx.runtime.PayloadType;

/**
 * Knows what it takes to convert a payload type.
 *
 * @param index says which types are enums, and which are made for a format
 */
record Payloads(IndexView index) {

    private static final List<String> PLATFORM = List.of("java.", "io.vertx.", "io.netty.", "io.smallrye.");

    private static final Set<String> PROTOBUF = Stream.of("MessageLite", "Message", "AbstractMessageLite", "AbstractMessage",
            "GeneratedMessage", "GeneratedMessageV3", "GeneratedMessageLite").map("com.google.protobuf."::concat)
            .collect(Collectors.toSet());
    private static final Set<String> AVRO = Stream.of("generic.IndexedRecord", "generic.GenericRecord",
            "generic.GenericData$Record", "specific.SpecificRecord", "specific.SpecificRecordBase")
            .map("org.apache.avro."::concat).collect(Collectors.toSet());

    /** {@link Conversion#NONE} when the code does not say: then Reactive Messaging does not ask for one. */
    Conversion conversion(Type payload) {
        if (payload == null) {
            return Conversion.NONE;
        }
        return switch (payload.kind()) {
            case CLASS, PRIMITIVE -> {
                Conversion conversion = Conversion.of(payload.name().toString(), isEnum(payload.name()));
                yield conversion == Conversion.JSON ? madeFor(payload.name()) : conversion;
            }
            case ARRAY -> Conversion.of(payload.toString(), false);
            default -> Conversion.JSON;
        };
    }

    /** What the class says by what it extends and implements, as far as that is known. */
    private Conversion madeFor(DotName name) {
        if (PROTOBUF.contains(name.toString())) {
            return Conversion.PROTOBUF;
        }
        if (AVRO.contains(name.toString())) {
            return Conversion.AVRO;
        }
        ClassInfo type = name.toString().startsWith("java.") ? null : index.getClassByName(name);
        if (type == null) {
            return Conversion.JSON;
        }
        Conversion above = type.superName() == null ? Conversion.JSON : madeFor(type.superName());
        for (DotName implemented : type.interfaceNames()) {
            above = above == Conversion.JSON ? madeFor(implemented) : above;
        }
        return above;
    }

    /** Whether it may be any message, so that nothing tells how to read it. */
    static boolean isAnyProtobuf(Type payload) {
        return PROTOBUF.contains(payload.name().toString());
    }

    /** Whether it may be a record of any schema. */
    static boolean isAnyAvro(Type payload) {
        return AVRO.contains(payload.name().toString());
    }

    private boolean isEnum(DotName name) {
        ClassInfo type = index.getClassByName(name);
        return type != null && type.isEnum();
    }

    /** The classes that JSON must know by heart: the payload's own and those of its elements and arguments. */
    Set<DotName> mappedClasses(Type payload) {
        Set<DotName> classes = new LinkedHashSet<>();
        if (conversion(payload) == Conversion.JSON) {
            addClasses(payload, classes);
        }
        return classes;
    }

    private static void addClasses(Type type, Set<DotName> classes) {
        switch (type.kind()) {
            case ARRAY -> addClasses(type.asArrayType().constituent(), classes);
            case PARAMETERIZED_TYPE -> {
                addClass(type.name(), classes);
                type.asParameterizedType().arguments().forEach(argument -> addClasses(bound(argument), classes));
            }
            case CLASS -> addClass(type.name(), classes);
            default -> {
            }
        }
    }

    private static void addClass(DotName name, Set<DotName> classes) {
        if (PLATFORM.stream().noneMatch(name.toString()::startsWith)) {
            classes.add(name);
        }
    }

    /** The names of the array classes that JSON has to instantiate, as {@link Class#getName()} has them. */
    Set<String> mappedArrays(Type payload) {
        Set<String> arrays = new LinkedHashSet<>();
        if (conversion(payload) == Conversion.JSON) {
            addArrays(payload, arrays);
        }
        return arrays;
    }

    private static void addArrays(Type type, Set<String> arrays) {
        if (type.kind() == Type.Kind.PARAMETERIZED_TYPE) {
            type.asParameterizedType().arguments().forEach(argument -> addArrays(bound(argument), arrays));
        } else if (type.kind() == Type.Kind.ARRAY) {
            ArrayType array = type.asArrayType();
            arrays.add(ArrayType.create(erasure(array.constituent()), array.dimensions()).name().toString());
            Type element = array.componentType();
            addArrays(element, arrays);
        }
    }

    private static Type erasure(Type type) {
        return type.kind() == Type.Kind.PRIMITIVE ? type : Type.create(type.name(), Type.Kind.CLASS);
    }

    /** Whether Reactive Messaging, which erases types, loses something of this one. */
    static boolean isGeneric(Type payload) {
        return payload.kind() == Type.Kind.PARAMETERIZED_TYPE
                || payload.kind() == Type.Kind.ARRAY && isGeneric(payload.asArrayType().constituent());
    }

    static PayloadType recorded(Type type) {
        Type known = bound(type);
        return switch (known.kind()) {
            case PARAMETERIZED_TYPE -> new PayloadType(known.name().toString(),
                    known.asParameterizedType().arguments().stream().map(Payloads::recorded).toList(), 0);
            case ARRAY -> {
                PayloadType innermost = recorded(known.asArrayType().constituent());
                yield new PayloadType(innermost.className(), innermost.arguments(), known.asArrayType().dimensions());
            }
            default -> new PayloadType(known.name().toString(), List.of(), 0);
        };
    }

    /** What is certain of a wildcard: its bound. */
    static Type bound(Type type) {
        if (type.kind() != Type.Kind.WILDCARD_TYPE) {
            return type;
        }
        Type lower = type.asWildcardType().superBound();
        return lower != null ? lower : type.asWildcardType().extendsBound();
    }
}
