package io.quarkiverse.mqttx.connector.config.model;

/** What is in the payload of a dead letter. */
public enum DeadLetterFormat {
    /** The payload of the message; what else there is to say stands in user properties, in MQTT 5. The default. */
    PAYLOAD,
    /** A JSON object with the payload and all there is to say, in any version of MQTT. */
    JSON
}
