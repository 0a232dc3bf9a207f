package io.quarkiverse.mqttx.api;

/**
 * A payload cannot be converted to or from bytes; the message names the types, and for a received message channel and topic.
 */
public class PayloadConversionException extends RuntimeException {

    /** Not written with the exception, for the metadata hold the whole packet. */
    private final transient IncomingMqttMetadata received;

    public PayloadConversionException(String message, Throwable cause) {
        this(message, cause, null);
    }

    /** @param received the message that has the payload; {@code null} for one that was to be sent */
    public PayloadConversionException(String message, Throwable cause, IncomingMqttMetadata received) {
        super(message, cause);
        this.received = received;
    }

    /** Whether it is the payload of this message that cannot be converted, and not one that the application has made of it. */
    public boolean isAbout(IncomingMqttMetadata message) {
        return received != null && received == message;
    }
}
