package io.quarkiverse.mqttx.connector.config;

import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;

/** The names of the attributes there are, and the nearest of them to one that there is not. */
final class Attributes {

    /** Of incoming channels only. */
    private static final String CONCURRENCY = "concurrency";

    /** What Reactive Messaging itself reads of a channel. */
    private static final Set<String> FRAMEWORK = Set.of("connector", "type", "channel-name", "enabled", CONCURRENCY,
            "pausable", "initially-paused", "pausable.initially-paused", "pausable.late-subscription",
            "pausable.buffer-size", "pausable.buffer-strategy");

    private static final Set<String> INCOMING = declared(Direction.INCOMING);
    private static final Set<String> OUTGOING = declared(Direction.OUTGOING);

    private Attributes() {
    }

    static boolean isKnown(String name, boolean incoming) {
        return contains(incoming ? INCOMING : OUTGOING, name)
                || isOfFramework(name) && (incoming || !name.equalsIgnoreCase(CONCURRENCY));
    }

    /** Whether Reactive Messaging itself reads it. */
    static boolean isOfFramework(String name) {
        return contains(FRAMEWORK, name);
    }

    /** The attribute with the most similar name, or {@code null} when none is similar. */
    static String nearest(String name, boolean incoming) {
        return NearestName.of(name, incoming ? INCOMING : OUTGOING);
    }

    /** Also in the spelling of environment variables, {@code KEEP_ALIVE_SECONDS}. */
    private static boolean contains(Set<String> names, String name) {
        return names.contains(name)
                || names.stream().anyMatch(known -> known.replaceAll("\\W", "_").equalsIgnoreCase(name));
    }

    private static Set<String> declared(Direction direction) {
        Set<String> names = new TreeSet<>();
        for (ConnectorAttribute attribute : MqttConnector.class.getAnnotationsByType(ConnectorAttribute.class)) {
            if (attribute.direction() == direction || attribute.direction() == Direction.INCOMING_AND_OUTGOING) {
                names.add(attribute.name());
            }
        }
        return names;
    }
}
