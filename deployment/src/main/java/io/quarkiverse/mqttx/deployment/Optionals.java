package io.quarkiverse.mqttx.deployment;

import java.util.Optional;

import org.jboss.jandex.DotName;
import org.jboss.jandex.Type;

/** Payloads that may be missing: what is taken as an {@code Optional}. */
final class Optionals {

    private static final DotName OPTIONAL = DotName.createSimple(Optional.class);

    private Optionals() {
    }

    static boolean isOne(Type payload) {
        return payload.name().equals(OPTIONAL);
    }

    /** Whether the application takes an Optional there, or a list of them. */
    static boolean isTaken(ChannelUsage usage) {
        if (!usage.channel().incoming() || usage.payload() == null) {
            return false;
        }
        Type payload = Batches.isList(usage.payload()) ? Batches.element(usage.payload()) : usage.payload();
        return payload != null && isOne(payload);
    }

    /** The same with what may be in the Optional, where one is taken. */
    static ChannelUsage content(ChannelUsage usage) {
        return usage.channel().incoming() && usage.payload() != null && isOne(usage.payload())
                ? new ChannelUsage(usage.channel(), content(usage.payload()), usage.usedBy())
                : usage;
    }

    /** What may be in it where it is an Optional, {@code null} when the code does not say; else itself. */
    static Type content(Type payload) {
        if (payload == null || !isOne(payload)) {
            return payload;
        }
        return payload.kind() == Type.Kind.PARAMETERIZED_TYPE
                ? PayloadTypes.carried(Payloads.bound(payload.asParameterizedType().arguments().get(0)))
                : null;
    }
}
