package io.quarkiverse.mqttx.connector.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.mqttx.connector.config.attribute.Attributes;

/** Channels that a broker takes for one client, but that cannot share a connection. */
record SharingCheck(ConfigurationProblems problems) {

    void find(List<ConnectionConfiguration> wanted) {
        // One for all that are alike, or what is wrong with one would be said of each
        List<ConnectionConfiguration> connections = new ArrayList<>();
        for (ConnectionConfiguration connection : wanted) {
            if (connections.stream().noneMatch(other -> other.isSameClientAs(connection) && other.canShareWith(connection))) {
                connections.add(connection);
            }
        }
        for (int i = 0; i < connections.size(); i++) {
            for (int j = i + 1; j < connections.size(); j++) {
                check(connections.get(i), connections.get(j));
            }
        }
    }

    private void check(ConnectionConfiguration one, ConnectionConfiguration other) {
        if (one.isSameClientAs(other) && !one.canShareWith(other)) {
            problems.problem(one.channel() + "' and '" + other.channel(), "client-id", one.settings().session().clientId(),
                    "a broker lets a client connect once, but the channels differ in "
                            + String.join(", ", differences(one, other))
                            + "; give them the same values, or client ids of their own");
        }
    }

    /** The attributes that keep the two from sharing a connection, with both values unless they are secrets. */
    private static List<String> differences(ConnectionConfiguration one, ConnectionConfiguration other) {
        Map<String, Object> ofOne = one.settings().asRead();
        Map<String, Object> ofOther = other.settings().asRead();
        Set<String> names = new TreeSet<>(ofOne.keySet());
        names.addAll(ofOther.keySet());
        names.removeIf(name -> Objects.equals(ofOne.get(name), ofOther.get(name)));
        return names.stream().map(name -> Attributes.isSecret(name) ? name
                : name + " (" + printable(one, name) + " and " + printable(other, name) + ")").toList();
    }

    /** As people wrote it, or what counts when they did not. */
    private static String printable(ConnectionConfiguration connection, String attribute) {
        Object value = connection.settings().asRead().get(attribute);
        return !(value instanceof List) && connection.config().isSet(attribute) ? connection.config().text(attribute)
                : value == null ? "none" : value.toString();
    }
}
