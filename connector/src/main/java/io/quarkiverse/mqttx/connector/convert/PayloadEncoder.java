package io.quarkiverse.mqttx.connector.convert;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import io.quarkiverse.mqttx.api.PayloadConversionException;

/**
 * Encodes payloads of outgoing messages: bytes and buffers as they are, text and scalars in UTF-8, everything else in
 * the format that the content type names, or that the payload's type is made for. A dependent bean, so that a message
 * does not go through a proxy.
 */
@Dependent
public class PayloadEncoder {

    private final Formats formats;
    private final DeclaredTypes declared;

    /** Without knowledge of the application. */
    @Inject
    public PayloadEncoder(Formats formats) {
        this(formats, DeclaredTypes.UNKNOWN);
    }

    /** With what is known of the application. */
    public PayloadEncoder(Formats formats, DeclaredTypes declared) {
        this.formats = formats;
        this.declared = declared;
    }

    /**
     * The writers of one channel, whose generic type is known here.
     *
     * @param contentType what the channel sends; {@code null} when each payload's type tells, empty to say nothing to the
     *        receivers
     * @throws PayloadConversionException when the library for the content type is not there
     */
    public PayloadWriters forChannel(String channel, String contentType) {
        return new PayloadWriters(formats, declared.outgoing(channel), contentType);
    }
}
