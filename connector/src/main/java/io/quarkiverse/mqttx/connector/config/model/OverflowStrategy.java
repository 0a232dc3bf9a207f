package io.quarkiverse.mqttx.connector.config.model;

/** What happens to a QoS 0 message that arrives while {@code buffer-size} messages are waiting for demand. */
public enum OverflowStrategy {
    /** The message that has waited longest gives way: the newest state counts. The default. */
    DROP_OLDEST("drop-oldest"),
    /** The message that has just arrived is dropped. */
    DROP_NEWEST("drop-newest");

    private final String attributeValue;

    OverflowStrategy(String attributeValue) {
        this.attributeValue = attributeValue;
    }

    /** As it stands in the configuration. */
    @Override
    public String toString() {
        return attributeValue;
    }
}
