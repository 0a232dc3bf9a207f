package io.quarkiverse.mqttx.connector.config.attribute;

import java.util.List;
import java.util.stream.Stream;

/** All attributes there are. */
public final class Attributes {

    /** The name of the connector that has them. */
    public static final String CONNECTOR = "smallrye-mqtt-x";

    private static final List<Attribute<?>> ALL = Stream.of(IncomingAttributes.TABLE, OutgoingAttributes.TABLE,
            CommonAttributes.TABLE, ConnectionAttributes.TABLE).flatMap(table -> table.attributes().stream()).toList();

    private Attributes() {
    }

    /** In the order of the reference within each theme; one that differs in the two directions is there for each. */
    public static List<Attribute<?>> all() {
        return ALL;
    }

    /** The names of those that channels of a direction have. */
    public static List<String> names(boolean incoming) {
        return of(incoming).map(Attribute::name).toList();
    }

    /** The names of those that make up a connection. */
    public static List<String> ofConnections() {
        return ConnectionAttributes.TABLE.attributes().stream().<String> map(Attribute::name).toList();
    }

    /** The names of those that channels of a direction have, and that have no effect without the first, but not the second. */
    public static List<String> needing(boolean incoming, Need need, Need other) {
        return of(incoming).filter(attribute -> attribute.needs().contains(need) && !attribute.needs().contains(other))
                .map(Attribute::name).toList();
    }

    /** The names of those that channels of a direction have, and that have no effect without it. */
    public static List<String> needing(boolean incoming, Need need) {
        return needing(incoming, need, null);
    }

    /** Whether nobody may see the value of the attribute of this name. */
    public static boolean isSecret(String name) {
        return ALL.stream().anyMatch(attribute -> attribute.isSecret() && attribute.name().equals(name));
    }

    /** The names of those of a direction whose value may be a list. */
    public static List<String> lists(boolean incoming) {
        return of(incoming).filter(Attribute::isList).map(Attribute::name).toList();
    }

    private static Stream<Attribute<?>> of(boolean incoming) {
        return ALL.stream().filter(attribute -> attribute.direction().has(incoming));
    }
}
