package io.quarkiverse.mqttx.deployment;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Type;

import io.quarkiverse.mqttx.connector.convert.Conversion;

/**
 * Finds payload types that nothing converts. What is certain is an error; what the application may have settled by means of its
 * own is a warning.
 *
 * @param json what maps to JSON and back
 * @param customizedJson whether the application tells the library more than its annotations say
 * @param ownConverters whether the application brings message converters, of which only they know what they convert
 * @param ownInterceptors whether the application may change messages on their way
 */
record PayloadCheck(Payloads types, JsonLibrary json, boolean customizedJson, boolean ownConverters,
        boolean ownInterceptors) {

    private static final DotName MIXIN = DotName.createSimple("io.quarkus.jackson.JacksonMixin");
    private static final Set<String> COLLECTIONS = Set.of("java.util.Collection", "java.util.List", "java.util.Set");
    private static final Set<String> STREAMS = Set.of("java.io.InputStream", "java.io.OutputStream", "java.io.Reader",
            "java.io.Writer", "java.util.stream.Stream");
    private static final List<String> NOT_OF_JSON = List.of("java.", "jakarta.", "kotlin.", "io.quarkus.", "com.fasterxml.");
    private static final String OR_ELSE = "; take byte[], or add a bean that implements "
            + "io.smallrye.reactive.messaging.MessageConverter";

    /** What stops the build, and what does not. */
    record Findings(List<String> errors, List<String> warnings) {

        static Findings none() {
            return new Findings(new ArrayList<>(), new ArrayList<>());
        }

        /** @param doubtful whether it is a warning only */
        void add(ChannelUsage usage, String problem, boolean doubtful) {
            add("channel '" + usage.channel().name() + "', payload " + usage.payload() + " of " + usage.usedBy() + ": "
                    + problem, doubtful);
        }

        /**
         * Two consumers of one channel cannot be told apart when their types differ in what Reactive Messaging leaves out.
         *
         * @param seen by the channel and what it does not leave out
         */
        void addOther(ChannelUsage usage, Map<String, ChannelUsage> seen, String instead, boolean doubtful) {
            ChannelUsage other = seen.putIfAbsent(usage.channel().name() + " " + usage.payload().name(), usage);
            if (other != null && !other.payload().equals(usage.payload())) {
                add(usage, "the same channel is taken as " + other.payload() + " by " + other.usedBy()
                        + ", and Reactive Messaging does not tell the two apart; take the same type in both" + instead,
                        doubtful);
            }
        }

        void add(String problem, boolean doubtful) {
            (doubtful ? warnings : errors).add(problem);
        }

        void addAll(Findings others) {
            errors.addAll(others.errors);
            warnings.addAll(others.warnings);
        }
    }

    Findings check(List<ChannelUsage> usages) {
        return check(usages, List.of());
    }

    /** @param replies to requests, of which the exact type is known when they are converted */
    Findings check(List<ChannelUsage> usages, List<ChannelUsage> replies) {
        Findings findings = Findings.none();
        Map<String, ChannelUsage> byErasure = new HashMap<>();
        for (ChannelUsage usage : usages) {
            if (types.conversion(usage.payload()) != Conversion.JSON) {
                continue;
            }
            if (usage.channel().incoming()) {
                checkIncoming(usage, findings);
                if (!ownConverters) {
                    findings.addOther(usage, byErasure, ", or a class that is not generic", ownInterceptors);
                }
            } else if (json == JsonLibrary.NONE) {
                findings.add(usage, "is written as JSON, and no library for that is there; add the extension quarkus-jackson or"
                        + " quarkus-jsonb, or send bytes or text", ownInterceptors);
            }
        }
        replies.stream().filter(usage -> types.conversion(usage.payload()) == Conversion.JSON)
                .forEach(usage -> checkIncoming(usage, findings));
        return findings;
    }

    private void checkIncoming(ChannelUsage usage, Findings findings) {
        if (ownConverters) {
            return;
        }
        Type payload = usage.payload();
        if (STREAMS.contains(payload.name().toString())) {
            findings.add(usage, "nothing converts a message to that" + OR_ELSE, ownInterceptors);
        } else if (json == JsonLibrary.NONE) {
            findings.add(usage, "is read from JSON, and no library for that is there; add the extension quarkus-jackson or"
                    + " quarkus-jsonb" + OR_ELSE.replace("; take", ", take"), ownInterceptors);
        } else if (json == JsonLibrary.MAPPING && Payloads.isGeneric(payload) && !isCollectionOfClass(payload)) {
            findings.add(usage,
                    "the application's JsonMapping knows classes, and no generic type but List, Set and Collection of one;"
                            + " add the extension quarkus-jackson or quarkus-jsonb" + OR_ELSE.replace("; take", ", take"),
                    ownInterceptors);
        } else if (json.isKnown()) {
            DotName unreadable = unreadable(payload);
            if (unreadable != null) {
                findings.add(usage, unreadable + " is abstract, and nothing tells " + json + " which class to make of it; "
                        + (json == JsonLibrary.JSONB ? "annotate it with @JsonbTypeInfo"
                                : "annotate it with @JsonTypeInfo or @JsonDeserialize")
                        + ", or take a class", customizedJson || ownInterceptors);
            } else if (json == JsonLibrary.JSONB && hasGenericRecord(payload)) {
                // Yasson 3.0.4; another version may have learned it
                findings.add(usage, "JSON-B does not read generic records; take a class with setters", true);
            }
        }
    }

    private static boolean isCollectionOfClass(Type payload) {
        return COLLECTIONS.contains(payload.name().toString())
                && payload.asParameterizedType().arguments().get(0).kind() == Type.Kind.CLASS;
    }

    /** The type, or that of the elements, that cannot be instantiated; {@code null} when there is none. */
    private DotName unreadable(Type type) {
        return switch (type.kind()) {
            case CLASS -> isUnreadable(type.name()) ? type.name() : null;
            case ARRAY -> unreadable(type.asArrayType().constituent());
            case PARAMETERIZED_TYPE -> {
                if (isUnreadable(type.name())) {
                    yield type.name();
                }
                List<Type> arguments = type.asParameterizedType().arguments();
                // Of a class of the application's own nobody knows what it does with its argument
                yield type.name().toString().startsWith("java.util.")
                        ? unreadable(Payloads.bound(arguments.get(arguments.size() - 1)))
                        : null;
            }
            default -> null;
        };
    }

    private boolean hasGenericRecord(Type type) {
        return switch (type.kind()) {
            case ARRAY -> hasGenericRecord(type.asArrayType().constituent());
            case PARAMETERIZED_TYPE -> {
                ClassInfo raw = types.index().getClassByName(type.name());
                yield raw != null && raw.isRecord() || type.asParameterizedType().arguments().stream()
                        .anyMatch(argument -> hasGenericRecord(Payloads.bound(argument)));
            }
            default -> false;
        };
    }

    private boolean isUnreadable(DotName name) {
        ClassInfo type = types.index().getClassByName(name);
        // An enum whose constants have bodies is abstract too
        return type != null && Modifier.isAbstract(type.flags()) && !type.isEnum() && !name.toString().startsWith("java.")
                && !saysHow(type);
    }

    /** Whether the type or one above it has an annotation of the library, or one that may stand for such. */
    private boolean saysHow(ClassInfo type) {
        boolean here = type.annotationsMap().keySet().stream().anyMatch(name -> name.toString().startsWith(json.annotations()))
                || type.declaredAnnotations().stream().map(annotation -> annotation.name().toString())
                        .anyMatch(name -> NOT_OF_JSON.stream().noneMatch(name::startsWith))
                || isMixedIn(type.name());
        if (here) {
            return true;
        }
        List<DotName> above = new ArrayList<>(type.interfaceNames());
        if (type.superName() != null) {
            above.add(type.superName());
        }
        return above.stream().map(types.index()::getClassByName).anyMatch(each -> each != null && saysHow(each));
    }

    private boolean isMixedIn(DotName name) {
        for (AnnotationInstance mixin : types.index().getAnnotations(MIXIN)) {
            for (Type target : mixin.value().asClassArray()) {
                if (target.name().equals(name)) {
                    return true;
                }
            }
        }
        return false;
    }
}
