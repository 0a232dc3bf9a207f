package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;

/**
 * Converts to types that text can hold. A binary content type, such as CBOR, is decoded by its format; every other one
 * is text.
 */
abstract class TextualConverter extends PayloadConverter {

    private final Formats formats;
    private final Readers readers;

    TextualConverter(Formats formats) {
        this.formats = formats;
        this.readers = new Readers(formats);
    }

    @Override
    Object decode(byte[] payload, Type target, String contentType) throws Exception {
        return contentType != null && formats.contentType(contentType).isBinary()
                ? readers.reader(contentType, target).read(payload)
                : decode(Utf8Text.decode(payload), target);
    }

    abstract Object decode(String text, Type target);
}
