package io.quarkiverse.mqttx.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Type;

/**
 * Knows how payloads are converted: which go through JSON, and which nothing converts.
 *
 * @param index says which types are enums
 * @param jsonLibrary whether there is one that maps classes
 * @param ownConverters whether the application brings message converters, of which only they know what they convert
 */
record PayloadCheck(IndexView index, boolean jsonLibrary, boolean ownConverters) {

    private static final List<String> CONVERTED_OTHERWISE = List.of("java.", "io.vertx.", "io.netty.", "io.smallrye.");
    private static final Set<DotName> COLLECTIONS = Set.of(DotName.createSimple("java.util.Collection"),
            DotName.createSimple("java.util.List"), DotName.createSimple("java.util.Set"));

    /** The class that is mapped to JSON, or whose elements are; {@code null} when the payload is no JSON. */
    Type mappedToJson(Type payload) {
        return switch (payload.kind()) {
            case CLASS -> isMapped(payload.name()) ? payload : null;
            case PARAMETERIZED_TYPE -> isCollectionOfClass(payload)
                    ? mappedToJson(payload.asParameterizedType().arguments().get(0))
                    : null;
            case ARRAY -> mappedToJson(payload.asArrayType().elementType());
            default -> null;
        };
    }

    /** What is doubtful about the payloads. */
    List<String> warnings(List<ChannelUsage> usages) {
        List<String> warnings = new ArrayList<>();
        if (ownConverters) {
            return warnings;
        }
        for (ChannelUsage usage : usages) {
            Type payload = usage.payload();
            if (payload == null) {
                continue;
            }
            String where = "channel '" + usage.channel().name() + "', payload " + payload + " of " + usage.usedBy() + ": ";
            if (mappedToJson(payload) != null && !jsonLibrary) {
                warnings.add(where + "is converted from and to JSON, and no library for that is there; add the extension"
                        + " quarkus-jackson or quarkus-jsonb");
            } else if (usage.channel().incoming() && payload.kind() == Type.Kind.PARAMETERIZED_TYPE
                    && !isCollectionOfClass(payload)) {
                warnings.add(where + "nothing converts to a generic type other than List, Set and Collection of a class; take"
                        + " byte[] or a class of your own, or add a bean that implements"
                        + " io.smallrye.reactive.messaging.MessageConverter");
            }
        }
        return warnings;
    }

    private boolean isMapped(DotName name) {
        if (CONVERTED_OTHERWISE.stream().anyMatch(name.toString()::startsWith)) {
            return false;
        }
        ClassInfo type = index.getClassByName(name);
        return type == null || !type.isEnum();
    }

    private static boolean isCollectionOfClass(Type payload) {
        return COLLECTIONS.contains(payload.name())
                && payload.asParameterizedType().arguments().get(0).kind() == Type.Kind.CLASS;
    }
}
