package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;

import jakarta.enterprise.inject.spi.Prioritized;

/**
 * Objects to JSON and back, straight from and to the bytes of a payload. A CDI bean of this type is the way to bring a JSON
 * library, or settings, of one's own; of several the one with the lowest {@link #getPriority()} is used for all channels.
 * <p>
 * A reader or writer is asked for once for each type and then used for all messages, on any thread and by several at a time.
 */
public interface JsonFormat extends Prioritized {

    /** An application's own, when it does not say otherwise. */
    int DEFAULT_PRIORITY = 100;

    /** Those that the connector and the extension bring along. */
    int PROVIDED_PRIORITY = 1000;

    @Override
    default int getPriority() {
        return DEFAULT_PRIORITY;
    }

    /**
     * What makes objects of this type, which may be generic, out of JSON.
     *
     * @throws RuntimeException when there is no way to the type; the message says why
     */
    Reader reader(Type type);

    /**
     * What makes JSON out of objects of this type, which is their class, or the generic type that the channel declares.
     *
     * @throws RuntimeException when there is no way from the type; the message says why
     */
    Writer writer(Type type);

    @FunctionalInterface
    interface Reader {

        /** The object, or {@code null} for the JSON value {@code null}; throws what it likes when it cannot be read. */
        Object read(byte[] json) throws Exception;
    }

    @FunctionalInterface
    interface Writer {

        /** JSON in UTF-8; throws what it likes when the object has no JSON form. */
        byte[] write(Object value) throws Exception;
    }
}
