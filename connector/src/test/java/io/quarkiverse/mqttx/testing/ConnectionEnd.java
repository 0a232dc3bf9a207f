package io.quarkiverse.mqttx.testing;

/** How {@link ChaosProxy} ends a connection. */
public enum ConnectionEnd {
    /** In an orderly way (FIN) on both sides. */
    CLOSE,
    /** With a TCP reset (RST) on both sides; what is on its way is lost. */
    RESET,
    /** The receiver sees the end of the stream and may go on to send; what the sender still sends is lost. */
    HALF_CLOSE
}
