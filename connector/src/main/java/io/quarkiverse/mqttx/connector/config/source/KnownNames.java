package io.quarkiverse.mqttx.connector.config.source;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.quarkiverse.mqttx.connector.support.NearestName;

/** The names of the attributes there are, and the nearest of them to one that there is not. */
public final class KnownNames {

    private static final List<String> INCOMING = Attributes.names(true).stream().sorted().toList();
    private static final List<String> OUTGOING = Attributes.names(false).stream().sorted().toList();

    /** With those of Reactive Messaging, each as a variable: one name for all spellings. */
    private static final Set<String> INCOMING_VARIABLES = variables(INCOMING, FrameworkAttributes.INCOMING);
    private static final Set<String> OUTGOING_VARIABLES = variables(OUTGOING, FrameworkAttributes.OUTGOING);

    private KnownNames() {
    }

    private static Set<String> variables(List<String> ours, Set<String> ofFramework) {
        return Stream.concat(ours.stream(), ofFramework.stream()).map(MessagingProperties::asVariable)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** In any spelling, also in that of environment variables, {@code KEEP_ALIVE_SECONDS}. */
    public static boolean isKnown(String name, boolean incoming) {
        return (incoming ? INCOMING_VARIABLES : OUTGOING_VARIABLES).contains(MessagingProperties.asVariable(name));
    }

    /** By its {@link MessagingProperties#simple} name. */
    static boolean isKnownSimple(String name, boolean incoming) {
        return Stream.concat(FrameworkAttributes.INCOMING.stream(), (incoming ? INCOMING : OUTGOING).stream())
                .anyMatch(known -> MessagingProperties.simple(known).equals(name));
    }

    /** The attribute with the most similar name, or {@code null} when none is similar. */
    public static String nearest(String name, boolean incoming) {
        return NearestName.of(name, incoming ? INCOMING : OUTGOING);
    }
}
