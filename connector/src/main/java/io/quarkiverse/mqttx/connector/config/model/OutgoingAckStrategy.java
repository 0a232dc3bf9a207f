package io.quarkiverse.mqttx.connector.config.model;

/** When the application's message is acked. */
public enum OutgoingAckStrategy {
    /** When the broker has taken responsibility for it. The default. */
    ON_DELIVERY,
    /** When the session store has it: from then on it goes out whatever becomes of the process. */
    ON_STORE
}
