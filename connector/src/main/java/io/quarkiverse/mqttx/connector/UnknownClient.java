package io.quarkiverse.mqttx.connector;

import java.util.Collection;
import java.util.TreeSet;

import io.quarkiverse.mqttx.connector.config.NearestName;

/** A client is asked for by a name that no connection has. */
public final class UnknownClient {

    private UnknownClient() {
    }

    /** @param known the names of all channels of the connector, and of the clients without a channel */
    public static String message(String name, Collection<String> known) {
        String nearest = NearestName.of(name, known);
        return "There is no MQTT connection '" + name + "' for an MqttClient. Name a channel of the connector "
                + MqttConnector.NAME + ", or configure a client under mp.messaging.client." + name + ".*"
                + (nearest == null ? "" : "; did you mean '" + nearest + "'?") + " Known are: " + new TreeSet<>(known);
    }
}
