package io.quarkiverse.mqttx.connector.convert;

import io.quarkiverse.mqttx.api.PayloadConversionException;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.spi.PayloadFormat;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * Encodes the payloads of one class, and knows their MQTT 5 properties. For any thread.
 *
 * @param form what the bytes are, for error messages
 * @param properties content type and payload format indicator of the message, shared by all messages; empty when nothing is to
 *        be said
 */
public record PayloadWriter(PayloadFormat.Writer writer, String form, Properties properties) {

    /**
     * The payload as bytes. An array is taken as it is and not copied; a buffer is read without moving its position, and a
     * {@code ByteBuf} is not released.
     *
     * @throws PayloadConversionException when the payload has no such form
     */
    public byte[] write(Object payload) {
        try {
            return writer.write(payload);
        } catch (Exception | LinkageError | StackOverflowError cause) {
            throw new PayloadConversionException("a payload of type " + payload.getClass().getName()
                    + " cannot be written as " + form + ": " + SafeText.ofMessage(cause.getMessage())
                    + "; send bytes, text, a Vert.x buffer or JSON object, or a type that " + form + " can hold", cause);
        }
    }
}
