package io.quarkiverse.mqttx.testing;

/** Which way bytes go through {@link ChaosProxy}. */
public enum Direction {
    /** From the client to the broker. */
    TO_BROKER,
    /** From the broker to the client. */
    TO_CLIENT
}
