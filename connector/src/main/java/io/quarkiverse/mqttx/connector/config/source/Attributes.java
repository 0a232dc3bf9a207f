package io.quarkiverse.mqttx.connector.config.source;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkiverse.mqttx.connector.support.NearestName;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;

/**
 * The names of the attributes there are, and the nearest of them to one that there is not. Only an attribute that nothing has
 * read makes this class do its work, for the annotations are slow to read.
 */
public final class Attributes {

    private static final Set<String> INCOMING = declared(Direction.INCOMING);
    private static final Set<String> OUTGOING = declared(Direction.OUTGOING);

    private Attributes() {
    }

    /** In any spelling, also in that of environment variables, {@code KEEP_ALIVE_SECONDS}. */
    public static boolean isKnown(String name, boolean incoming) {
        return FrameworkAttributes.contain(name, incoming) || isDeclared(name, incoming);
    }

    private static boolean isDeclared(String name, boolean incoming) {
        String variable = MessagingProperties.asVariable(name);
        return (incoming ? INCOMING : OUTGOING).stream()
                .anyMatch(known -> MessagingProperties.asVariable(known).equals(variable));
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
