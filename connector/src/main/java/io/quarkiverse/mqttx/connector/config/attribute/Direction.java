package io.quarkiverse.mqttx.connector.config.attribute;

/** Which channels have an attribute. */
public enum Direction {
    INCOMING,
    OUTGOING,
    BOTH;

    /** Whether channels of this direction have it. */
    public boolean has(boolean incoming) {
        return this == BOTH || incoming == (this == INCOMING);
    }
}
