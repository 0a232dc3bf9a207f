package io.quarkiverse.mqttx.connector.clients;

import java.util.Collection;
import java.util.TreeSet;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkiverse.mqttx.connector.support.NearestName;

/** Describes the error that an injected client has no connection, or more than one. */
public final class UnknownClient {

    private UnknownClient() {
    }

    /** @param connections who uses each of them */
    public static String ambiguous(Collection<? extends Collection<String>> connections) {
        return "The application has " + connections.size()
                + " MQTT connections, so an MqttClient needs the name of one: inject it"
                + " with @Identifier(\"…\") and one of the names " + connections;
    }

    /** @param known the names of all channels of the connector, and of the clients without a channel */
    public static String message(String name, Collection<String> known) {
        String nearest = NearestName.of(name, known);
        return "There is no MQTT connection '" + name + "' for an MqttClient. Name a channel of the connector "
                + MqttConnector.NAME + ", or configure a client under mp.messaging.client." + name + ".*"
                + (nearest == null ? "" : "; did you mean '" + nearest + "'?") + " Known are: " + new TreeSet<>(known);
    }
}
