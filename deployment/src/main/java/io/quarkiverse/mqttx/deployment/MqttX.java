package io.quarkiverse.mqttx.deployment;

import io.quarkiverse.mqttx.connector.MqttConnector;

/** The names under which the connector and the extension are known. */
public final class MqttX {

    public static final String FEATURE = "messaging-mqtt-x";

    public static final String CONNECTOR = MqttConnector.NAME;

    /** The connector of SmallRye, from which applications come. */
    static final String OFFICIAL_CONNECTOR = "smallrye-mqtt";

    /** Attributes for all channels of the connector begin with this. */
    public static final String CONNECTOR_PREFIX = "mp.messaging.connector." + CONNECTOR + ".";

    private MqttX() {
    }

    /** The attributes of a client without a channel begin with this. */
    public static String clientPrefix(String name) {
        return "mp.messaging.client." + (name.indexOf('.') >= 0 ? '"' + name + '"' : name) + ".";
    }
}
