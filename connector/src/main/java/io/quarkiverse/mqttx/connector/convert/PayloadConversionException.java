package io.quarkiverse.mqttx.connector.convert;

/**
 * A payload cannot be converted to or from bytes; the message names the types, and for a received message channel and topic.
 */
public class PayloadConversionException extends RuntimeException {

    public PayloadConversionException(String message, Throwable cause) {
        super(message, cause);
    }
}
