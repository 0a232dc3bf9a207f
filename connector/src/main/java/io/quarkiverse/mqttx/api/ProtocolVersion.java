package io.quarkiverse.mqttx.api;

/**
 * The MQTT versions this engine speaks.
 *
 * @see <a href="https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html">MQTT-5.0 §3.1.2.2</a>
 */
public enum ProtocolVersion {

    /** MQTT 3.1, protocol name {@code MQIsdp}, level 3: client ids of 1 to 23 characters. */
    V3_1("MQIsdp", 3, "3.1"),
    /** MQTT 3.1.1, protocol level 4. */
    V3_1_1("MQTT", 4, "3.1.1"),
    /** MQTT 5.0, protocol level 5. */
    V5("MQTT", 5, "5");

    private final String protocolName;
    private final int level;
    private final String display;

    ProtocolVersion(String protocolName, int level, String display) {
        this.protocolName = protocolName;
        this.level = level;
        this.display = display;
    }

    /** The protocol name of CONNECT, {@code MQTT} or {@code MQIsdp}. */
    public String protocolName() {
        return protocolName;
    }

    /** The protocol level byte of CONNECT. */
    public int level() {
        return level;
    }

    /** Whether packets of this version carry properties and reason codes. */
    public boolean is5() {
        return this == V5;
    }

    /** Whether CONNACK says that the broker has kept the session; in MQTT 3.1 that bit is reserved (MQTT-3.1 §3.2). */
    public boolean tellsSessionPresent() {
        return this != V3_1;
    }

    @Override
    public String toString() {
        return display;
    }
}
