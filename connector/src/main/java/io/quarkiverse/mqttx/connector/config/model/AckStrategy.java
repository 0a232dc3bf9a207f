package io.quarkiverse.mqttx.connector.config.model;

/** When a QoS 1 or 2 message is acknowledged to the broker. */
public enum AckStrategy {
    /** When the application's {@code Message} is acked, so when it is processed: no message is lost. The default. */
    ON_COMPLETION,
    /**
     * When the application takes the message, before it is processed. The broker may go on at once; what the application
     * does not finish, because it fails or ends, is lost.
     */
    ON_RECEIPT
}
