package io.quarkiverse.mqttx.connector.config;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;

/**
 * The names of the attributes there are, and the nearest of them to one that there is not. Only an attribute that nothing has
 * read makes this class do its work, for the annotations are slow to read.
 */
final class Attributes {

    private static final Set<String> INCOMING = declared(Direction.INCOMING);
    private static final Set<String> OUTGOING = declared(Direction.OUTGOING);

    private Attributes() {
    }

    /** In any spelling, also in that of environment variables, {@code KEEP_ALIVE_SECONDS}. */
    static boolean isKnown(String name, boolean incoming) {
        String variable = MessagingProperties.asVariable(name);
        return (incoming ? INCOMING : OUTGOING).stream()
                .anyMatch(known -> MessagingProperties.asVariable(known).equals(variable));
    }

    /** The attribute with the most similar name, or {@code null} when none is similar. */
    static String nearest(String name, boolean incoming) {
        String nearest = null;
        int distance = Math.max(2, name.length() / 3) + 1;
        for (String candidate : incoming ? INCOMING : OUTGOING) {
            int d = distance(name.toLowerCase(Locale.ROOT), candidate);
            if (d < distance) {
                nearest = candidate;
                distance = d;
            }
        }
        return nearest;
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

    /** How many characters must be changed, added or removed (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
