package io.quarkiverse.mqttx.connector.config.model;

/** What is in the payload of a dead letter. */
public enum DeadLetterFormat {
    /** The payload of the message; what else there is to say stands in user properties, in MQTT 5. The default. */
    PAYLOAD("payload"),
    /** A JSON object with the payload and all there is to say, in any version of MQTT. */
    JSON("json");

    private final String attributeValue;

    DeadLetterFormat(String attributeValue) {
        this.attributeValue = attributeValue;
    }

    /** As it stands in the configuration. */
    @Override
    public String toString() {
        return attributeValue;
    }
}
