package io.quarkiverse.mqttx.deployment;

/** The names under which the connector and the extension are known. */
public final class MqttX {

    public static final String FEATURE = "messaging-mqtt-x";

    public static final String CONNECTOR = "smallrye-mqtt-x";

    /** Attributes for all channels of the connector begin with this. */
    public static final String CONNECTOR_PREFIX = "mp.messaging.connector." + CONNECTOR + ".";

    private MqttX() {
    }
}
