package io.quarkiverse.mqttx.transport;

/** Thrown by the decoder for a packet that breaks the rules; never leaves this package. */
final class MalformedPacketException extends RuntimeException {

    private final int reasonCode;

    MalformedPacketException(int reasonCode, String message) {
        super(message, null, false, false);
        this.reasonCode = reasonCode;
    }

    int reasonCode() {
        return reasonCode;
    }
}
